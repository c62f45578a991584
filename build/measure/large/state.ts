/** What a node's state costs by itself, without links, HTTP or a log. */
import { setImmediate as turn } from 'node:timers/promises';
import { waitingJobs } from '../../../shared/domain/suggest.ts';
import type { Machine } from '../../../electron/replica/machine.ts';
import { loadSnapshot, writeSnapshot } from '../../../electron/replica/snapshots.ts';
import type { Storage } from '../../../electron/storage/types.ts';
import { type Row, row, timesRow, valueRow } from '../figure.ts';
import { PRINTERS, QUEUED, SPOOLS } from './history.ts';

const TIMES = 5;
const LOOKS = 15;
const NEWEST = 100;

/** MB of this process's heap and buffers after a full collection. */
export function heapMb(): number {
  // Node has it only if it was started with --expose-gc.
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + Math.max(external, arrayBuffers)) / 2 ** 20;
}

/** @param storage whose snapshot holds the same */
export async function snapshotRows(machine: Machine, storage: Storage): Promise<readonly Row[]> {
  const [written, loaded]: [Sliced[], Sliced[]] = [[], []];
  for (let n = 0; n < TIMES; n++) {
    written.push(await sliced(() => writeSnapshot(storage, machine.freeze(), () => true)));
    loaded.push(await sliced(() => loadSnapshot(storage, () => true)));
  }
  let bytes = 0;
  for await (const records of storage.readSnapshot())
    for (const record of records) bytes += Buffer.byteLength(record) + 1;
  const ms = (all: readonly Sliced[]) => all.map((each) => each.ms);
  const longest = (all: readonly Sliced[]) => all.map((each) => each.longest);
  return [
    valueRow('its snapshot: size', `${(bytes / 2 ** 20).toFixed(1)} MB`),
    timesRow('its snapshot: written, and read back on the way', ms(written)),
    timesRow('… longest slice of that', longest(written)),
    timesRow('its snapshot: loaded', ms(loaded)),
    timesRow('… longest slice of that', longest(loaded)),
  ];
}

export function lookRows({ shop }: Machine): readonly Row[] {
  const queue = () => {
    const waiting = [...waitingJobs(shop)].length;
    if (waiting !== QUEUED) throw new Error(`${waiting} jobs wait`);
  };
  const newest = () => {
    for (const archive of [shop.archive.jobs, shop.archive.prints, shop.archive.activity])
      for (let n = 1; n <= NEWEST; n++) archive.at(archive.length - n);
  };
  const { filaments, spools, printers, jobs, prints } = shop;
  const mirrored = [filaments, spools, printers, jobs, prints].reduce((sum, { size }) => sum + size, 0);
  return [
    timesRow(
      `where each of ${QUEUED} waiting jobs fits, over ${PRINTERS} printers and ${SPOOLS} spools`,
      timed(queue),
    ),
    timesRow(`the newest ${NEWEST} of each archive`, timed(newest)),
    row('rows that a screen mirrors', [mirrored], String),
  ];
}

function timed(work: () => void): number[] {
  return Array.from({ length: LOOKS }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
}

/** How long some work took, and how long others had to wait for a turn meanwhile. */
type Sliced = Readonly<{ ms: number; longest: number }>;

async function sliced(work: () => Promise<unknown>): Promise<Sliced> {
  let [longest, last, running] = [0, performance.now(), true];
  const watch = async () => {
    while (running) {
      await turn();
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
  };
  const watching = watch();
  const from = performance.now();
  await work();
  const ms = performance.now() - from;
  running = false;
  await watching;
  return { ms, longest };
}
