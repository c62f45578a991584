/**
 * What a shop keeps: its entities, whole and immutable. An entity is replaced, never mutated.
 * Units are in the names; grams are integer milligrams inside, lengths integer micrometres or millimetres;
 * times are epoch milliseconds of the leader's wall clock, for people only (order is the log's index).
 * Which of the fields came with which version of the rules: `versions.ts`.
 */
import type { ActivityChange } from './activity.ts';
import type { FreeGrams } from './free-grams.ts';
import type { Id } from './text.ts';

/** The kinds of filament that forms offer; a material is any word, in capitals. */
export const MATERIALS = ['PLA', 'PETG', 'ABS', 'TPU', 'ASA', 'PC', 'PA', 'PP', 'PVA', 'HIPS'] as const;
export type Material = string;

/** A product one can buy: maker, material, colour. */
export type Filament = Readonly<{
  id: Id;
  /** Empty when unknown. */
  maker: string;
  material: Material;
  colour: string;
  /** `#rrggbb`, or null when unknown. */
  hex: string | null;
  /** The further colours of a filament with several, likewise. */
  moreHexes: readonly string[];
  densityMgPerCm3: number | null;
  diameterUm: number;
  /** Of one spool, in hundredths of the shop's currency. */
  priceCents: number | null;
  /** What a full spool holds, without the reel. */
  netMg: number | null;
  emptyReelMg: number | null;
  nozzleC: number | null;
  bedC: number | null;
  /** To be bought again once less than this is left that nobody has reserved; null for never. */
  reorderBelowMg: number | null;
  article: string;
  note: string;
  /** How many of its spools are not retired. */
  spools: number;
  retired: boolean;
  createdAt: number;
}>;

/** One physical reel of a filament. It is in a printer's slot, or where `location` says. */
export type Spool = Readonly<{
  id: Id;
  filament: Id;
  totalMg: number;
  remainingMg: number;
  /** Promised to jobs: what its own queued and running jobs need, and what prints of other jobs still take from it. */
  reservedMg: number;
  /** The part of `reservedMg` that is being printed now. */
  printingMg: number;
  printer: Id | null;
  /** Counted from 1; a number where `printer` is one, else null. */
  slot: number | null;
  location: string;
  lot: string;
  /** Of this reel, where it differs from its filament's. */
  emptyReelMg: number | null;
  priceCents: number | null;
  openedAt: number | null;
  driedAt: number | null;
  note: string;
  /** Archived: used up, sold or thrown away. */
  retired: boolean;
  createdAt: number;
}>;

export const PRINTER_STATES = ['ready', 'plate', 'maintenance'] as const;
/** `plate`: something is on its build plate that has to be taken off. */
export type PrinterState = (typeof PRINTER_STATES)[number];

export type Printer = Readonly<{
  id: Id;
  maker: string;
  model: string;
  note: string;
  state: PrinterState;
  /** The build volume; null when unknown. */
  widthMm: number | null;
  depthMm: number | null;
  heightMm: number | null;
  /** The diameters of its nozzles; none when unknown. */
  nozzlesUm: readonly number[];
  /** How many spools it holds. */
  slots: number;
  plate: string;
  /** What it may print; none for anything. */
  materials: readonly Material[];
  tags: readonly string[];
  group: string;
  /** The spools in its slots, by slot; the end is left out where it is empty. */
  loaded: readonly (Id | null)[];
  /** The print that runs on it now. */
  print: Id | null;
  /** How many of the jobs that name it are queued or running. */
  openJobs: number;
  retired: boolean;
  createdAt: number;
}>;

