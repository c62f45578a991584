/**
 * Applies committed entries and installs snapshots in order, in slices, so that a long log or a
 * large snapshot never holds the event loop.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Entry, SnapshotMeta } from '../raft/types.ts';

type Work = Readonly<{ entries: readonly Entry[] }> | Readonly<{ snapshot: SnapshotMeta }>;

const SLICE_MS = 8;

export class ApplyQueue {
  readonly #applyEntry: (entry: Entry) => void;
  readonly #restore: (snapshot: SnapshotMeta, goOn: () => boolean) => Promise<void>;
  readonly #afterSlice: () => void;
  readonly #failed: (cause: unknown) => void;
  #work: Work[] = [];
  #busy: Promise<void> | null = null;
  #stopped = false;

  constructor(
    on: Readonly<{
      applyEntry: (entry: Entry) => void;
      /** `goOn` is false once the queue has been stopped. */
      restore: (snapshot: SnapshotMeta, goOn: () => boolean) => Promise<void>;
      /** Called after each slice of entries, and after each restore. */
      afterSlice: () => void;
      failed: (cause: unknown) => void;
    }>,
  ) {
    this.#applyEntry = on.applyEntry;
    this.#restore = on.restore;
    this.#afterSlice = on.afterSlice;
    this.#failed = on.failed;
  }

  push(work: Work): void {
    this.#work.push(work);
    this.#busy ??= this.#drain();
  }

  /** Stops after the slice under way and resolves then. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#busy;
  }

  async #drain(): Promise<void> {
    try {
      // Never within `push`: whoever pushes may be in the middle of something that applying would disturb.
      await Promise.resolve();
      for (let work = this.#work.shift(); work !== undefined && !this.#stopped; work = this.#work.shift()) {
        if ('snapshot' in work) await this.#restore(work.snapshot, () => !this.#halted());
        else await this.#applyAll(work.entries);
        if (!this.#halted()) this.#afterSlice();
      }
      this.#busy = null;
    } catch (cause) {
      // #busy stays set: nothing may be applied behind a gap.
      this.#failed(cause);
    }
  }

  /** A method, because the flag changes behind the compiler's back while work is under way. */
  #halted(): boolean {
    return this.#stopped;
  }

  async #applyAll(entries: readonly Entry[]): Promise<void> {
    let sliceEnd = performance.now() + SLICE_MS;
    for (const entry of entries) {
      this.#applyEntry(entry);
      if (performance.now() < sliceEnd) continue;
      this.#afterSlice();
      await turn();
      if (this.#halted()) return;
      sliceEnd = performance.now() + SLICE_MS;
    }
  }
}
