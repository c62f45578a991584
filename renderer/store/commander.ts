/** Sends commands and says what became of them. */
import type { StoreApi } from 'zustand';
import type { Refusal } from '../../shared/domain/answers.ts';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { RequestFailure } from '../net/transport.ts';
import type { Transport } from '../net/transport.ts';
import type { Pendings } from './pendings.ts';

/** What became of a command. */
export type Outcome =
  | Readonly<{ kind: 'accepted'; id: string }>
  | Readonly<{ kind: 'refused'; refusal: Refusal }>
  /** Certainly not carried out. */
  | Readonly<{ kind: 'unavailable' }>
  /** May have been carried out: the same key again will tell. */
  | Readonly<{ kind: 'unknown' }>
  /** A mistake of ours; `message` says what the workstation did not like. */
  | Readonly<{ kind: 'failed'; message: string }>;

export type Commander = Readonly<{
  /** Never rejects. The same `key` for the same command asks what became of it the first time. */
  send: (command: CommandInput, key: string) => Promise<Outcome>;
}>;

/** 128 random bits. Not `randomUUID`: that exists in secure contexts only. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/**
 * While a command waits it stands in `pendings`. `settled` is awaited before it is taken out, so that
 * what it changed is on the screen by then. `operator` is who works here now, or empty.
 */
export function createCommander(
  transport: Transport,
  pendings: StoreApi<Pendings>,
  settled: () => Promise<void>,
  operator: () => string = () => '',
): Commander {
  return {
    async send(command, key) {
      pendings.setState(({ byKey }) => ({ byKey: new Map(byKey).set(key, command) }));
      try {
        const answer = await transport.request('execute', {
          key,
          command,
          ...(operator() !== '' && { operator: operator() }),
        });
        await settled();
        return answer.ok ? { kind: 'accepted', id: answer.id } : { kind: 'refused', refusal: answer.refusal };
      } catch (error) {
        return outcomeOf(error);
      } finally {
        pendings.setState(({ byKey }) => {
          const rest = new Map(byKey);
          rest.delete(key);
          return { byKey: rest };
        });
      }
    },
  };
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof RequestFailure)) return { kind: 'failed', message: String(error) };
  if (error.code === 'unavailable') return { kind: 'unavailable' };
  if (error.code === 'unknownOutcome') return { kind: 'unknown' };
  return { kind: 'failed', message: error.message };
}
