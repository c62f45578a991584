/**
 * A process that writes to a data directory until it is killed: appends of all sizes, overrides, term
 * changes, snapshots, dropped segments. Says on standard output what it is about to write and what
 * has been acknowledged; the kernel keeps that when the process dies.
 *
 *   node --import tsx append-loop.ts DIRECTORY SEED
 */
import { writeSync } from 'node:fs';
import type { Entry, Index, Term } from '../../raft/types.ts';
import { openStorage } from '../open.ts';

export type Report =
  | Readonly<{ kind: 'append'; done: boolean; firstIndex: Index; n: number; term: Term; vote: string }>
  | Readonly<{ kind: 'snapshot'; index: Index }>;

export const dataOf = (index: Index, term: Term): string =>
  `${index}:${term}:${'p'.repeat((index * 37) % 700)}`;

/** Mulberry32: uniform in [0, 1), the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function run(directory: string, random: () => number): Promise<never> {
  const say = (report: Report): void => {
    writeSync(1, `${JSON.stringify(report)}\n`);
  };
  const storage = await openStorage(directory, { segmentBytes: 16 * 1024 });
  const { snapshot, entries, hardState } = storage.opened;
  let covered = snapshot?.index ?? 0;
  const terms = new Map(entries.map(({ index, term }) => [index, term]));
  let last = covered + entries.length;
  let term = hardState.term + 1;
  for (;;) {
    if (random() < 0.1) term += 1;
    const back = random() < 0.1 ? Math.floor(random() * 5) : 0;
    const firstIndex = Math.max(covered, last - back) + 1;
    const n = random() < 0.05 ? 2000 : Math.floor(random() * 20);
    const list = Array.from({ length: n }, (_, offset): Entry => {
      const index = firstIndex + offset;
      return { index, term, payload: { kind: 'command', data: dataOf(index, term) } };
    });
    const vote = `v${term}`;
    say({ kind: 'append', done: false, firstIndex, n, term, vote });
    await storage.append({ hardState: { term, vote, commit: covered }, firstIndex, entries: list });
    say({ kind: 'append', done: true, firstIndex, n, term, vote });
    for (const entry of list) terms.set(entry.index, entry.term);
    last = firstIndex - 1 + n;
    const target = last - 10;
    if (random() > 0.1 || target <= covered) continue;
    const writer = await storage.createSnapshot({
      index: target,
      term: terms.get(target) ?? 0,
      configuration: { voters: ['a'], outgoing: [], learners: [] },
    });
    await writer.write([`state at ${target}`]);
    await writer.commit();
    say({ kind: 'snapshot', index: target });
    covered = target;
    await storage.dropThrough(target);
  }
}

const [, program, directory, seed] = process.argv;
if (program === import.meta.filename && directory !== undefined) await run(directory, seeded(Number(seed)));
