/** Asks the workstation to change who belongs to the shop, and says what became of it. */
import type { Action, Managed } from '../../shared/contract/membership.ts';
import { RequestFailure } from '../net/transport.ts';
import type { Transport } from '../net/transport.ts';

export type Manager = Readonly<{
  /** Never rejects: whatever went wrong is a sentence, under a code of its own. */
  manage: (action: Action) => Promise<Managed>;
}>;

export function createManager(transport: Pick<Transport, 'request'>): Manager {
  return {
    manage: (action) =>
      transport
        .request('manage', { action })
        .catch((error: unknown): Managed => ({ ok: false, ...failureWords(error) })),
  };
}

function failureWords(error: unknown): Readonly<{ code: string; sentence: string }> {
  if (!(error instanceof RequestFailure)) return { code: 'internal', sentence: String(error) };
  const { code, message } = error;
  if (code === 'unavailable') return { code, sentence: 'Not done: this workstation cannot be reached.' };
  if (code === 'unknownOutcome') {
    return { code, sentence: 'Perhaps done: the connection was lost before the answer came.' };
  }
  return { code, sentence: message };
}
