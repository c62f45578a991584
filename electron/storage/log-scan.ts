/**
 * Reads the log raw, before NeDB sees it, and changes nothing: NeDB drops bad lines in silence and
 * rewrites the file, which would take the evidence away. See docs/architecture.md, "Opening it".
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { HardState, Index } from '../raft/types.ts';
import type { Write } from './document.ts';
import { padded, readLine } from './document.ts';
import { NewerFormatError } from './errors.ts';
import { listDirectory } from './files.ts';
import type { Replayed } from './replay.ts';
import { replay } from './replay.ts';

/** One segment file. */
export type SegmentInfo = {
  readonly path: string;
  /** The number of its first write, which is also its name. */
  readonly firstWrite: number;
  documents: number;
  /** Up to the end of the last intact line. */
  bytes: number;
  /** No entry in it lies above this index. */
  maxIndex: Index;
};

/** Where something is in `file` that nobody wrote; what is intact before it ends at byte `offset`. */
export type LogDamage = Readonly<{ file: string; offset: number; reason: string }>;

export type LogScan = Readonly<{
  /** All segments, oldest first; what they tell of themselves ends at the damage. */
  segments: readonly SegmentInfo[];
  log: Replayed;
  /** As the very last line says. Null: there is none, or it cannot be trusted. */
  hardState: HardState | null;
  /** Of the last intact write before any damage; null if there is none. */
  lastWrite: number | null;
  /** No write and no file has a higher number. */
  highestNumber: number;
  /** Anything was ever written. */
  written: boolean;
  damage: LogDamage | null;
  /** The last file ends in an incomplete line, from this byte on. */
  torn: Readonly<{ file: string; offset: number }> | null;
}>;

const NEWLINE = 0x0a;
/** Lines are checked in slices of about this many bytes, so that the event loop is not held. */
const SLICE_BYTES = 256 * 1024;

/** @throws NewerFormatError if any line was written by a newer program */
export async function scanLog(directory: string): Promise<LogScan> {
  const names = (await listDirectory(directory)).filter((name) => /^\d{16}\.db$/.test(name)).sort();
  const scan = new Scan();
  for (const [position, name] of names.entries()) {
    await scan.file(join(directory, name), Number(name.slice(0, 16)), position === names.length - 1);
  }
  return scan;
}

class Scan implements LogScan {
  readonly segments: SegmentInfo[] = [];
  readonly log: Replayed = { base: null, entries: [] };
  hardState: HardState | null = null;
  lastWrite: number | null = null;
  highestNumber = 0;
  written = false;
  damage: LogDamage | null = null;
  torn: LogScan['torn'] = null;

  async file(path: string, firstWrite: number, isLast: boolean): Promise<void> {
    const data = await readFile(path);
    const segment: SegmentInfo = { path, firstWrite, documents: 0, bytes: 0, maxIndex: 0 };
    this.segments.push(segment);
    this.highestNumber = Math.max(this.highestNumber, firstWrite);
    let start = 0;
    let rested = 0;
    for (let end = data.indexOf(NEWLINE); end !== -1; end = data.indexOf(NEWLINE, start)) {
      this.#line(segment, data.toString('utf8', start, end), start, end + 1);
      start = end + 1;
      if (start - rested < SLICE_BYTES) continue;
      rested = start;
      await turn();
    }
    if (start < data.length) this.#tail(segment, data, start, isLast);
    else if (data.length === 0 && !isLast) this.#damaged(segment, 0, 'is empty');
  }

  #line(segment: SegmentInfo, line: string, start: number, end: number): void {
    this.written = true;
    const write = readLine(line);
    if (write === 'newer') throw newer(segment.path);
    if (write === 'damaged') {
      this.#damaged(segment, start, 'has a line that does not match its checksum');
      return;
    }
    if (this.damage === null) {
      if (!this.#follows(segment, write))
        this.#damaged(segment, start, 'does not follow what lies before it');
      else this.#take(segment, write, end);
    }
    this.hardState = write.hardState;
    this.highestNumber = Math.max(this.highestNumber, write.number);
  }

  #follows(segment: SegmentInfo, write: Write): boolean {
    if (segment.documents === 0 && write.number !== segment.firstWrite) return false;
    return this.lastWrite === null || (write.previous === this.lastWrite && write.number > this.lastWrite);
  }

  #take(segment: SegmentInfo, write: Write, end: number): void {
    if (!replay(this.log, write)) {
      this.#damaged(segment, segment.bytes, 'leaves out entries');
      return;
    }
    this.lastWrite = write.number;
    segment.documents += 1;
    segment.bytes = end;
    segment.maxIndex = Math.max(segment.maxIndex, write.firstIndex - 1 + write.entries.length);
  }

  #tail(segment: SegmentInfo, data: Buffer, start: number, isLast: boolean): void {
    if (!isLast) {
      this.written = true;
      this.#damaged(segment, start, 'ends in the middle of a line');
      return;
    }
    // A crash leaves a line's beginning. A whole line and one byte more is a line break gone bad.
    const write = readLine(data.toString('utf8', start, data.length - 1));
    if (write === 'newer' || readLine(data.toString('utf8', start)) === 'newer') throw newer(segment.path);
    if (write === 'damaged') {
      this.torn = { file: segment.path, offset: start };
      return;
    }
    this.written = true;
    this.#damaged(segment, start, 'has a damaged end of its last line');
    this.hardState = write.hardState;
    this.highestNumber = Math.max(this.highestNumber, write.number);
  }

  #damaged(segment: SegmentInfo, offset: number, reason: string): void {
    this.damage ??= { file: segment.path, offset, reason };
    this.hardState = null;
  }
}

const newer = (path: string): NewerFormatError =>
  new NewerFormatError(`${path} was written by a newer PrintRaft: please update this workstation.`);

/** The path of the segment that begins with this write. */
export const segmentPath = (directory: string, firstWrite: number): string =>
  join(directory, `${padded(firstWrite)}.db`);
