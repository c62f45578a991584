/**
 * A simulated disk. What is written lies in a buffer until a sync; a crash loses what was not synced, but
 * for as many of the oldest writes as chance had the disk take already (a torn tail). Snapshots have a
 * lane of their own.
 */
import type { Index, Input, Restored, SnapshotMeta, Term } from '../types.ts';
import { DiskImage, type DiskWrite } from './disk-image.ts';
import { Machine } from './machine.ts';
import type { Random } from './random.ts';

type StoredSnapshot = Readonly<{ meta: SnapshotMeta; data: Uint8Array }>;
type SnapshotTask =
  | Readonly<{ kind: 'own'; meta: SnapshotMeta; data: Uint8Array }>
  | Readonly<{ kind: 'chunk'; meta: SnapshotMeta; offset: number; data: Uint8Array; done: boolean }>;

export class SimDisk {
  snapshot: StoredSnapshot | null = null;
  /** The durable mark: acknowledged data was lost here. */
  damaged = false;
  /** It takes writes and finishes none. */
  hangs = false;
  /** Whole snapshots whose bytes did not check out. */
  rejections = 0;
  #journal: DiskWrite[] = [];
  #image = new DiskImage();
  #buffer: DiskWrite[] = [];
  #tasks: SnapshotTask[] = [];
  #incoming: { meta: SnapshotMeta; bytes: number[] } | null = null;

  get hardState() {
    return this.#image.hardState;
  }
  /** Whether a sync would finish something. */
  get busy(): boolean {
    return !this.hangs && this.#buffer.length + this.#tasks.length > 0;
  }

  /** Whether the entry (or a snapshot that covers it) would be found after a crash now. */
  holds(index: Index, term: Term | null): boolean {
    if (index <= (this.snapshot?.meta.index ?? 0)) return true;
    return term !== null && this.#image.termAt(index) === term;
  }

  /** Where the log would end after a crash now. */
  get last(): Readonly<{ index: Index; term: Term }> {
    const { lastIndex } = this.#image;
    const covered = this.snapshot?.meta ?? { index: 0, term: 0 };
    if (lastIndex <= covered.index) return covered;
    return { index: lastIndex, term: this.#image.termAt(lastIndex) ?? covered.term };
  }

  push(write: DiskWrite): void {
    this.#buffer.push(write);
  }

  /** Syncs the oldest `count` writes. @returns what to tell the core, or null if there was nothing */
  sync(count: number): Input | null {
    const done = this.hangs ? [] : this.#buffer.splice(0, count);
    for (const write of done) this.#take(write);
    const last = done.at(-1);
    return last === undefined ? null : { type: 'persisted', write: last.write };
  }

  pushSnapshot(task: SnapshotTask): void {
    this.#tasks.push(task);
  }

  /** Finishes the oldest piece of work on snapshots. @returns what to tell the core */
  syncSnapshot(): Input | null {
    const task = this.hangs ? undefined : this.#tasks.shift();
    if (task === undefined) return null;
    const { meta, data } = task;
    if (task.kind === 'own') {
      this.#install({ meta, data });
      return { type: 'compacted', snapshot: meta };
    }
    if (task.offset === 0) this.#incoming = { meta, bytes: [] };
    const incoming = this.#incoming;
    if (incoming?.meta.index !== meta.index || incoming.bytes.length !== task.offset)
      return this.#reject(meta);
    incoming.bytes.push(...data);
    if (!task.done) return { type: 'snapshotChunkStored', snapshot: meta, offset: incoming.bytes.length };
    const whole = Uint8Array.from(incoming.bytes);
    this.#incoming = null;
    if (Machine.decode(whole)?.index !== meta.index) return this.#reject(meta);
    this.#install({ meta, data: whole });
    return { type: 'snapshotStored', snapshot: meta };
  }

  chunk(meta: SnapshotMeta, offset: number, bytes: number): { data: Uint8Array; done: boolean } | null {
    const { snapshot } = this;
    if (snapshot?.meta.index !== meta.index || offset > snapshot.data.length) return null;
    const data = snapshot.data.slice(offset, offset + bytes);
    return { data, done: offset + data.length === snapshot.data.length };
  }

  /**
   * Power fails.
   * @param kept how many of the oldest unsynced writes the disk had taken already; undefined: as chance has it
   */
  crash(random: Random, kept?: number): void {
    this.hangs = false;
    if (kept !== undefined) this.sync(kept);
    else if (this.#buffer.length > 0) this.sync(random.int(this.#buffer.length + 1));
    if (kept === undefined && this.#tasks.length > 0 && random.chance(0.5)) this.syncSnapshot();
    this.#buffer = [];
    this.#tasks = [];
    this.#incoming = null;
  }

  /** The newest `lost` synced writes can no longer be read, but for the term and vote in the last of them. */
  damage(lost: number): void {
    const { hardState } = this;
    const kept = this.#journal.slice(0, Math.max(0, this.#journal.length - lost));
    const image = DiskImage.replay(kept);
    this.#journal = kept;
    this.#image = image;
    this.#take({ write: 0, hardState, firstIndex: image.lastIndex + 1, entries: [] });
    this.damaged = true;
  }

  /** Everything on it is gone. */
  wipe(): void {
    this.snapshot = null;
    this.#journal = [];
    this.#image = new DiskImage();
  }

  restored(): Restored {
    const snapshot = this.snapshot?.meta ?? null;
    const entries = this.#image.after(snapshot?.index ?? 0);
    return { hardState: this.hardState, snapshot, entries, damaged: this.damaged };
  }

  #take(write: DiskWrite): void {
    this.#journal.push(write);
    this.#image.take(write);
  }

  #install(snapshot: StoredSnapshot): void {
    if (snapshot.meta.index > (this.snapshot?.meta.index ?? 0)) this.snapshot = snapshot;
  }

  #reject(snapshot: SnapshotMeta): Input {
    this.rejections += 1;
    return { type: 'snapshotRejected', snapshot };
  }
}
