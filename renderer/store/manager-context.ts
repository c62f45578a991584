import { createContext, useContext, useState } from 'react';
import type { Action, Managed } from '../../shared/contract/membership.ts';
import type { Manager } from './manager.ts';

export const ManagerContext = createContext<Manager | null>(null);

export type Managing = Readonly<{
  /** Whether an answer is waited for. */
  busy: boolean;
  /** What was wrong with the last one; null: nothing. */
  sentence: string | null;
  /** Asks, and resolves to the answer. */
  manage: (action: Action) => Promise<Managed>;
}>;

/** How a component changes who belongs to the shop: one thing after the other. */
export function useManaging(): Managing {
  const manager = useContext(ManagerContext);
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState<string | null>(null);
  if (!manager) throw new Error('There is no ManagerContext around this component.');
  return {
    busy,
    sentence,
    manage: async (action) => {
      setBusy(true);
      setSentence(null);
      const answer = await manager.manage(action);
      setBusy(false);
      if (!answer.ok) setSentence(answer.sentence);
      return answer;
    },
  };
}
