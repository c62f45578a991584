/** Starts of a workstation beside two that run, and its memory afterwards. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { probe } from '../../../electron/testing/probe.ts';
import type { ShopProcesses } from '../../../electron/testing/shop-processes.ts';
import { until } from '../../../electron/testing/until.ts';
import { type Row, row, timesRow } from '../figure.ts';
import { withApi } from './api.ts';

const STARTS = 5;
const IDLE_MS = 5_000;
const NUMBER = 1;

export type Starts = Readonly<{
  toAnswer: readonly number[];
  toRead: readonly number[];
  /** The longest delay of the event loop of each. */
  delays: readonly number[];
}>;

/** @param record a path that is only there where the records are */
export async function starts(shop: ShopProcesses, record: string): Promise<Starts> {
  const [toAnswer, toRead, delays]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < STARTS; n++) {
    await shop.kill(NUMBER);
    await shop.untilLed();
    const begun = performance.now();
    await shop.start(NUMBER);
    toAnswer.push(performance.now() - begun);
    await withApi(shop.url(NUMBER), (api) => until('a linearizable read', () => api.has(record)));
    toRead.push(performance.now() - begun);
    delays.push((await probe(shop.process(NUMBER))).loopMax);
  }
  return { toAnswer, toRead, delays };
}

export function startRows(of: string, { toAnswer, toRead, delays }: Starts): readonly Row[] {
  return [
    timesRow(`a start, ${of} → it answers`, toAnswer),
    timesRow(`a start, ${of} → it has answered a linearizable read`, toRead),
    timesRow('… longest delay of the event loop meanwhile', delays),
  ];
}

export async function memoryRows(shop: ShopProcesses): Promise<readonly Row[]> {
  // Anew, since every probe is a full collection.
  for (const number of shop.numbers) await shop.restart(number);
  await shop.untilLed();
  await pause(IDLE_MS);
  const resident = await Promise.all(shop.numbers.map((number) => residentBytes(shop.pid(number))));
  const collect = () => Promise.all(shop.numbers.map((number) => probe(shop.process(number))));
  await collect();
  // What was collected goes back to the system a little later.
  await pause(IDLE_MS);
  const probes = await collect();
  const inMb = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
  const of = (key: 'rss' | 'heapUsed') => probes.map((each) => each[key]);
  return [
    ...(process.platform === 'linux' ? [row('memory, idle after a start: RSS', resident, inMb)] : []),
    row('… after a full collection: RSS', of('rss'), inMb),
    row('… after a full collection: heap', of('heapUsed'), inMb),
  ];
}

/** Linux only: /proc tells it. */
async function residentBytes(pid: number): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const [, kb = ''] = /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kb) * 1024;
}
