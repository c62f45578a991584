/**
 * What has been done in a shop that has been at work for long: 200 printers, 5,000 spools, 100,000 finished jobs with
 * their prints, 150 that print now and 1,000 that wait.
 */
import type { CommandInput } from '../../../shared/domain/commands.ts';

export const PRINTERS = 200;
export const SPOOLS = 5_000;
export const FINISHED = 100_000;
export const QUEUED = 1_000;

/** In the archive for longest. */
export const OLDEST_JOB = 'J0';

const SLOTS = 5;
const MATERIALS = ['PLA', 'PETG', 'ABS', 'ASA', 'TPU'];
const COLOURS = ['Black', 'White', 'Red', 'Blue', 'Grey', 'Orange', 'Green', 'Natural'];

/** Every fourth printer is free, with a wider nozzle; the others print. */
const isFree = (printer: number) => printer % 4 === 0;

/** All of it, in the order in which it was done. */
export function* history(): Generator<CommandInput> {
  yield* printers();
  yield* spools();
  yield* finished();
  yield* running();
  yield* queued();
}

function* printers(): Generator<CommandInput> {
  for (let n = 0; n < PRINTERS; n++) {
    const nozzlesUm = [isFree(n) ? 600 : 400];
    const product = { maker: 'Prusa', model: 'MK4S', widthMm: 250 };
    yield { type: 'printer.create', id: `P${n}`, ...product, slots: SLOTS, nozzlesUm };
  }
}

function* spools(): Generator<CommandInput> {
  const full = 100_000_000;
  for (let n = 0; n < SPOOLS; n++) {
    const id = `S${n}`;
    const product = { maker: 'Prusament', material: pick(MATERIALS, n), colour: pick(COLOURS, n >> 3) };
    yield { type: 'spool.create', id, filament: { product }, totalMg: full, remainingMg: full };
    if (n >= PRINTERS * SLOTS) continue;
    yield { type: 'spool.move', id, printer: `P${n % PRINTERS}`, slot: 1 + Math.floor(n / PRINTERS) };
  }
}

function* finished(): Generator<CommandInput> {
  for (let n = 0; n < FINISHED; n++) {
    const [id, file] = [`J${n}`, `order-${n}/bracket-v3.gcode`];
    const place = { printer: `P${n % PRINTERS}`, spool: `S${n % SPOOLS}` };
    yield { type: 'job.create', id, ...place, file, weightMg: 40_000 + n };
    yield { type: 'job.start', id, cleared: true, anyway: true };
    yield { type: 'job.finish', id };
  }
}

function* running(): Generator<CommandInput> {
  for (let n = 0; n < PRINTERS; n++) {
    if (isFree(n)) continue;
    const [id, file] = [`R${n}`, `running-${n}.gcode`];
    const order = { printer: `P${n}`, spool: `S${n}`, weightMg: 50_000, estimateSeconds: 36_000 };
    yield { type: 'job.create', id, file, ...order };
    yield { type: 'job.start', id, cleared: true, anyway: true };
  }
}

function* queued(): Generator<CommandInput> {
  for (let n = 0; n < QUEUED; n++) {
    const asks = { material: pick(MATERIALS, n), colour: n % 3 === 0 ? pick(COLOURS, n) : null };
    const order = { copies: 1 + (n % 3), priority: n % 3, nozzleUm: n % 5 === 0 ? 600 : null };
    yield {
      type: 'job.create',
      id: `Q${n}`,
      file: `queued-${n}.gcode`,
      ...asks,
      ...order,
      weightMg: 30_000 + n,
    };
  }
}

/** Of a list that is not empty, over and over. */
const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;
