/** The words for every refusal, from one typed catalogue, and for amounts and products. */
import type { Filament, JobStatus } from '../domain/model.ts';
import type { Kind, Refusal, RefusalCode } from '../domain/answers.ts';

/** Milligrams as grams, with the decimals that it has: 12500 → `12.5`. */
export function grams(mg: number): string {
  return String(mg / 1_000);
}

type Params<C extends RefusalCode> = Extract<Refusal, { code: C }>['params'];

const KIND: Record<Kind, string> = { filament: 'filament', spool: 'spool', printer: 'printer', job: 'job' };
const STATUS: Record<JobStatus, string> = {
  Queued: 'waiting',
  Running: 'printing',
  Done: 'done',
  Cancelled: 'cancelled',
};

const catalogue: { [C in RefusalCode]: (params: Params<C>) => string } = {
  duplicateId: ({ kind, id }) => `There is a ${KIND[kind]} with the id ${id} already.`,
  notFound: ({ kind, id }) => `There is no ${KIND[kind]} ${id}.`,
  retired: ({ kind, id }) => `The ${KIND[kind]} ${id} is retired.`,
  duplicateProduct: ({ id }) => `This filament is on record already, as ${id}.`,
  inUse: ({ kind, id, by }) =>
    by === 'jobs' ? `The ${KIND[kind]} ${id} still has jobs.` : `The ${KIND[kind]} ${id} still has spools.`,
  insufficientFilament: ({ spool, availableMg, requiredMg }) =>
    `Spool ${spool} has ${grams(Math.max(0, availableMg))} g that are not promised; ${grams(requiredMg)} g are needed.`,
  printerBusy: ({ printer, job }) => `${printer} is still printing ${job}.`,
  invalidTransition: ({ job, from, to }) => `${job} is ${STATUS[from]} and cannot become ${STATUS[to]}.`,
  unreadable: () => 'This workstation cannot read that change: update PrintRaft here.',
};

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
