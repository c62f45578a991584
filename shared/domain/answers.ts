/** What `apply` answers. Refusals are codes with parameters; the edge words them (`shared/contract/words.ts`). */
import type { JobStatus } from './model.ts';
import type { Id } from './text.ts';

export type Kind = 'filament' | 'spool' | 'printer' | 'job';

/** Every rule that can refuse a command, with what its sentence needs. */
export type Refusal =
  | Readonly<{ code: 'duplicateId'; params: Readonly<{ kind: Kind; id: Id }> }>
  | Readonly<{ code: 'notFound'; params: Readonly<{ kind: Kind; id: Id }> }>
  | Readonly<{ code: 'retired'; params: Readonly<{ kind: Kind; id: Id }> }>
  | Readonly<{ code: 'duplicateProduct'; params: Readonly<{ id: Id }> }>
  | Readonly<{ code: 'inUse'; params: Readonly<{ kind: Kind; id: Id; by: 'jobs' | 'spools' }> }>
  | Readonly<{
      code: 'insufficientFilament';
      params: Readonly<{ spool: Id; availableMg: number; requiredMg: number }>;
    }>
  | Readonly<{ code: 'printerBusy'; params: Readonly<{ printer: Id; job: Id }> }>
  | Readonly<{ code: 'invalidTransition'; params: Readonly<{ job: Id; from: JobStatus; to: JobStatus }> }>
  /** The leader let something through that this version cannot read. Never expected. */
  | Readonly<{ code: 'unreadable'; params: Readonly<Record<string, never>> }>;

export type RefusalCode = Refusal['code'];

export type Answer = Readonly<{ ok: true; id: Id }> | Readonly<{ ok: false; refusal: Refusal }>;

/** What the log entry adds to a command: its leader's wall time (epoch ms) and its index. */
export type Meta = Readonly<{ at: number; index: number }>;
