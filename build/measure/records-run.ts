/**
 * What a shop costs that has been at work for long: 200 printers, 5,000 spools, 100,000 finished jobs with their prints,
 * 1,000 queued, and what was done. All in this process, without links or disk but for the snapshot's. Bundled before it
 * runs (`records.ts`), as the product is: what the tests run by gives each function its name anew, which costs more than it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { waitingJobs } from '../../shared/domain/suggest.ts';
import { RULES_VERSION } from '../../shared/domain/versions.ts';
import { encodeEnvelope, type Proposal } from '../../electron/replica/envelope.ts';
import { Machine } from '../../electron/replica/machine.ts';
import { loadSnapshot, writeSnapshot } from '../../electron/replica/snapshots.ts';
import { openStorage } from '../../electron/storage/open.ts';
import type { Row } from './figure.ts';

const PRINTERS = 200;
const SPOOLS = 5_000;
const FINISHED = 100_000;
const QUEUED = 1_000;
const MATERIALS = ['PLA', 'PETG', 'ABS', 'ASA', 'TPU'];
const COLOURS = ['Black', 'White', 'Red', 'Blue', 'Grey', 'Orange', 'Green', 'Natural'];

function* commands(): Generator<CommandInput> {
  for (let n = 0; n < PRINTERS; n++) {
    const nozzlesUm = [n % 4 === 0 ? 600 : 400];
    yield {
      type: 'printer.create',
      id: `P${n}`,
      maker: 'Prusa',
      model: 'MK4S',
      slots: 5,
      nozzlesUm,
      widthMm: 250,
    };
  }
  for (let n = 0; n < SPOOLS; n++) {
    const product = { maker: 'Prusament', material: pick(MATERIALS, n), colour: pick(COLOURS, n >> 3) };
    yield {
      type: 'spool.create',
      id: `S${n}`,
      filament: { product },
      totalMg: 100_000_000,
      remainingMg: 100_000_000,
    };
    if (n < PRINTERS * 5)
      yield {
        type: 'spool.move',
        id: `S${n}`,
        printer: `P${n % PRINTERS}`,
        slot: 1 + Math.floor(n / PRINTERS),
      };
  }
  for (let n = 0; n < FINISHED; n++) {
    const [printer, spool, id] = [`P${n % PRINTERS}`, `S${n % SPOOLS}`, `J${n}`];
    yield {
      type: 'job.create',
      id,
      printer,
      spool,
      file: `order-${n}/bracket-v3.gcode`,
      weightMg: 40_000 + n,
    };
    yield { type: 'job.start', id, cleared: true, anyway: true };
    yield { type: 'job.finish', id };
  }
  for (let n = 0; n < QUEUED; n++) {
    const asks = { material: pick(MATERIALS, n), colour: n % 3 === 0 ? pick(COLOURS, n) : null };
    const order = {
      copies: 1 + (n % 3),
      priority: n % 3,
      nozzleUm: n % 5 === 0 ? 600 : null,
      weightMg: 30_000 + n,
    };
    yield { type: 'job.create', id: `Q${n}`, file: `queued-${n}.gcode`, ...asks, ...order };
  }
}

const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;

const heap = () => {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + Math.max(external, arrayBuffers)) / 2 ** 20;
};

async function build(): Promise<Machine> {
  const machine = new Machine();
  const configuration = { voters: ['a'], outgoing: [], learners: [] };
  const founding = {
    v: RULES_VERSION,
    clusterId: 'measured',
    epoch: 0,
    shop: 'Measured',
    members: [{ id: 'a', name: 'Office', link: { host: 'a', port: 1 }, http: null }],
  };
  machine.apply({
    index: 1,
    term: 1,
    payload: { kind: 'configuration', configuration, data: JSON.stringify(founding) },
  });
  let index = 1;
  const put = (body: Proposal) => {
    const data = encodeEnvelope({ at: 1_700_000_000_000 + index * 1_000, age: index, body }, RULES_VERSION);
    machine.apply({ index: ++index, term: 1, payload: { kind: 'command', data } });
  };
  put({ type: 'open', node: 'a', session: 'a:1' });
  let seq = 0;
  for (const command of commands()) {
    put({ type: 'run', session: 'a:1', seq: ++seq, low: seq, operator: 'Ada', command });
    if (seq % 1_000 === 0) await turn();
  }
  return machine;
}

const row = (what: string, values: readonly number[], unit: string, digits = 0): Row => {
  const sorted = [...values].sort((a, b) => a - b);
  const said = (value: number) => `${value.toFixed(digits)} ${unit}`;
  const median = sorted[sorted.length >> 1] ?? 0;
  return { what, samples: values.length, median: said(median), p99: '', worst: said(sorted.at(-1) ?? 0) };
};

/** Runs work that gives others a turn, and says how long it took and how long its longest slice was. */
async function sliced<T>(
  work: () => Promise<T>,
): Promise<Readonly<{ result: T; ms: number; longest: number }>> {
  let longest = 0;
  let last = performance.now();
  let running = true;
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
  const result = await work();
  const ms = performance.now() - from;
  running = false;
  await watching;
  return { result, ms, longest };
}

