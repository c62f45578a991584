/** What `apply` answers. Refusals are codes with parameters; the edge words them (`shared/contract/words.ts`). */
import type { Misfit } from './fit.ts';
import type { JobStatus } from './model.ts';
import type { Id } from './text.ts';

export type Kind = 'filament' | 'spool' | 'printer' | 'job' | 'print' | 'activity';

type Of<Code extends string, Params extends Readonly<Record<string, unknown>>> = Readonly<{
  code: Code;
  params: Readonly<Params>;
}>;

/** Every rule that can refuse a command, with what its sentence needs. */
export type Refusal =
  | Of<'duplicateId', { kind: Kind; id: Id }>
  | Of<'notFound', { kind: Kind; id: Id }>
  | Of<'retired', { kind: Kind; id: Id }>
  | Of<'notRetired', { kind: Kind; id: Id }>
  | Of<'duplicateProduct', { id: Id }>
  | Of<'inUse', { kind: Kind; id: Id; by: 'jobs' | 'spools' }>
  | Of<'insufficientFilament', { spool: Id; availableMg: number; requiredMg: number }>
  /** Of a material, in one colour or (empty) in any. */
  | Of<'insufficientStock', { material: string; colour: string; availableMg: number; requiredMg: number }>
  | Of<'printerBusy', { printer: Id; job: Id }>
  | Of<'invalidTransition', { job: Id; from: JobStatus; to: JobStatus }>
  /** The job leaves it open, and nobody said. */
  | Of<'unchosen', { job: Id; what: 'printer' | 'spool' | 'print' }>
  /** The job asks for another one. */
  | Of<'notOfJob', { job: Id; kind: 'printer' | 'spool' | 'print'; id: Id }>
  | Of<'doesNotFit', { job: Id; printer: Id; reasons: readonly Misfit[] }>
  /** It stands still until somebody lets it go on. */
  | Of<'held', { job: Id }>
  /** It is done or cancelled: only its words can change. */
  | Of<'over', { job: Id }>
  /** While copies of it are being printed, this cannot change. */
  | Of<'running', { job: Id; field: string }>
  | Of<'tooFewCopies', { job: Id; copies: number }>
  /** A job names a spool or a material. */
  | Of<'noMaterial', Readonly<Record<string, never>>>
  | Of<'slotTaken', { printer: Id; slot: number; spool: Id }>
  | Of<'noSuchSlot', { printer: Id; slots: number }>
  | Of<'printing', { kind: 'printer' | 'spool'; id: Id }>
  | Of<'plateClear', { printer: Id }>
  | Of<'reelUnknown', { spool: Id }>
  | Of<'underReel', { spool: Id; emptyReelMg: number }>
  | Of<'oneWeight', { spool: Id }>
  | Of<'oneId', { count: number }>
  | Of<'notInQueue', { job: Id }>
  | Of<'notUndoable', { activity: Id }>
  | Of<'changedSince', { kind: Kind; id: Id }>
  /** One of several, counted from 0: nothing was done. */
  | Readonly<{ code: 'inBatch'; params: Readonly<{ at: number; refusal: Refusal }> }>
  /** Workstations of this shop do not know such a command yet. */
  | Of<'tooNew', Readonly<Record<string, never>>>
  /** The leader let something through that this version cannot read. Never expected. */
  | Of<'unreadable', Readonly<Record<string, never>>>;

export type RefusalCode = Refusal['code'];

/**
 * `ids`: where one command made several records, all of them. `filed`: of several commands, where in the archive what
 * they did begins and ends (before the second).
 */
export type Answer =
  | Readonly<{ ok: true; id: Id; ids?: readonly Id[]; filed?: readonly [begin: number, end: number] }>
  | Readonly<{ ok: false; refusal: Refusal }>;

/** Who asked: the workstation's name, and the operator's where one was picked. */
export type Actor = Readonly<{ operator: string; workstation: string }>;

/**
 * What the log adds to a command: its leader's wall time (epoch ms), its index, who asked, and whose rules apply.
 * `position`: which one of several it is, from 0.
 */
export type Meta = Readonly<{ at: number; index: number; version: number; actor: Actor; position?: number }>;
