/**
 * The original Python system's records as commands. Its filaments are spools here; its jobs are brought to where they
 * were by the way that they went, so that prints and what they took are on record too. Weighing wins: the last word on
 * a spool is what the file says is left on it. When things happened is not kept: the log has its own time.
 */
import type { State } from '../domain/model.ts';
import { Rehearsal } from './rehearsal.ts';
import { type At, readSeed, type SeedFile, type SeedJob } from './seed-file.ts';
import type { Ask } from './sheets/sheet.ts';
import { noPlan, SourceNotes, type SourceOptions, type SourcePlan } from './source.ts';

/**
 * A dry run, step by step, of bringing in a state file. Records whose ids are known are left as they are.
 * Between any two steps other work can have a turn.
 * @param json what was parsed of the file
 */
export function* seedSteps(
  json: unknown,
  shop: State,
  { most = { commands: Infinity } }: SourceOptions = {},
): Generator<undefined, SourcePlan> {
  const file = yield* readSeed(json);
  if ('errors' in file) return noPlan(file.errors);
  const notes = new SourceNotes(yield* Rehearsal.of(shop));
  for (const step of takeAll(notes, file)) {
    step();
    const tooMuch = notes.overflow(most.commands);
    if (tooMuch !== null) return tooMuch;
    yield;
  }
  return notes.plan();
}

/** What is to be done, one record a step: printers, spools, jobs, and what is left on the spools in the end. */
function* takeAll(notes: SourceNotes, file: SeedFile): Generator<() => void, undefined> {
  for (const printer of file.printers) yield () => takePrinter(notes, printer);
  const mine: Spools = new Map();
  yield* takeSpools(notes, file, mine);
  // What is over first: it needs its grams only until it is booked.
  const rank = ({ value: { status } }: At<SeedJob>) =>
    ['cancelled', 'done', 'queued', 'running'].indexOf(status);
  for (const job of [...file.jobs].sort((one, other) => rank(one) - rank(other)))
    yield () => takeJob(notes, job, mine.has(job.value.filament_id));
  for (const [id, { path, value }] of mine) {
    const left = Math.min(value.remainingMg, value.totalMg);
    yield () => {
      const { remainingMg } = notes.rehearsal.shop.spools.get(id) ?? value;
      if (remainingMg !== left) notes.all(path, [{ type: 'spool.weigh', id, remainingMg: left }]);
    };
  }
}

function takePrinter(notes: SourceNotes, { path, value }: SeedFile['printers'][number]): void {
  const { id, company, model } = value;
  if (notes.rehearsal.shop.printers.has(id)) notes.same.push({ path, id });
  else notes.create(path, id, [{ type: 'printer.create', id, maker: company, model }], { maker: 'company' });
}

type Spools = Map<string, SeedFile['filaments'][number]>;

/** Makes the spools, with what the jobs that are done will take still on them; those that are made here are `mine`. */
function* takeSpools(
  notes: SourceNotes,
  { filaments, jobs }: SeedFile,
  mine: Spools,
): Generator<() => void, undefined> {
  const booked = new Map<string, number>();
  for (const { value } of jobs)
    if (value.status === 'done' && !isKnown(notes, value.id))
      booked.set(
        value.filament_id,
        (booked.get(value.filament_id) ?? 0) + Math.max(0, value.print_weight_in_grams),
      );
  for (const filament of filaments)
    yield () => takeSpool(notes, filament, booked.get(filament.value.id) ?? 0, mine);
}

function takeSpool(
  notes: SourceNotes,
  filament: SeedFile['filaments'][number],
  bookedMg: number,
  mine: Spools,
): void {
  const { path, value } = filament;
  const { id, type, color, totalMg, remainingMg } = value;
  if (notes.rehearsal.shop.spools.has(id)) {
    notes.same.push({ path, id });
    return;
  }
  const create: Ask = {
    type: 'spool.create',
    id,
    filament: { product: { material: type, colour: color } },
    totalMg,
    // A spool cannot hold more than it ever did; what is wrong is left as it is, to be refused.
    remainingMg: remainingMg < 0 ? remainingMg : Math.min(totalMg, remainingMg + bookedMg),
  };
  const names = {
    ...{ material: 'type', colour: 'color' },
    ...{ totalMg: 'total_weight_in_grams', remainingMg: 'remaining_weight_in_grams' },
  };
  if (notes.create(path, id, [create], names)) mine.set(id, filament);
}

const isKnown = ({ rehearsal: { shop } }: SourceNotes, job: string) =>
  shop.jobs.has(job) || shop.archive.jobs.has(job);

/** @param weighable the spool is new as well: it may be weighed so that it has what the job takes */
function takeJob(notes: SourceNotes, { path, value }: At<SeedJob>, weighable: boolean): void {
  const {
    id,
    printer_id: printer,
    filament_id: spool,
    filepath: file,
    print_weight_in_grams: weightMg,
    status,
  } = value;
  if (isKnown(notes, id)) {
    notes.same.push({ path, id });
    return;
  }
  const asks: Ask[] = [];
  const there = notes.rehearsal.shop.spools.get(spool);
  // The original let more be taken than there was. As long as a reel can hold it, it is on the reel until the end.
  const wantedMg = (there?.reservedMg ?? 0) + weightMg;
  if (weighable && there !== undefined && there.remainingMg < wantedMg && wantedMg <= there.totalMg)
    asks.push({ type: 'spool.weigh', id: spool, remainingMg: wantedMg });
  asks.push({ type: 'job.create', id, printer, spool, file, weightMg });
  // Whether it fitted is no question any more: it was printed, or is being printed.
  if (status === 'running' || status === 'done')
    asks.push({ type: 'job.start', id, cleared: true, anyway: true });
  if (status === 'done') asks.push({ type: 'job.finish', id });
  if (status === 'cancelled') asks.push({ type: 'job.cancel', id });
  const names = {
    file: 'filepath',
    weightMg: 'print_weight_in_grams',
    printer: 'printer_id',
    spool: 'filament_id',
  };
  notes.create(path, id, asks, names);
}
