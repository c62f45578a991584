/** The log's segments: appends to the newest, begins another when it is full, drops the oldest. */
import type { Index, SnapshotMeta } from '../raft/types.ts';
import type { Document } from './document.ts';
import { toDocuments } from './document.ts';
import { StorageError } from './errors.ts';
import { fsyncDirectory, removeFile } from './files.ts';
import { dirname } from 'node:path';
import type { SegmentInfo } from './log-scan.ts';
import { segmentPath } from './log-scan.ts';
import { startsAfresh } from './replay.ts';
import { Segment } from './segment.ts';
import type { Append } from './types.ts';

/** What a document takes on disk beside its entries, roughly. */
const DOCUMENT_OVERHEAD = 200;

export type LogState = Readonly<{
  segments: readonly SegmentInfo[];
  lastIndex: Index;
  /** The number of the last write. */
  lastWrite: number;
  /** It does not lead to the newest snapshot. */
  superseded: boolean;
}>;

export class Log {
  readonly #directory: string;
  readonly #segmentBytes: number;
  /** Oldest first; the last one is open. */
  readonly #segments: SegmentInfo[];
  #open: Segment;
  #lastIndex: Index;
  #lastWrite: number;
  /** A snapshot has come that this log may not lead to. */
  #superseded: boolean;

  private constructor(directory: string, segmentBytes: number, state: LogState, open: Segment) {
    this.#directory = directory;
    this.#segmentBytes = segmentBytes;
    this.#segments = [...state.segments];
    this.#open = open;
    this.#lastIndex = state.lastIndex;
    this.#lastWrite = state.lastWrite;
    this.#superseded = state.superseded;
  }

  /** Goes on with the last segment while that is small (NeDB rewrites what it loads), else begins one. */
  static async open(directory: string, segmentBytes: number, state: LogState): Promise<Log> {
    const last = state.segments.at(-1);
    const goesOn = last !== undefined && last.bytes <= segmentBytes / 8;
    const current = goesOn ? last : emptySegment(directory, state.lastWrite + 1);
    const segments = goesOn ? state.segments : [...state.segments, current];
    return new Log(directory, segmentBytes, { ...state, segments }, await Segment.open(current.path));
  }

  /** From now on a first entry behind the newest snapshot starts the log afresh (Raft §7). */
  supersede(): void {
    this.#superseded = true;
  }

  async append(append: Append, snapshot: SnapshotMeta | null): Promise<void> {
    const { firstIndex, entries } = append;
    const log = { lastIndex: this.#lastIndex, superseded: this.#superseded };
    const reset = startsAfresh(firstIndex, log, snapshot);
    if (firstIndex < 1 || (firstIndex > this.#lastIndex + 1 && !reset)) {
      throw new StorageError(`The log ends at ${this.#lastIndex}: nothing can follow at ${firstIndex}.`);
    }
    if (entries.some((entry, offset) => entry.index !== firstIndex + offset)) {
      throw new StorageError(`The entries to append from ${firstIndex} on are not in sequence.`);
    }
    const current = await this.#current();
    await this.#open.append(this.#counted(current, toDocuments(append, this.#lastWrite + 1, reset)));
    current.maxIndex = Math.max(current.maxIndex, firstIndex - 1 + entries.length);
    this.#lastIndex = firstIndex - 1 + entries.length;
    if (reset) this.#superseded = false;
  }

  /**
   * Drops the oldest segments while nothing in them lies above `index` and something written follows
   * them, which holds the newest term and vote.
   */
  async dropThrough(index: Index): Promise<void> {
    for (;;) {
      const [oldest, next] = this.#segments;
      if (oldest === undefined || next === undefined) return;
      if (oldest.maxIndex > index || next.documents === 0) return;
      await removeFile(oldest.path);
      // Each on its own: a power failure must not bring back an older one without a newer one.
      await fsyncDirectory(dirname(oldest.path));
      this.#segments.shift();
    }
  }

  async close(): Promise<void> {
    await this.#open.close();
  }

  async #current(): Promise<SegmentInfo> {
    const current = this.#segments.at(-1);
    if (current !== undefined && (current.bytes < this.#segmentBytes || current.documents === 0))
      return current;
    await this.#open.close();
    const segment = emptySegment(this.#directory, this.#lastWrite + 1);
    this.#open = await Segment.open(segment.path);
    this.#segments.push(segment);
    return segment;
  }

  *#counted(segment: SegmentInfo, documents: Iterable<Document>): Generator<Document> {
    for (const document of documents) {
      yield document;
      segment.documents += 1;
      segment.bytes += document.es.length + DOCUMENT_OVERHEAD;
      this.#lastWrite += 1;
    }
  }
}

const emptySegment = (directory: string, firstWrite: number): SegmentInfo => ({
  path: segmentPath(directory, firstWrite),
  firstWrite,
  documents: 0,
  bytes: 0,
  maxIndex: 0,
});
