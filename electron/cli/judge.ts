/** What an answer of a workstation means to whoever asked. */
import { z } from 'zod';
import { Problem } from '../../shared/contract/problem.ts';
import { RefusalAnswer } from '../../shared/contract/v1.ts';
import type { Reply } from './exchange.ts';
import { Failure } from './failure.ts';

export type Settled<T> =
  Readonly<{ kind: 'done'; value: T }> | Readonly<{ kind: 'failed'; failure: Failure }>;
/** Somebody may have it: for a write that is no answer. */
export type Unsettled = Readonly<{ kind: 'unsettled'; why: string; cause: unknown }>;

/** As `/api/v1` says no, and as everything newer does. */
const Refused = z.union([RefusalAnswer, Problem]);

/** What an answer means. */
export function judge<S extends z.ZodType>(
  { status, text }: Reply,
  answer: S,
  place: string,
  read: (text: string) => unknown,
): Settled<z.output<S>> | Unsettled {
  if (status === 200 || status === 201) {
    const parsed = answer.safeParse(read(text));
    return parsed.success ? { kind: 'done', value: parsed.data } : failed(notPrintRaft(place, parsed.error));
  }
  const refusal = Refused.safeParse(jsonOf(text));
  if (!refusal.success || status < 400) return failed(notPrintRaft(place, refusal.error));
  const problem = 'error' in refusal.data ? undefined : refusal.data;
  const error = 'error' in refusal.data ? refusal.data.error : refusal.data.detail;
  if (status === 503) return failed(new Failure('unavailable', error));
  if (status >= 500) return { kind: 'unsettled', why: error.replace(/\.$/, ''), cause: undefined };
  return failed(new Failure('refused', error, problem === undefined ? {} : { problem }));
}

export function notPrintRaft(place: string, cause: unknown): Failure {
  return new Failure(
    'unavailable',
    `What answers on ${place} is another program, not a PrintRaft workstation.`,
    {
      cause,
    },
  );
}

export function interrupted(cause: unknown) {
  return failed(new Failure('interrupted', 'Interrupted.', { cause }));
}

export function failed(failure: Failure) {
  return { kind: 'failed', failure } as const;
}

/** Undefined where it is no JSON; no answer of ours is that. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
