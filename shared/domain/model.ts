/**
 * What a shop keeps: its entities, whole and immutable. An entity is replaced, never mutated.
 * Units are in the names; grams are integer milligrams inside; times are epoch milliseconds of the
 * leader's wall clock, for people only (order is the log's index).
 */
import type { Id } from './text.ts';

export const MATERIALS = ['PLA', 'PETG', 'ABS', 'TPU', 'ASA', 'PC', 'PA', 'PP', 'PVA', 'HIPS'] as const;
export type Material = (typeof MATERIALS)[number];

/** A product one can buy: maker, material, colour. */
export type Filament = Readonly<{
  id: Id;
  /** Empty when unknown. */
  maker: string;
  material: Material;
  colour: string;
  /** `#rrggbb`, or null when unknown. */
  hex: string | null;
  /** How many of its spools are not retired. */
  spools: number;
  retired: boolean;
  createdAt: number;
}>;

/** One physical reel of a filament. */
export type Spool = Readonly<{
  id: Id;
  filament: Id;
  totalMg: number;
  remainingMg: number;
  /** Σ weight of this spool's queued and running jobs. */
  reservedMg: number;
  /** The part of `reservedMg` that is being printed now. */
  printingMg: number;
  note: string;
  retired: boolean;
  createdAt: number;
}>;

export type Printer = Readonly<{
  id: Id;
  maker: string;
  model: string;
  note: string;
  /** The print that runs on it now. */
  print: Id | null;
  /** How many of its jobs are queued or running. */
  openJobs: number;
  retired: boolean;
  createdAt: number;
}>;

export const JOB_STATUSES = ['Queued', 'Running', 'Done', 'Cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** An order for a print on a printer from a spool. */
export type Job = Readonly<{
  id: Id;
  printer: Id;
  spool: Id;
  file: string;
  weightMg: number;
  note: string;
  status: JobStatus;
  /** The execution that runs or ran, if it was ever started. */
  print: Id | null;
  createdAt: number;
  /** When it became Done or Cancelled. */
  completedAt: number | null;
}>;

/** One execution of a job on a printer. */
export type Print = Readonly<{
  id: Id;
  job: Id;
  printer: Id;
  spool: Id;
  startedAt: number;
  endedAt: number | null;
  outcome: 'running' | 'done' | 'cancelled';
  /** Booked from the spool when it ended. */
  usedMg: number;
}>;

/** The next number for generated ids, one a kind. */
export type Counter = Readonly<{ id: Id; next: number }>;

export type Entities = Readonly<{
  filaments: Filament;
  spools: Spool;
  printers: Printer;
  jobs: Job;
  prints: Print;
  counters: Counter;
}>;

export type TableName = keyof Entities;
export const TABLES = [
  'filaments',
  'spools',
  'printers',
  'jobs',
  'prints',
  'counters',
] as const satisfies readonly TableName[];

/** The state as `apply` sees it. Iteration order is not part of the state and decides nothing. */
export type Shop = Readonly<{ [T in TableName]: ReadonlyMap<Id, Entities[T]> }>;

/** A whole new entity, or a deletion (`entity: null`). */
export type Change = {
  [T in TableName]: Readonly<{ table: T; id: Id; entity: Entities[T] | null }>;
}[TableName];
