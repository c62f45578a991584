/**
 * What a log entry carries for the state machine: a command or the opening of a session, stamped by
 * the leader that appended it. Encoded once by the leader, decoded by every node that applies it.
 */
import { z } from 'zod';
import type { Answer } from '../../shared/domain/answers.ts';
import { CommandSchema } from '../../shared/domain/commands.ts';
import { type RosterAnswer, RosterCommand } from '../membership/roster/types.ts';
import { NewerEntryError, StateError } from './errors.ts';

/** The rules that apply to an entry are those of its version. 2: the roster's commands. */
export const ENTRY_VERSION = 2;

export const SessionId = z.string().min(1).max(160);
export const Key = z.string().min(1).max(64);

/** Opens a session for one boot of one node and ends that node's earlier ones. */
const Open = z.object({ type: z.literal('open'), node: z.string().min(1).max(64), session: SessionId });

/** What a session may ask of the state machine: a change of the records, or of who belongs. */
export const LogCommand = z.union([CommandSchema, RosterCommand]);
export type LogCommand = z.output<typeof LogCommand>;
export type LogAnswer = Answer | RosterAnswer;
/** What such a command is answered with. */
export type AnswerTo<C extends LogCommand> = C extends RosterCommand ? RosterAnswer : Answer;

export function isRosterCommand(command: LogCommand): command is RosterCommand {
  return command.type.startsWith('roster.');
}

/** A command under its session and sequence number; `low` is the lowest number still unanswered. */
const Run = z.object({
  type: z.literal('run'),
  session: SessionId,
  seq: z.int().positive(),
  low: z.int().positive(),
  key: Key.optional(),
  command: LogCommand,
});

export const Body = z.discriminatedUnion('type', [Open, Run]);
export type Body = z.output<typeof Body>;
export type Run = z.output<typeof Run>;

const Envelope = z.object({
  v: z.union([z.literal(1), z.literal(ENTRY_VERSION)]),
  /** The leader's wall clock, epoch ms, for people. */
  at: z.number(),
  /** Accumulated leader-monotonic ms, for expiry. */
  age: z.number().nonnegative(),
  body: Body,
});
export type Envelope = z.output<typeof Envelope>;

/** The text of a log entry's payload. */
export function encodeEnvelope(envelope: Omit<Envelope, 'v'>): string {
  return JSON.stringify({ v: ENTRY_VERSION, ...envelope });
}

/**
 * The envelope in a log entry; null if it says that it is of this version, or of none, and is not: then it
 * is passed over, the same on every node.
 *
 * @throws NewerEntryError where going on would mean to apply something else than newer nodes do
 */
export function decodeEnvelope(data: string): Envelope | null {
  const value = decodeJson(data);
  refuseNewer(value);
  const parsed = Envelope.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/**
 * What a configuration entry says of the shop.
 * @throws NewerEntryError, StateError
 */
export function decodeFounding(data: string): Founding {
  const value = decodeJson(data);
  refuseNewer(value);
  const parsed = Founding.safeParse(value);
  if (!parsed.success) throw new StateError('the log holds an unreadable list of workstations');
  return parsed.data;
}

function decodeJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function refuseNewer(value: unknown): void {
  const isObject = typeof value === 'object' && value !== null && 'v' in value;
  if (isObject && typeof value.v === 'number' && value.v > ENTRY_VERSION) throw new NewerEntryError();
}

/** A member as the log's configuration entries know it. */
export const MemberRecord = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
  /** Fingerprint of its public key. */
  key: z.string().min(16).max(64).optional(),
  link: z.object({ host: z.string(), port: z.int().min(0).max(65535) }),
  http: z.object({ host: z.string(), port: z.int().min(0).max(65535) }).nullable(),
});
export type MemberRecord = z.output<typeof MemberRecord>;

/** What the log's first entry says of the shop. */
export const Founding = z.object({
  clusterId: z.string().min(8).max(64),
  epoch: z.int().nonnegative(),
  shop: z.string().min(1).max(80),
  members: z.array(MemberRecord).min(1).max(100),
  /** The certificate of the shop's first authority: DER, base64. */
  authority: z.string().min(1).max(4_096).optional(),
});
export type Founding = z.output<typeof Founding>;
