/** One client that writes in a closed loop, over all workstations, and finds out what became of each write. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Reply } from './client.ts';
import type { Fate, History, Wish, Write } from './history.ts';

export type WriterOptions = Readonly<{
  /** All workstations, dead ones too: a client does not know which is. */
  clients: readonly Client[];
  history: History;
  /** The `n`-th thing to write, from 0 on. */
  wish: (n: number) => Wish;
  /** True once no new write is to begin. */
  ending: () => boolean;
  /** After the end: how long, in ms, to go on asking what became of the last write. */
  patience: number;
  random: () => number;
  /** Told of every acknowledged attempt: when it was begun and ended. */
  acknowledged: (begun: number, ended: number) => void;
}>;

/** Between attempts that brought nothing. */
const AGAIN_MS = 20;

export async function write(options: WriterOptions): Promise<void> {
  for (let n = 0; !options.ending(); n++) options.history.wrote(await grant(options, options.wish(n)));
}

/** One write, repeated with the same Idempotency-Key for as long as its outcome is unknown. */
async function grant(options: WriterOptions, wish: Wish): Promise<Write> {
  const { clients, ending, patience } = options;
  let inDoubt = false;
  let giveUpAt = Infinity;
  for (let attempts = 1; ; attempts++) {
    const client = pick(clients, options.random);
    const begun = performance.now();
    const reply = await client.call({
      method: 'POST',
      path: `/api/v1/${wish.list}`,
      body: wish.body,
      key: wish.id,
    });
    const status = reply.kind === 'answered' ? reply.status : null;
    noteServerError(options.history, client, begun, reply);
    const end = (fate: Fate): Write => ({ ...wish, fate, status, attempts });
    const outcome = fateOf(reply);
    if (outcome === 'acknowledged') {
      const ended = performance.now();
      options.acknowledged(begun, ended);
      return end(outcome);
    }
    if (outcome === 'refused') return end(outcome);
    if (outcome === 'unknown') inDoubt = true;
    else if (status !== null && !inDoubt) {
      await pause(AGAIN_MS);
      return end('notApplied');
    }
    if (ending()) giveUpAt = Math.min(giveUpAt, performance.now() + patience);
    if (performance.now() >= giveUpAt) return end(inDoubt ? 'unknown' : 'notApplied');
    await pause(AGAIN_MS);
  }
}

function fateOf(reply: Reply): Fate {
  if (reply.kind === 'unsent') return 'notApplied';
  if (reply.kind === 'broken') return 'unknown';
  if (reply.status < 300) return 'acknowledged';
  if (reply.status < 500) return 'refused';
  return reply.status === 503 ? 'notApplied' : 'unknown';
}

export function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

export function noteServerError(history: History, client: Client, begun: number, reply: Reply): void {
  const ended = performance.now();
  if (reply.kind === 'answered' && reply.status >= 500) {
    const what = `${client.url} answered ${JSON.stringify(reply.body)}`;
    history.failed({ status: reply.status, begun, ended, what });
  } else if (reply.kind === 'broken' && reply.reason === 'silent') {
    history.failed({ status: 0, begun, ended, what: `${client.url} did not answer at all` });
  }
}
