/**
 * What is over, kept small: records in the order in which they came in, as segments of text that are sealed under
 * their SHA-256 and packed once they are full. The state's digest counts a sealed segment as one item, so that a node
 * that starts with a hundred thousand records has hundreds of items to look at. Which records a segment holds follows
 * from the records alone, so every node seals the same.
 */
import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { canonical } from '../../shared/domain/canonical.ts';
import type { ArchiveName, Archived } from '../../shared/domain/model.ts';
import type { Filed } from '../../shared/domain/tables.ts';
import { packedText, unpacked } from '../../shared/domain/versions.ts';
import { StateError } from './errors.ts';
import type { Items } from './sessions.ts';

/** A segment is full with whichever comes first; what it costs to pack one is a few milliseconds. */
const SEGMENT_RECORDS = 256;
const SEGMENT_CHARACTERS = 96 * 1024;
/** Unpacked segments that are kept: reading on where one was costs nothing. */
const KEPT = 4;

/** A full segment: as memory and snapshots hold it. */
export type Segment = Readonly<{
  /** The position of its first record. */
  first: number;
  count: number;
  /** None where an id is the number of the record: of activities. */
  ids: readonly string[];
  /** SHA-256 of its text, in hexadecimal. */
  sha256: string;
  /** The text, deflated: one line of canonical JSON a record. */
  bytes: Buffer;
}>;

/** Everything of an archive as it is now, for a snapshot. */
export type FrozenArchive = Readonly<{ segments: readonly Segment[]; open: readonly string[] }>;

export class SegmentedArchive<A extends ArchiveName> implements Filed<Archived[A]> {
  readonly #name: A;
  readonly #items: Items;
  readonly #segments: Segment[] = [];
  /** The newest records, which fill no segment yet. */
  #open: string[] = [];
  #openIds: string[] = [];
  #openCharacters = 0;
  /** Where the newest record of each id is. */
  readonly #positions = new Map<string, number>();
  readonly #unpacked = new Map<Segment, readonly string[]>();

  constructor(name: A, items: Items) {
    this.#name = name;
    this.#items = items;
  }

  get length(): number {
    return this.#sealed + this.#open.length;
  }
  get #sealed(): number {
    const last = this.#segments.at(-1);
    return last === undefined ? 0 : last.first + last.count;
  }

  has(id: string): boolean {
    return this.#positionOf(id) !== undefined;
  }

  get(id: string): Archived[A] | undefined {
    const position = this.#positionOf(id);
    return position === undefined ? undefined : this.at(position);
  }

  get #isNumbered(): boolean {
    return this.#name === 'activity';
  }

  #positionOf(id: string): number | undefined {
    if (!this.#isNumbered) return this.#positions.get(id);
    const number = Number(id);
    const isOne = Number.isInteger(number) && number >= 1 && number <= this.length && String(number) === id;
    return isOne ? number - 1 : undefined;
  }

  at(position: number): Archived[A] | undefined {
    const line = this.#line(position);
    return line === undefined ? undefined : this.#record(line);
  }

  add(record: Archived[A]): void {
    this.#addLine(record.id, lineOf(this.#name, record));
  }

  /** Puts back a record of a snapshot that was in no full segment yet. */
  restoreLine(line: string): void {
    this.#addLine(this.#record(line).id, line);
  }

  /**
   * Puts back a full segment of a snapshot.
   * @throws StateError where it does not follow, or does not hold what it says
   */
  restoreSegment(segment: Segment): void {
    if (segment.first !== this.length || this.#open.length > 0)
      throw new StateError(`a segment of "${this.#name}" does not follow the one before`);
    const text = inflate(segment.bytes);
    const isWhole = segment.ids.length === (this.#isNumbered ? 0 : segment.count);
    if (hash('sha256', text) !== segment.sha256 || linesIn(text) !== segment.count || !isWhole)
      throw new StateError(`a segment of "${this.#name}" does not hold what it says`);
    this.#seal(segment);
    segment.ids.forEach((id, i) => this.#positions.set(id, segment.first + i));
  }

  freeze(): FrozenArchive {
    return { segments: [...this.#segments], open: [...this.#open] };
  }

  #addLine(id: string, line: string): void {
    this.#items.add(this.#item(this.length, line));
    if (!this.#isNumbered) {
      this.#positions.set(id, this.length);
      this.#openIds.push(id);
    }
    this.#open.push(line);
    this.#openCharacters += line.length + 1;
    if (this.#open.length >= SEGMENT_RECORDS || this.#openCharacters >= SEGMENT_CHARACTERS) this.#close();
  }

  /** The open records become a segment. */
  #close(): void {
    const first = this.#sealed;
    this.#open.forEach((line, i) => this.#items.remove(this.#item(first + i, line)));
    const text = this.#open.join('\n');
    const segment = {
      first,
      count: this.#open.length,
      ids: this.#openIds,
      sha256: hash('sha256', text),
      bytes: deflateRawSync(text, { level: 3 }),
    };
    this.#open = [];
    this.#openIds = [];
    this.#openCharacters = 0;
    this.#seal(segment);
  }

  #seal(segment: Segment): void {
    this.#segments.push(segment);
    this.#items.add(
      canonical(['segment', this.#name, segment.first, segment.count, segment.sha256, segment.ids]),
    );
  }

  #item(position: number, line: string): string {
    return `archived ${this.#name} ${position} ${line}`;
  }

  #line(position: number): string | undefined {
    const sealed = this.#sealed;
    if (position >= sealed) return this.#open[position - sealed];
    const segment = this.#segmentOf(position);
    return segment && this.#lines(segment)[position - segment.first];
  }

  #segmentOf(position: number): Segment | undefined {
    let [low, high] = [0, this.#segments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const segment = this.#segments[middle];
      if (segment !== undefined && segment.first + segment.count <= position) low = middle + 1;
      else high = middle;
    }
    return this.#segments[low];
  }

  #lines(segment: Segment): readonly string[] {
    const known = this.#unpacked.get(segment);
    if (known !== undefined) return known;
    if (this.#unpacked.size >= KEPT) {
      const [oldest] = this.#unpacked.keys();
      if (oldest !== undefined) this.#unpacked.delete(oldest);
    }
    const lines = inflate(segment.bytes).split('\n');
    this.#unpacked.set(segment, lines);
    return lines;
  }

  #record(line: string): Archived[A] {
    const row = JSON.parse(line) as Archived[A];
    // An archive of rows is named as their table.
    if (this.#name === 'activity') return row;
    return unpacked(this.#name, row) as Archived[A];
  }
}

/** Records hold no line breaks as they are: JSON writes them in another way. */
function linesIn(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function lineOf<A extends ArchiveName>(name: A, record: Archived[A]): string {
  if (name === 'activity') return canonical(record);
  return packedText(name, record as Archived['jobs' | 'prints']);
}

/** Longer than any segment: its last record may be the longest there is. */
const MAX_TEXT = 64 * 1024 * 1024;

function inflate(bytes: Buffer): string {
  try {
    return inflateRawSync(bytes, { maxOutputLength: MAX_TEXT }).toString('utf8');
  } catch (cause) {
    throw new StateError('a segment of an archive cannot be unpacked', { cause });
  }
}
