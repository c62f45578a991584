/**
 * The log's documents: one line of a segment file each, one (rarely several) per group commit. See
 * docs/architecture.md, "The log on disk". Entries lie in a string because NeDB refuses `.` and a
 * leading `$` in field names, and users choose names.
 */
import { z } from 'zod';
import type { Entry, HardState, Index, SnapshotMeta } from '../raft/types.ts';
import { seal, unseal } from './checksum.ts';
import type { Append } from './types.ts';

const LOG_FORMAT = 1;

/** Entries per document, as characters of JSON: Node writes longer strings in several calls. */
const MAX_CHARACTERS = 480 * 1024;

const index = z.int().min(0);
const node = z.string().min(1);
/** `outgoing` is absent in what versions before joint configurations wrote. */
const configuration = z.object({
  voters: z.array(node),
  outgoing: z.array(node).default([]),
  learners: z.array(node),
});
const entry: z.ZodType<Entry> = z.object({
  index: index.min(1),
  term: index,
  payload: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('noop') }),
    z.object({ kind: z.literal('command'), data: z.string() }),
    z.object({ kind: z.literal('configuration'), configuration, data: z.string() }),
  ]),
});

const fields = z.object({
  _id: z.string().regex(/^\d{16}$/),
  firstIndex: index.min(1),
  n: index,
  term: index,
  vote: node.nullable(),
  commit: index,
  /** Others than this node vote in the newest configuration. */
  others: z.literal(true).optional(),
  es: z.string(),
  v: z.literal(LOG_FORMAT),
  /** The log starts afresh here: what it holds before belongs to a history that a snapshot replaced. */
  reset: z.literal(true).optional(),
  /** The write before this one, where numbers in between were lost to damage. */
  prev: index.optional(),
});

/** What NeDB stores. */
export type Document = Readonly<z.infer<typeof fields>> & { readonly crc: string };

/** What a line says. */
export type Write = Readonly<{
  number: number;
  previous: number;
  reset: boolean;
  hardState: HardState;
  firstIndex: Index;
  entries: readonly Entry[];
}>;

export const snapshotMeta: z.ZodType<SnapshotMeta> = z.object({
  index: index.min(1),
  term: index,
  configuration,
});

/** A write number as it stands in `_id` and in file names: sorts as text as it does as a number. */
export const padded = (number: number): string => String(number).padStart(16, '0');

/** One document. `entries` is the JSON of the entries, `n` of them. */
export function toDocument(
  number: number,
  hardState: HardState,
  firstIndex: Index,
  n: number,
  entries: string,
  marks: Readonly<{ reset?: boolean; previous?: number }> = {},
): Document {
  return seal({
    _id: padded(number),
    firstIndex,
    n,
    term: hardState.term,
    vote: hardState.vote,
    commit: hardState.commit,
    ...(hardState.othersVote === true ? { others: true as const } : {}),
    es: entries,
    v: LOG_FORMAT,
    ...(marks.reset === true ? { reset: true as const } : {}),
    ...(marks.previous === undefined ? {} : { prev: marks.previous }),
  });
}

/**
 * Lays one append into documents that are numbered from `number` on. Each one extends the one
 * before it, so whatever prefix of them a crash leaves is a legal log.
 */
export function* toDocuments(append: Append, number: number, reset: boolean): Generator<Document> {
  let parts: string[] = [];
  let characters = 0;
  let first = append.firstIndex;
  let next = number;
  const take = (): Document => {
    const document = toDocument(next, append.hardState, first, parts.length, `[${parts.join(',')}]`, {
      reset: reset && next === number,
    });
    next += 1;
    first += parts.length;
    parts = [];
    characters = 0;
    return document;
  };
  for (const item of append.entries) {
    const json = JSON.stringify(item);
    if (parts.length > 0 && characters + json.length > MAX_CHARACTERS) yield take();
    parts.push(json);
    characters += json.length + 1;
  }
  if (parts.length > 0 || append.entries.length === 0) yield take();
}

/**
 * Reads one line. `newer`: intact, but of a format this program does not know. `damaged`: anything
 * else that is not exactly what was written.
 */
export function readLine(line: string): Write | 'newer' | 'damaged' {
  const sealed = unseal(line);
  if (sealed === null) return 'damaged';
  if (typeof sealed.v === 'number' && sealed.v > LOG_FORMAT) return 'newer';
  const parsed = fields.safeParse(sealed);
  if (!parsed.success) return 'damaged';
  const document = parsed.data;
  const entries = readEntries(document.es);
  if (entries?.length !== document.n) return 'damaged';
  if (entries.some((item, offset) => item.index !== document.firstIndex + offset)) return 'damaged';
  const number = Number(document._id);
  return {
    number,
    previous: document.prev ?? number - 1,
    reset: document.reset ?? false,
    hardState: hardStateOf(document),
    firstIndex: document.firstIndex,
    entries,
  };
}

function hardStateOf({ term, vote, commit, others }: Omit<Document, 'crc'>): HardState {
  return { term, vote, commit, ...(others === true ? { othersVote: true as const } : {}) };
}

const entryList = z.array(entry);

function readEntries(json: string): readonly Entry[] | null {
  try {
    return entryList.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
