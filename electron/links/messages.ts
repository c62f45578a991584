/**
 * Raft's messages at the door. Checked by hand and not by a schema: this runs for each of thousands of
 * messages a second, each with up to thousands of entries, beside everything else on the event
 * loop, and the rules between fields (contiguous indexes, terms that never fall) would be code in any
 * case. What passes is built anew from the fields that are known: nothing else gets in.
 */
import type { Configuration, Entry, Message, NodeId, Payload, SnapshotMeta } from '../raft/types.ts';

const MAX_ENTRIES = 10_000;
const MAX_MEMBERS = 1_000;
const MAX_ID = 64;

type Raw = Readonly<Record<string, unknown>>;

/** Thrown while reading, caught at the one door. */
class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** One reader for each type of message: a type, or a field, that is added does not compile until it is read. */
type Readers<U extends Record<K, string>, K extends 'type' | 'kind'> = {
  readonly [T in U[K]]: (raw: Raw) => Extract<U, Record<K, T>>;
};

const messages: Readers<Message, 'type'> = {
  preVote: (raw) => ({ type: 'preVote', ...candidacy(raw) }),
  preVoteReply: (raw) => ({ type: 'preVoteReply', ...ballot(raw) }),
  // Absent in what versions before transfers wrote.
  vote: (raw) => ({ type: 'vote', ...candidacy(raw), transfer: flag(raw.transfer ?? false) }),
  voteReply: (raw) => ({ type: 'voteReply', ...ballot(raw) }),
  append: (raw) => {
    const term = whole(raw.term);
    const prevIndex = whole(raw.prevIndex);
    const prevTerm = whole(raw.prevTerm);
    return {
      type: 'append',
      term,
      prevIndex,
      prevTerm,
      entries: entriesAfter(raw.entries, prevIndex, prevTerm, term),
      commit: whole(raw.commit),
    };
  },
  appendReply: (raw) => ({ type: 'appendReply', term: whole(raw.term), match: whole(raw.match) }),
  appendReject: (raw) => ({
    type: 'appendReject',
    term: whole(raw.term),
    prevIndex: whole(raw.prevIndex),
    hintIndex: whole(raw.hintIndex),
    hintTerm: whole(raw.hintTerm),
  }),
  heartbeat: (raw) => ({
    type: 'heartbeat',
    term: whole(raw.term),
    commit: whole(raw.commit),
    round: whole(raw.round),
  }),
  heartbeatReply: (raw) => ({ type: 'heartbeatReply', term: whole(raw.term), round: whole(raw.round) }),
  snapshotChunk: (raw) => {
    const offset = whole(raw.offset);
    const data = bytes(raw.data);
    whole(offset + data.length);
    return {
      type: 'snapshotChunk',
      term: whole(raw.term),
      snapshot: snapshotMeta(raw.snapshot),
      offset,
      data,
      done: flag(raw.done),
    };
  },
  snapshotReply: (raw) => ({
    type: 'snapshotReply',
    term: whole(raw.term),
    index: whole(raw.index),
    offset: whole(raw.offset),
    installed: flag(raw.installed),
  }),
  timeoutNow: (raw) => ({ type: 'timeoutNow', term: whole(raw.term) }),
  readIndex: (raw) => ({ type: 'readIndex', term: whole(raw.term), ref: whole(raw.ref) }),
  readIndexReply: (raw) => ({
    type: 'readIndexReply',
    term: whole(raw.term),
    ref: whole(raw.ref),
    index: raw.index === null ? null : whole(raw.index),
  }),
};

const payloads: Readers<Payload, 'kind'> = {
  noop: () => ({ kind: 'noop' }),
  command: (raw) => ({ kind: 'command', data: text(raw.data) }),
  configuration: (raw) => ({
    kind: 'configuration',
    configuration: configuration(raw.configuration),
    data: text(raw.data),
  }),
};

/**
 * A decoded frame as a message of Raft's, or null if it is none: unknown type, a number that is not a
 * safe integer ≥ 0 (-0, NaN and fractions among them), entries that are more than 10,000, not
 * contiguous from prevIndex + 1, of term 0, of a falling term or of one above the message's, ids that are
 * empty or over 64 characters, a member named twice, text with lone surrogates. Fields that are not
 * known are left behind.
 */
export function parseRaftMessage(value: unknown): Message | null {
  try {
    const raw = record(value);
    return pick(messages, raw.type)(raw);
  } catch (cause) {
    if (cause instanceof Malformed) return null;
    throw cause;
  }
}

function pick<T>(readers: Readonly<Record<string, T>>, type: unknown): T {
  const reader = typeof type === 'string' && Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (reader === undefined) throw new Malformed('unknown type');
  return reader;
}

function candidacy(raw: Raw) {
  return { term: whole(raw.term), lastIndex: whole(raw.lastIndex), lastTerm: whole(raw.lastTerm) };
}

function ballot(raw: Raw) {
  return { term: whole(raw.term), granted: flag(raw.granted) };
}

/** Raft §5.3: a log without gaps whose terms never fall, from a leader whose term none of them exceeds. */
function entriesAfter(value: unknown, prevIndex: number, prevTerm: number, term: number): Entry[] {
  let index = prevIndex;
  let least = Math.max(1, prevTerm);
  return list(value, MAX_ENTRIES).map((item) => {
    const raw = record(item);
    const entry: Entry = { index: whole(raw.index), term: whole(raw.term), payload: payload(raw.payload) };
    if (entry.index !== ++index) throw new Malformed('a gap between entries');
    if (entry.term < least || entry.term > term) throw new Malformed('terms out of order');
    least = entry.term;
    return entry;
  });
}

function payload(value: unknown): Payload {
  const raw = record(value);
  return pick(payloads, raw.kind)(raw);
}

function snapshotMeta(value: unknown): SnapshotMeta {
  const raw = record(value);
  return {
    index: positive(raw.index),
    term: positive(raw.term),
    configuration: configuration(raw.configuration),
  };
}

function configuration(value: unknown): Configuration {
  const raw = record(value);
  const voters = list(raw.voters, MAX_MEMBERS).map(id);
  // Absent in what versions before joint configurations wrote.
  const outgoing = list(raw.outgoing ?? [], MAX_MEMBERS).map(id);
  const learners = list(raw.learners, MAX_MEMBERS).map(id);
  // One counted twice would make a majority out of fewer. Who was a voter may stay as a learner.
  if (!isSet([...voters, ...learners]) || !isSet(outgoing)) throw new Malformed('a member named twice');
  if (voters.length === 0) throw new Malformed('no voter');
  return { voters, outgoing, learners };
}

function isSet(ids: readonly NodeId[]): boolean {
  return new Set(ids).size === ids.length;
}

function record(value: unknown): Raw {
  if (!isRecord(value)) throw new Malformed('not a map');
  return value;
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function list(value: unknown, max: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > max) throw new Malformed('not a list, or too long');
  return value;
}

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || Object.is(value, -0)) {
    throw new Malformed('not a safe integer ≥ 0');
  }
  return value;
}

function positive(value: unknown): number {
  if (value === 0) throw new Malformed('zero');
  return whole(value);
}

function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Malformed('not a boolean');
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || !value.isWellFormed()) throw new Malformed('not well-formed text');
  return value;
}

function id(value: unknown): NodeId {
  const known = text(value);
  if (known.length === 0 || known.length > MAX_ID) throw new Malformed('not an id');
  return known;
}

function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Malformed('not bytes');
  return value;
}
