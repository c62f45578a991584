/**
 * Is a message whole? Types end at the wire, so nothing in it is believed: a number may be NaN, a
 * fraction or text. What does not hold together is dropped before any rule sees it.
 */
import type { Message, MessageOf, Term } from './types.ts';

/** The last term that somebody may campaign from: the next one is still a safe integer. */
export const MAX_TERM: Term = Number.MAX_SAFE_INTEGER - 1;

/**
 * How far a sender's term may lie above the own one. Each term is an election, and they come a few a second at
 * most, so this is months of nothing else. Without it a single wrong message could use up all terms, and
 * nobody could ever be elected again.
 */
export const MAX_TERM_STEP = 2 ** 24;

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isBytes: Check = (value) => value instanceof Uint8Array;
/** A safe integer ≥ 0 that is not −0. */
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
const isCountOrNull: Check = (value) => value === null || isCount(value);

const isIds = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.every(isText);

const isSet = (ids: readonly unknown[]): boolean => new Set(ids).size === ids.length;

function isConfiguration(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { voters, outgoing, learners } = value;
  if (!isIds(voters) || !isIds(outgoing) || !isIds(learners)) return false;
  // One counted twice would make a majority out of fewer. Who was a voter may stay as a learner.
  return voters.length > 0 && isSet([...voters, ...learners]) && isSet(outgoing);
}

function isPayload(value: unknown): boolean {
  if (!isFields(value)) return false;
  switch (value['kind']) {
    case 'noop':
      return true;
    case 'command':
      return isText(value['data']);
    case 'configuration':
      return isText(value['data']) && isConfiguration(value['configuration']);
    default:
      return false;
  }
}

function isSnapshot(value: unknown): boolean {
  if (!isFields(value)) return false;
  return (
    isCount(value['index']) &&
    value['index'] > 0 &&
    isCount(value['term']) &&
    isConfiguration(value['configuration'])
  );
}

/** A check for each field but `term`: one that is added to a message does not compile until it is checked. */
const fields: {
  readonly [T in Message['type']]: Readonly<Record<Exclude<keyof MessageOf<T>, 'type' | 'term'>, Check>>;
} = {
  preVote: { lastIndex: isCount, lastTerm: isCount },
  preVoteReply: { granted: isFlag },
  vote: { lastIndex: isCount, lastTerm: isCount, transfer: isFlag },
  voteReply: { granted: isFlag },
  append: { prevIndex: isCount, prevTerm: isCount, entries: Array.isArray, commit: isCount },
  appendReply: { match: isCount },
  appendReject: { prevIndex: isCount, hintIndex: isCount, hintTerm: isCount },
  heartbeat: { commit: isCount, round: isCount },
  heartbeatReply: { round: isCount },
  snapshotChunk: { snapshot: isSnapshot, offset: isCount, data: isBytes, done: isFlag },
  snapshotReply: { index: isCount, offset: isCount, installed: isFlag },
  timeoutNow: {},
  readIndex: { ref: isCount },
  readIndexReply: { ref: isCount, index: isCountOrNull },
};
const shapes: ReadonlyMap<unknown, Readonly<Record<string, Check>>> = new Map(Object.entries(fields));

/** What is wrong with it, in words, or null. */
export function fault(message: unknown): string | null {
  if (!isFields(message)) return 'not a message';
  const shape = shapes.get(message['type']);
  if (shape === undefined) return 'a message of an unknown type';
  if (!isCount(message['term'])) return 'a term that is none';
  for (const [field, holds] of Object.entries(shape))
    if (!holds(message[field])) return `a malformed ${field}`;
  if (message['type'] === 'append') return entriesFault(message);
  if (message['type'] === 'snapshotChunk') return chunkFault(message);
  return null;
}

/** Entries follow each other and `prevIndex`; terms do not fall and end at the sender's. */
function entriesFault({ entries, prevIndex, prevTerm, term }: Fields): string | null {
  if (!Array.isArray(entries) || !isCount(prevIndex) || !isCount(prevTerm) || !isCount(term))
    return 'not a message';
  let last = { index: prevIndex, term: prevTerm };
  for (const entry of entries as readonly unknown[]) {
    if (!isFields(entry) || !isCount(entry['index']) || !isCount(entry['term'])) return 'a malformed entry';
    if (!isPayload(entry['payload'])) return 'a malformed entry';
    if (entry['index'] !== last.index + 1) return 'entries with a gap';
    if (entry['term'] < last.term) return 'entries whose terms fall';
    last = { index: entry['index'], term: entry['term'] };
  }
  return last.term > term ? 'an entry from a later term than its sender' : null;
}

function chunkFault({ snapshot, data, done, term }: Fields): string | null {
  if (!isFields(snapshot) || !(data instanceof Uint8Array)) return 'not a message';
  if (Number(snapshot['term']) > Number(term)) return 'a snapshot from a later term than its sender';
  return data.byteLength === 0 && done !== true ? 'an empty chunk' : null;
}