export const JOB_STATUSES = ['Queued', 'Running', 'Done', 'Cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** An order for a number of copies of a print. */
export type Job = Readonly<{
  id: Id;
  /** Exactly this printer, or whichever fits. */
  printer: Id | null;
  /** Exactly this spool, or whichever fits. */
  spool: Id | null;
  file: string;
  /** What one copy takes. */
  weightMg: number;
  note: string;
  status: JobStatus;
  /** The execution that was started last, if any was. */
  print: Id | null;
  copies: number;
  /** Copies that are printed. */
  done: number;
  /** Executions that failed. */
  failed: number;
  /** Copies that are being printed. */
  running: number;
  held: boolean;
  /** The higher, the sooner. */
  priority: number;
  dueAt: number | null;
  /** Its place among jobs of its priority: as if due then, and among those by `rank`. Moving it changes both. */
  orderDueAt: number | null;
  rank: number;
  /** What it asks of a spool, of the printer and of its build volume; null or none for anything. */
  material: Material | null;
  colour: string | null;
  nozzleUm: number | null;
  plate: string | null;
  widthMm: number | null;
  depthMm: number | null;
  heightMm: number | null;
  tags: readonly string[];
  /** What one copy takes. */
  estimateSeconds: number | null;
  customer: string;
  createdAt: number;
  /** When it became Done or Cancelled. */
  completedAt: number | null;
}>;

/** A spool that a print began on and was changed from, with what was booked from it. */
export type UsedSpool = Readonly<{ spool: Id; usedMg: number }>;

/** One execution of one copy of a job on a printer. */
export type Print = Readonly<{
  id: Id;
  job: Id;
  printer: Id;
  /** The spool that it prints from, or printed from last. */
  spool: Id;
  /** What it is still promised from `spool`; null for what a copy of its job takes. */
  plannedMg: number | null;
  earlier: readonly UsedSpool[];
  startedAt: number;
  endedAt: number | null;
  outcome: 'running' | 'done' | 'failed' | 'cancelled';
  /** Booked from all its spools by now. */
  usedMg: number;
  /** Who started it, and on which workstation; empty when unknown. */
  operator: string;
  workstation: string;
}>;

/** The next number for generated ids, one a kind. */
export type Counter = Readonly<{ id: Id; next: number }>;

/** Milligrams of a material, or of one colour of it, that are promised to jobs which name no spool. */
export type Demand = Readonly<{ id: Id; material: Material; colour: string | null; reservedMg: number }>;

export type Entities = Readonly<{
  filaments: Filament;
  spools: Spool;
  printers: Printer;
  jobs: Job;
  prints: Print;
  counters: Counter;
  demands: Demand;
}>;

export type TableName = keyof Entities;
export const TABLES = [
  'filaments',
  'spools',
  'printers',
  'jobs',
  'prints',
  'counters',
  'demands',
] as const satisfies readonly TableName[];

/** What one command changed, for people: never changed itself. `id` is its number, from 1. */
export type Activity = Readonly<{
  id: Id;
  at: number;
  operator: string;
  workstation: string;
  /** The command's type. */
  action: string;
  note: string;
  /** The activity that this one took back. */
  undoes: Id | null;
  changes: readonly ActivityChange[];
}>;

/** What is over: finished jobs, their prints, and what was done. Only ever added to. */
export type Archived = Readonly<{ jobs: Job; prints: Print; activity: Activity }>;
export type ArchiveName = keyof Archived;
export const ARCHIVES = ['jobs', 'prints', 'activity'] as const satisfies readonly ArchiveName[];

/** One of the archives, in the order in which things came in. A record that came in again counts as it is last. */
export type Archive<T> = Readonly<{
  /** How many records ever came in. */
  length: number;
  has: (id: Id) => boolean;
  get: (id: Id) => T | undefined;
  /** @param position from 0 to below `length` */
  at: (position: number) => T | undefined;
}>;

/** What is found without looking at everything. Derived from the tables, so no part of the state. */
export type Indexes = Readonly<{
  /** What may be promised of each material and colour. */
  free: FreeGrams;
  /** @param product its key (`productKey`) */
  filamentsLike: (product: string) => Iterable<Id>;
  spoolsOf: (filament: Id) => Iterable<Id>;
  openJobs: () => Iterable<Id>;
  /** How many jobs of the tables are over, and the first so many that were. */
  finished: () => number;
  oldestFinished: (count: number) => readonly Id[];
  printsOf: (job: Id) => Iterable<Id>;
}>;

/** What a shop works with, by table. Iteration order is not part of the state and decides nothing. */
export type Shop = Readonly<{ [T in TableName]: ReadonlyMap<Id, Entities[T]> }>;
export type Archives = Readonly<{ [A in ArchiveName]: Archive<Archived[A]> }>;
/** The state as `apply` sees it. */
export type State = Shop & Readonly<{ archive: Archives; index: Indexes }>;

/** A whole new entity, or a deletion (`entity: null`). */
export type Change = {
  [T in TableName]: Readonly<{ table: T; id: Id; entity: Entities[T] | null }>;
}[TableName];

/** A record that goes into an archive. */
export type Filing = {
  [A in ArchiveName]: Readonly<{ archive: A; entity: Archived[A] }>;
}[ArchiveName];