async function measure(): Promise<readonly Row[]> {
  const empty = heap();
  const began = performance.now();
  const machine = await build();
  const applied = performance.now() - began;
  const entries = machine.index;
  const rows: Row[] = [
    row(
      `records of a shop with ${FINISHED} finished jobs: memory of one node's state`,
      [heap() - empty],
      'MB',
    ),
    row(`an entry applied, of ${entries}`, [(applied / entries) * 1_000], 'µs'),
  ];
  const directory = await mkdtemp(join(tmpdir(), 'printraft-records-'));
  try {
    const storage = await openStorage(directory);
    const written = await sliced(() => writeSnapshot(storage, machine.freeze(), () => true));
    const loaded = await sliced(() => loadSnapshot(storage, () => true));
    let bytes = 0;
    for await (const records of storage.readSnapshot())
      for (const record of records) bytes += record.length + 1;
    await storage.close();
    rows.push(
      row('its snapshot: size', [bytes / 2 ** 20], 'MB', 1),
      row('its snapshot: written, read back on the way', [written.ms], 'ms'),
      row('its snapshot: longest slice of that', [written.longest], 'ms'),
      row('its snapshot: loaded at a start', [loaded.ms], 'ms'),
      row('its snapshot: longest slice of that', [loaded.longest], 'ms'),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  const { shop } = machine;
  const queues = Array.from({ length: 15 }, () => {
    const from = performance.now();
    const found = [...waitingJobs(shop)];
    if (found.length !== QUEUED) throw new Error(`${found.length} jobs wait`);
    return performance.now() - from;
  });
  const pages = Array.from({ length: 15 }, () => {
    const from = performance.now();
    for (const archive of [shop.archive.jobs, shop.archive.prints, shop.archive.activity])
      for (let n = 1; n <= 100; n++) archive.at(archive.length - n);
    return performance.now() - from;
  });
  rows.push(
    row(
      `where each of ${QUEUED} queued jobs fits, over ${PRINTERS} printers and ${SPOOLS} spools`,
      queues,
      'ms',
      1,
    ),
    row('the newest 100 of each archive', pages, 'ms', 1),
    row(
      'rows that a screen mirrors',
      [[...Object.values(live(shop))].reduce((sum, n) => sum + n, 0)],
      'rows',
    ),
  );
  return rows;
}

const live = ({ filaments, spools, printers, jobs, prints }: Machine['shop']) => ({
  filaments: filaments.size,
  spools: spools.size,
  printers: printers.size,
  jobs: jobs.size,
  prints: prints.size,
});

process.stdout.write(JSON.stringify(await measure()));
