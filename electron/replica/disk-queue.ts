/**
 * Group commit: while one fsync is under way further writes gather, and the next one covers them
 * all. Order is kept, and nothing is reported durable before its fsync returned.
 */
import type { Append, Storage } from '../storage/types.ts';

type Write = Append & Readonly<{ write: number }>;

/** What one append must hold so that it has the effect of `earlier` followed by `later`. */
export function merge(earlier: Append, later: Append): Append {
  if (later.firstIndex <= earlier.firstIndex) return later;
  const kept = earlier.entries.filter((entry) => entry.index < later.firstIndex);
  return { hardState: later.hardState, firstIndex: earlier.firstIndex, entries: kept.concat(later.entries) };
}

export class DiskQueue {
  readonly #storage: Pick<Storage, 'append'>;
  readonly #durable: (write: number) => void;
  readonly #failed: (cause: unknown) => void;
  #waiting: Write | null = null;
  #busy: Promise<void> | null = null;

  /**
   * @param durable called with the newest write number that is on disk, with all before it
   * @param failed called once; after it nothing is written any more
   */
  constructor(
    storage: Pick<Storage, 'append'>,
    durable: (write: number) => void,
    failed: (cause: unknown) => void,
  ) {
    this.#storage = storage;
    this.#durable = durable;
    this.#failed = failed;
  }

  push(write: Write): void {
    this.#waiting = this.#waiting === null ? write : { ...merge(this.#waiting, write), write: write.write };
    this.#busy ??= this.#drain();
  }

  /**
   * The log became a snapshot. What waits belongs to the log before it, and merged with what follows the
   * snapshot it would leave a gap, or entries of two histories, in one document. The step that replaces the
   * log pushes a write of its own, which covers the one dropped here.
   */
  replaced(): void {
    this.#waiting = null;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#busy;
  }

  async #drain(): Promise<void> {
    try {
      // Writes pushed in the same turn belong to the same fsync.
      await Promise.resolve();
      while (this.#waiting !== null) {
        const { write, ...append } = this.#waiting;
        this.#waiting = null;
        await this.#storage.append(append);
        this.#durable(write);
      }
      this.#busy = null;
    } catch (cause) {
      // #busy stays set: a store whose write failed takes no more (an fsync is never tried again).
      this.#failed(cause);
    }
  }
}
