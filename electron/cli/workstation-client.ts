/** A running workstation, asked over REST: what it answers is checked, and a write is done once or not at all. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Success } from '../../shared/contract/v1.ts';
import { type Call, type Exchange, Lost, NotHttp, NotSent } from './exchange.ts';
import { Failure, UnknownOutcome } from './failure.ts';
import { failed, interrupted, jsonOf, judge, notPrintRaft, type Settled, type Unsettled } from './judge.ts';

export type WorkstationClient = Readonly<{
  /** What `path` answers. Rejects with Failure. */
  read: <S extends z.ZodType>(path: string, answer: S) => Promise<z.output<S>>;
  /** What a call answers that changes nothing. Rejects with Failure. */
  ask: <S extends z.ZodType>(call: Call, answer: S) => Promise<z.output<S>>;
  /** The text that `path` answers, where it `begins` so. Rejects with Failure. */
  text: (path: string, begins: string) => Promise<string>;
  /** Resolves once it is done. Rejects with Failure, or UnknownOutcome where nobody knows. */
  write: (method: 'POST' | 'PATCH', path: string, body: object) => Promise<void>;
  /** The same for any call, with what it answers. */
  once: <S extends z.ZodType>(call: Call, answer: S) => Promise<z.output<S>>;
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

export function createClient(options: ClientOptions): WorkstationClient {
  const { exchange, place, newKey, signal, retryMs = RETRY_MS, pauseMs = PAUSE_MS } = options;

  async function attempt<S extends z.ZodType>(
    call: Call,
    answer: S,
    read: (text: string) => unknown = jsonOf,
  ): Promise<Settled<z.output<S>> | Unsettled> {
    try {
      return judge(await exchange(call, signal), answer, place, read);
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

  function settled<T>(result: Settled<T> | Unsettled): T {
    if (result.kind === 'done') return result.value;
    if (result.kind === 'failed') throw result.failure;
    if (signal.aborted) throw interrupted(result.cause).failure;
    throw new Failure('unavailable', capitalised(`${result.why}.`), { cause: result.cause });
  }

  async function once<S extends z.ZodType>(asked: Call, answer: S): Promise<z.output<S>> {
    const key = newKey();
    const call: Call = { ...asked, key };
    const first = await attempt(call, answer);
    if (first.kind === 'done') return first.value;
    if (first.kind === 'failed') throw first.failure;
    const end = performance.now() + retryMs;
    while (!signal.aborted) {
      const again = await attempt(call, answer);
      if (again.kind === 'done') return again.value;
      // Refused now is refused for good: with one key there is one answer.
      if (again.kind === 'failed' && again.failure.reason === 'refused') throw again.failure;
      if (again.kind === 'unsettled' || performance.now() > end) break;
      // Nobody took this second call, which says nothing of the first.
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    throw new UnknownOutcome(`${signal.aborted ? 'interrupted' : first.why}.`, key, { cause: first.cause });
  }

  return {
    read: async (path, answer) => settled(await attempt({ method: 'GET', path }, answer)),
    ask: async (call, answer) => settled(await attempt(call, answer)),
    text: async (path, begins) =>
      settled(await attempt({ method: 'GET', path }, z.string().startsWith(begins), (text) => text)),
    once,
    change: async ({ answer, look, ...call }) => {
      const result = await attempt(call, answer);
      if (result.kind === 'done') return result.value;
      if (result.kind === 'failed') throw result.failure;
      const sentence = `It is not known whether this was done: ${result.why}. ${look}`;
      throw new Failure('unknown', sentence, { cause: result.cause });
    },
    write: async (method, path, body) => {
      await once({ method, path, body }, Success);
    },
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
