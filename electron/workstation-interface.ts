/**
 * What a running workstation offers to those who look at it: REST, the console, the app's window,
 * the tray. They know this interface and nothing behind it.
 */
import type { Answer } from '../shared/domain/answers.ts';
import type { CommandInput } from '../shared/domain/commands.ts';
import type { Change, Filing, State } from '../shared/domain/model.ts';
import type { Health } from '../shared/contract/health.ts';
import type { Action, Managed } from '../shared/contract/membership.ts';

/** Certainly not applied, or not readable now: no majority, no leader in time, shutting down, too busy. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** The write may or may not be applied. The same key again will tell. */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome';
}

/** The same idempotency key came with a different command. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';
}

/** Committed and applied here: everything that changed after index `from` up to `to`. */
export type ChangeBatch = Readonly<{
  from: number;
  to: number;
  changes: readonly Change[];
  /** What went into the archives. */
  filings: readonly Filing[];
}>;

export type Watcher = Readonly<{
  changes: (batch: ChangeBatch) => void;
  /** The state was replaced as a whole (a snapshot arrived): read it anew. */
  reset: () => void;
}>;

export interface Workstation {
  /**
   * Carries out a command and resolves with what `apply` answered, once a majority has it on disk
   * and it is applied here. With `key`, the same key again within 24 h (and 10,000 keys) gets the
   * first answer; `operator` is the name of whoever asks. Rejects with Unavailable, UnknownOutcome or KeyReused.
   */
  execute(command: CommandInput, options?: { key?: string; operator?: string }): Promise<Answer>;
  /** What was answered to writes under keys that begin so, as applied here, by the rest of the key. */
  answers(prefix: string): ReadonlyMap<string, Answer>;
  /** Resolves once `shop` holds every write acknowledged before the call (ReadIndex). Rejects with Unavailable after 2 s. */
  barrier(): Promise<void>;
  /** The local replica: live, to be read synchronously and not kept. */
  readonly shop: State;
  /** The index that `shop` is at. */
  readonly appliedIndex: number;
  /**
   * Changes who belongs to the shop, or gets this workstation into one. Refusals by a rule are answers; rejects
   * with Unavailable or UnknownOutcome.
   */
  manage(action: Action): Promise<Managed>;
  health(): Health;
  /** Called after each applied batch; returns how to stop. */
  watch(watcher: Watcher): () => void;
  /** Called when health may have changed, at most every 100 ms; returns how to stop. */
  watchHealth(listener: (health: Health) => void): () => void;
}
