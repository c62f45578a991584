import { createContext, useContext } from 'react';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { outcomeWords } from '../view/outcome.ts';
import { newKey } from './commander.ts';
import type { Commander } from './commander.ts';
import { setNotice } from './desk.ts';

export const CommanderContext = createContext<Commander | null>(null);

/** How components send commands. */
export function useCommander(): Commander {
  const commander = useContext(CommanderContext);
  if (!commander) throw new Error('There is no CommanderContext around this component.');
  return commander;
}

/** Carries out a command from a button; what goes wrong is said at `scope`. A given `key` asks again. */
export function useAct(): (command: CommandInput, scope: string, key?: string) => void {
  const commander = useCommander();
  return (command, scope, key = newKey()) => {
    setNotice(scope, null);
    void commander.send(command, key).then((outcome) => {
      if (outcome.kind === 'accepted') return;
      setNotice(scope, {
        text: outcomeWords(outcome),
        doubt: outcome.kind === 'unknown' ? { key, command } : null,
      });
    });
  };
}
