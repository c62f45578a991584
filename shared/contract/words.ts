/** The words for every refusal, from one typed catalogue, and for amounts and products. */
import type { Kind, Refusal, RefusalCode } from '../domain/answers.ts';
import type { Misfit, MisfitCode } from '../domain/fit.ts';
import type { Filament, Job, JobStatus } from '../domain/model.ts';

/** Milligrams as grams, with the decimals that it has: 12500 → `12.5`. */
export function grams(mg: number): string {
  return String(mg / 1_000);
}

type Params<C extends RefusalCode> = Extract<Refusal, { code: C }>['params'];

const KIND: Record<Kind, string> = {
  filament: 'filament',
  spool: 'spool',
  printer: 'printer',
  job: 'job',
  print: 'print',
  activity: 'entry',
};
const STATUS: Record<JobStatus, string> = {
  Queued: 'waiting',
  Running: 'printing',
  Done: 'done',
  Cancelled: 'cancelled',
};

/** Free grams, which a weighing may have taken below nothing. */
const free = (mg: number) => grams(Math.max(0, mg));

const catalogue: { [C in RefusalCode]: (params: Params<C>) => string } = {
  duplicateId: ({ kind, id }) => `There is a ${KIND[kind]} with the id ${id} already.`,
  notFound: ({ kind, id }) => `There is no ${KIND[kind]} ${id}.`,
  retired: ({ kind, id }) => `The ${KIND[kind]} ${id} is retired.`,
  notRetired: ({ kind, id }) => `The ${KIND[kind]} ${id} is in use already.`,
  duplicateProduct: ({ id }) => `This filament is on record already, as ${id}.`,
  inUse: ({ kind, id, by }) =>
    by === 'jobs' ? `The ${KIND[kind]} ${id} still has jobs.` : `The ${KIND[kind]} ${id} still has spools.`,
  insufficientFilament: ({ spool, availableMg, requiredMg }) =>
    `Spool ${spool} has only ${free(availableMg)} g that nobody was promised; ${grams(requiredMg)} g are needed.`,
  insufficientStock: ({ material, colour, availableMg, requiredMg }) =>
    `There are only ${free(availableMg)} g of ${[material, colour].filter((word) => word !== '').join(' ')} that nobody was promised; ${grams(requiredMg)} g are needed.`,
  printerBusy: ({ printer, job }) => `${printer} is still printing ${job}.`,
  invalidTransition: ({ job, from, to }) => `${job} is ${STATUS[from]} and cannot become ${STATUS[to]}.`,
  unchosen: ({ job, what }) => `Say which ${what} is meant: ${job} leaves it open.`,
  notOfJob: ({ job, kind, id }) =>
    kind === 'print' ? `${id} is no running print of ${job}.` : `${job} asks for another ${kind} than ${id}.`,
  doesNotFit: ({ job, printer, reasons }) =>
    `${job} does not fit ${printer}: ${reasons.map(misfitWords).join(' · ')}.`,
  held: ({ job }) => `${job} is on hold: let it go on first.`,
  over: ({ job }) => `${job} is over: only its file name, note and customer can change.`,
  running: ({ job }) => `This cannot change while copies of ${job} are being printed.`,
  tooFewCopies: ({ job, copies }) => `${job} has ${copies} copies printed or printing: it cannot have fewer.`,
  noMaterial: () => 'Say which spool, or which material, the job is for.',
  slotTaken: ({ printer, slot, spool }) => `Slot ${slot} of ${printer} holds ${spool}: take that out first.`,
  noSuchSlot: ({ printer, slots }) =>
    slots === 1 ? `${printer} has one slot.` : `${printer} has ${slots} slots.`,
  printing: ({ kind, id }) => `The ${kind} ${id} is printing now.`,
  plateClear: ({ printer }) => `The plate of ${printer} is clear already.`,
  reelUnknown: ({ spool }) =>
    `How much the empty reel of ${spool} weighs is not on record: give it at the spool (Edit), or weigh without the reel.`,
  underReel: ({ spool, emptyReelMg }) => `The empty reel of ${spool} alone weighs ${grams(emptyReelMg)} g.`,
  oneWeight: ({ spool }) => `Give the weight of ${spool} either with or without its reel.`,
  oneId: ({ count }) => `One id is not enough for ${count} spools: leave it empty.`,
  notInQueue: ({ job }) => `${job} is not in the queue any more.`,
  notUndoable: () => 'This cannot be taken back.',
  changedSince: ({ kind, id }) => `The ${KIND[kind]} ${id} was changed again since then.`,
  inBatch: ({ at, refusal }) => `Nothing was done, for number ${at + 1} cannot be: ${sentence(refusal)}`,
  tooNew: () => 'Not all workstations of this shop know this yet: update PrintRaft on each of them.',
  unreadable: () => 'This workstation cannot read that change: update PrintRaft here.',
};

const mm = (um: number) => String(um / 1_000);

const misfits: { [C in MisfitCode]: (misfit: Extract<Misfit, { code: C }>) => string } = {
  otherPrinter: ({ printer }) => `for ${printer} only`,
  busy: () => 'printing',
  plate: () => 'plate not cleared',
  maintenance: () => 'in maintenance',
  retired: () => 'retired',
  nozzle: ({ wantsUm, hasUm }) => `${mm(wantsUm)} mm nozzle wanted, has ${hasUm.map(mm).join(', ')} mm`,
  plateType: ({ wants, has }) => `${wants} plate wanted, has ${has}`,
  volume: ({ axis, wantsMm, hasMm }) => `${axis} of ${wantsMm} mm wanted, has ${hasMm} mm`,
  tag: ({ wants }) => `"${wants}" wanted`,
  notAllowed: ({ material }) => `does not print ${material}`,
  noPrinter: () => 'there is no printer',
  noSpool: () => 'no spool that fits is loaded',
  otherSpool: ({ spool }) => `for spool ${spool} only`,
  material: ({ wants, has }) => `needs ${wants}, has ${has}`,
  colour: ({ wants, has }) => `needs ${wants}, has ${has}`,
  grams: ({ wantsMg, freeMg }) => `needs ${grams(wantsMg)} g, ${grams(freeMg)} g left after reservations`,
  spoolElsewhere: ({ printer }) => `its spool is printing on ${printer}`,
};

/** A reason why a job does not fit, as a part of a sentence. */
export function misfitWords(misfit: Misfit): string {
  // As below: each code with its own words.
  return (misfits[misfit.code] as (misfit: Misfit) => string)(misfit);
}

/** What a job asks of a spool: `PETG Orange`, or where it names one, that. */
export function asksWords({ spool, material, colour }: Pick<Job, 'spool' | 'material' | 'colour'>): string {
  if (spool !== null) return spool;
  return [material, colour].filter((word) => word !== null).join(' ');
}

/** One plain sentence that says why a command was refused. */
export function sentence(refusal: Refusal): string {
  // The catalogue pairs each code with its own parameters; the compiler cannot see that across a union.
  const word = catalogue[refusal.code] as (params: Refusal['params']) => string;
  return word(refusal.params);
}

/** `Prusament PLA Galaxy Black`. */
export function productName({
  maker,
  material,
  colour,
}: Pick<Filament, 'maker' | 'material' | 'colour'>): string {
  return [maker, material, colour].filter((part) => part !== '').join(' ');
}
