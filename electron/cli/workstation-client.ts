/** A running workstation, asked over REST: what it answers is checked, and a write is done once or not at all. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Problem } from '../../shared/contract/problem.ts';
import { RefusalAnswer, Success } from '../../shared/contract/v1.ts';
import { type Call, type Exchange, Lost, NotHttp, NotSent, type Reply } from './exchange.ts';
import { Failure, UnknownOutcome } from './failure.ts';

export type WorkstationClient = Readonly<{
  /** What `path` answers. Rejects with Failure. */
  read: <S extends z.ZodType>(path: string, answer: S) => Promise<z.output<S>>;
  /** Resolves once it is done. Rejects with Failure, or UnknownOutcome where nobody knows. */
  write: (method: 'POST' | 'PATCH', path: string, body: object) => Promise<void>;
  /**
   * Changes something of this workstation alone, which knows no keys: asked once, and what it answers. Rejects with
   * Failure; of reason `unknown` where nobody knows, and then `look` says how to find out.
   */
  change: <S extends z.ZodType>(change: Change<S>) => Promise<z.output<S>>;
}>;

export type Change<S extends z.ZodType> = Readonly<{
  method: 'POST' | 'DELETE';
  path: string;
  body?: object;
  answer: S;
  /** A sentence. */
  look: string;
}>;

export type ClientOptions = Readonly<{
  exchange: Exchange;
  /** As the user names it. */
  place: string;
  /** Made anew for each write. */
  newKey: () => string;
  /** Ends what is under way. */
  signal: AbortSignal;
  /** For how long a write whose answer was lost is asked about again. */
  retryMs?: number;
  /** Between two tries to reach somebody again. */
  pauseMs?: number;
}>;

/** Longer than a workstation takes to start again, and a shop to elect a leader. */
const RETRY_MS = 10_000;
const PAUSE_MS = 250;

type Settled<T> = Readonly<{ kind: 'done'; value: T }> | Readonly<{ kind: 'failed'; failure: Failure }>;
/** Somebody may have it: for a write that is no answer. */
type Unsettled = Readonly<{ kind: 'unsettled'; why: string; cause: unknown }>;

export function createClient(options: ClientOptions): WorkstationClient {
  const { exchange, place, newKey, signal, retryMs = RETRY_MS, pauseMs = PAUSE_MS } = options;

  async function attempt<S extends z.ZodType>(
    call: Call,
    answer: S,
  ): Promise<Settled<z.output<S>> | Unsettled> {
    try {
      return judge(await exchange(call, signal), answer, place);
    } catch (cause) {
      if (signal.aborted && cause instanceof NotSent) return interrupted(cause);
      if (cause instanceof Lost) {
        return { kind: 'unsettled', why: signal.aborted ? 'interrupted' : cause.message, cause };
      }
      if (cause instanceof NotHttp) return failed(notPrintRaft(place, cause));
      if (!(cause instanceof NotSent)) throw cause;
      const sentence = `${cause.message}: start one with npm start, or name another with --http HOST:PORT.`;
      return failed(new Failure('unavailable', sentence, { cause }));
    }
  }

  return {
    read: async (path, answer) => {
      const result = await attempt({ method: 'GET', path }, answer);
      if (result.kind === 'done') return result.value;
      if (result.kind === 'failed') throw result.failure;
      if (signal.aborted) throw interrupted(result.cause).failure;
      throw new Failure('unavailable', capitalised(`${result.why}.`), { cause: result.cause });
    },
    change: async ({ answer, look, ...call }) => {
      const result = await attempt(call, answer);
      if (result.kind === 'done') return result.value;
      if (result.kind === 'failed') throw result.failure;
      const sentence = `It is not known whether this was done: ${result.why}. ${look}`;
      throw new Failure('unknown', sentence, { cause: result.cause });
    },
    write: async (method, path, body) => {
      const key = newKey();
      const call: Call = { method, path, body, key };
      const first = await attempt(call, Success);
      if (first.kind === 'done') return;
      if (first.kind === 'failed') throw first.failure;
      const end = performance.now() + retryMs;
      while (!signal.aborted) {
        const again = await attempt(call, Success);
        if (again.kind === 'done') return;
        // Refused now is refused for good: with one key there is one answer.
        if (again.kind === 'failed' && again.failure.reason === 'refused') throw again.failure;
        if (again.kind === 'unsettled' || performance.now() > end) break;
        // Nobody took this second call, which says nothing of the first.
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
      throw new UnknownOutcome(`${signal.aborted ? 'interrupted' : first.why}.`, key, { cause: first.cause });
    },
  };
}

/** As `/api/v1` says no, and as everything newer does. */
const Refused = z.union([RefusalAnswer, Problem]);

/** What an answer means. */
function judge<S extends z.ZodType>(
  { status, text }: Reply,
  answer: S,
  place: string,
): Settled<z.output<S>> | Unsettled {
  const body = jsonOf(text);
  if (status === 200 || status === 201) {
    const parsed = answer.safeParse(body);
    return parsed.success ? { kind: 'done', value: parsed.data } : failed(notPrintRaft(place, parsed.error));
  }
  const refusal = Refused.safeParse(body);
  if (!refusal.success || status < 400) return failed(notPrintRaft(place, refusal.error));
  const error = 'error' in refusal.data ? refusal.data.error : refusal.data.detail;
  if (status === 503) return failed(new Failure('unavailable', error));
  if (status >= 500) return { kind: 'unsettled', why: error.replace(/\.$/, ''), cause: undefined };
  return failed(new Failure('refused', error));
}

function notPrintRaft(place: string, cause: unknown): Failure {
  return new Failure(
    'unavailable',
    `What answers on ${place} is another program, not a PrintRaft workstation.`,
    {
      cause,
    },
  );
}

function interrupted(cause: unknown) {
  return failed(new Failure('interrupted', 'Interrupted.', { cause }));
}

function failed(failure: Failure) {
  return { kind: 'failed', failure } as const;
}

/** Undefined where it is no JSON; no answer of ours is that. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
