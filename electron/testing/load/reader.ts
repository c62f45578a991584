/** One client that reads lists linearizably, over all workstations, and compares them with what is known. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './client.ts';
import { type History, LISTS } from './history.ts';
import { noteServerError, pick } from './writer.ts';

export type ReaderOptions = Readonly<{
  clients: readonly Client[];
  history: History;
  ending: () => boolean;
  random: () => number;
}>;

/** A person's pace, not a machine's: a list grows to megabytes under load. */
const PAUSE_MS = 50;

export async function read({ clients, history, ending, random }: ReaderOptions): Promise<void> {
  while (!ending()) {
    const client = pick(clients, random);
    const list = pick(LISTS, random);
    const known = history.beginRead(list);
    const begun = performance.now();
    const reply = await client.call({ method: 'GET', path: `/api/v1/${list}` });
    noteServerError(history, client, begun, reply);
    if (reply.kind === 'answered' && reply.status === 200) {
      history.endRead(list, known, idsOf(reply.body), client.url);
    }
    await pause(PAUSE_MS);
  }
}

export function idsOf(rows: unknown): string[] {
  return (rows as { id: string }[]).map(({ id }) => id);
}
