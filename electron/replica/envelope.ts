/**
 * What a log entry carries for the state machine: a command or the opening of a session, stamped by
 * the leader that appended it. Encoded once by the leader, decoded by every node that applies it.
 */
import { z } from 'zod';
import type { Answer } from '../../shared/domain/answers.ts';
import { lifted, type OldCommand, OldCommandSchema } from '../../shared/domain/commands-v2.ts';
import { type CommandInput, CommandSchema } from '../../shared/domain/commands.ts';
import { lean } from '../../shared/domain/lean.ts';
import { FIRST_VERSION, RULES_VERSION } from '../../shared/domain/versions.ts';
import { type RosterAnswer, RosterCommand } from '../membership/roster/types.ts';
import { NewerEntryError, StateError } from './errors.ts';

export const SessionId = z.string().min(1).max(160);
export const Key = z.string().min(1).max(64);
/** Who works at a workstation, as picked there; checked at the door. */
export const Operator = z.string().max(80);

/** Opens a session for one boot of one node and ends that node's earlier ones. */
const Open = z.object({ type: z.literal('open'), node: z.string().min(1).max(64), session: SessionId });

/** What a session may ask of the state machine: a change of the records, or of who belongs. */
export const LogCommand = z.union([CommandSchema, RosterCommand]);
export type LogCommand = z.output<typeof LogCommand>;
/** The same as it may be asked for, before defaults. */
export type LogInput = CommandInput | RosterCommand;
export type LogAnswer = Answer | RosterAnswer;
/** What such a command is answered with. */
export type AnswerTo<C extends LogInput> = C extends RosterCommand ? RosterAnswer : Answer;

export function isRosterCommand(command: Readonly<{ type: string }>): command is RosterCommand {
  return command.type.startsWith('roster.');
}

/** A command under its session and sequence number; `low` is the lowest number still unanswered. */
const run = {
  type: z.literal('run'),
  session: SessionId,
  seq: z.int().positive(),
  low: z.int().positive(),
  key: Key.optional(),
  /** The name that somebody picked, for people; version 2 passes it over. */
  operator: Operator.optional(),
};
const Run = z.object({ ...run, command: LogCommand });
export type Run = z.output<typeof Run>;

/** From here on the shop goes by newer rules: all its workstations know them. */
const Raise = z.object({ type: z.literal('raise'), to: z.int().positive() });

const Body = z.discriminatedUnion('type', [Open, Run, Raise]);
export type Body = z.output<typeof Body>;

const stamps = {
  v: z.int().positive(),
  /** The leader's wall clock, epoch ms, for people. */
  at: z.number(),
  /** Accumulated leader-monotonic ms, for expiry. */
  age: z.number().nonnegative(),
};
const Envelope = z.object({ ...stamps, body: Body });
/** `said`: the command as it counts for its key, where that is not the command itself. */
export type Envelope = z.output<typeof Envelope> & Readonly<{ said?: OldCommand }>;

/** As a workstation reads it that knows the first rules alone. */
const OldEnvelope = z.object({
  ...stamps,
  body: z.discriminatedUnion('type', [
    Open,
    z.object({ ...run, command: z.union([OldCommandSchema, RosterCommand]) }),
  ]),
});

/** What a leader is to append. */
export type Proposal = Exclude<Body, Run> | (Omit<Run, 'command'> & Readonly<{ command: LogInput }>);

/** The text of a log entry's payload. @param version of the rules that the shop goes by */
export function encodeEnvelope(
  { at, age, body }: Readonly<{ at: number; age: number; body: Proposal }>,
  version: number,
): string {
  if (body.type === 'raise') return JSON.stringify({ v: body.to, at, age, body });
  if (body.type === 'open' || isRosterCommand(body.command))
    return JSON.stringify({ v: version, at, age, body });
  // Whoever knows the first rules alone passes over what else it says, and so does everybody while those are in force.
  return JSON.stringify({ v: version, at, age, body: { ...body, command: lean(body.command) } });
}

/**
 * The envelope in a log entry; null if it says that it is of this version, or of none, and is not: then it
 * is passed over, the same on every node.
 *
 * @param version of the rules that the shop goes by: with the first ones, what is said beyond them does not count
 * @throws NewerEntryError where going on would mean to apply something else than newer nodes do
 */
export function decodeEnvelope(data: string, version: number): Envelope | null {
  const value = decodeJson(data);
  refuseNewer(value);
  if (version <= FIRST_VERSION && versionOf(value) <= FIRST_VERSION) return decodeOld(value);
  const parsed = Envelope.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function decodeOld(value: unknown): Envelope | null {
  const parsed = OldEnvelope.safeParse(value);
  if (!parsed.success) return null;
  const { body, ...rest } = parsed.data;
  if (body.type === 'open') return { ...rest, body };
  const { command } = body;
  if (isRosterCommand(command)) return { ...rest, body: { ...body, command } };
  return { ...rest, body: { ...body, command: lifted(command) }, said: command };
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
  if (versionOf(value) > RULES_VERSION) throw new NewerEntryError();
}

function versionOf(value: unknown): number {
  const has = typeof value === 'object' && value !== null && 'v' in value;
  return has && typeof value.v === 'number' ? value.v : 0;
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
  /** The rules that it begins with; absent: the first ones. A workstation that does not know them stops here. */
  v: z.int().min(FIRST_VERSION).max(RULES_VERSION).optional(),
  clusterId: z.string().min(8).max(64),
  epoch: z.int().nonnegative(),
  shop: z.string().min(1).max(80),
  members: z.array(MemberRecord).min(1).max(100),
  /** The certificate of the shop's first authority: DER, base64. */
  authority: z.string().min(1).max(4_096).optional(),
});
export type Founding = z.output<typeof Founding>;
