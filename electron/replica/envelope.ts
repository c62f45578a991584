/**
 * What a log entry carries for the state machine: a command or the opening of a session, stamped by
 * the leader that appended it. Encoded once by the leader, decoded by every node that applies it.
 */
import { z } from 'zod';
import { CommandSchema } from '../../shared/domain/commands.ts';

/** The rules that apply to an entry are those of its version. */
export const ENTRY_VERSION = 1;

export const SessionId = z.string().min(1).max(160);
export const Key = z.string().min(1).max(64);

/** Opens a session for one boot of one node and ends that node's earlier ones. */
const Open = z.object({ type: z.literal('open'), node: z.string().min(1).max(64), session: SessionId });

/** A command under its session and sequence number; `low` is the lowest number still unanswered. */
const Run = z.object({
  type: z.literal('run'),
  session: SessionId,
  seq: z.int().positive(),
  low: z.int().positive(),
  key: Key.optional(),
  command: CommandSchema,
});

export const Body = z.discriminatedUnion('type', [Open, Run]);
export type Body = z.output<typeof Body>;
export type Run = z.output<typeof Run>;

const Envelope = z.object({
  v: z.literal(ENTRY_VERSION),
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

/** The envelope in a log entry, or null if this version cannot read it (the same on every node of this version). */
export function decodeEnvelope(data: string): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  const parsed = Envelope.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** A member as the log's configuration entries know it. */
export const MemberRecord = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
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
});
export type Founding = z.output<typeof Founding>;
