/** What replicas say to each other over a link: Raft's messages, forwarded writes, status and digests. */
import { z } from 'zod';
import { Aside } from '../membership/asides.ts';
import { parseRaftMessage } from '../links/messages.ts';
import type { Message } from '../raft/types.ts';
import { Key, LogCommand, type Run, SessionId } from './envelope.ts';

/** One write under way to the leader; `attempt` tells its sendings apart. */
const Forwarded = z.object({
  seq: z.int().positive(),
  attempt: z.int().positive(),
  low: z.int().positive(),
  key: Key.optional(),
  command: LogCommand,
});
export type Forwarded = z.output<typeof Forwarded>;

const Refused = z.object({ seq: z.int().positive(), attempt: z.int().positive() });

/** What the log holds of it: the sending's number does not belong there. */
export function runOf(session: string, { seq, low, key, command }: Forwarded): Run {
  return { type: 'run', session, seq, low, command, ...(key === undefined ? {} : { key }) };
}

/** Writes in one message: with every field as long as it may be, they fit into the links' largest frame. */
export const FORWARD_WRITES = 128;

/** As many are told to whoever connects. */
export const TOLD_CHECKPOINTS = 16;

const Checkpoint = z.object({ index: z.int().positive(), digest: z.string().regex(/^[0-9a-f]{64}$/) });

const Wire = z.discriminatedUnion('type', [
  /** Please append an opening of this session of mine. */
  z.object({ type: z.literal('open'), session: SessionId }),
  z.object({
    type: z.literal('forward'),
    session: SessionId,
    writes: z.array(Forwarded).min(1).max(FORWARD_WRITES),
  }),
  /** These sendings were not appended, for certain. */
  z.object({
    type: z.literal('refused'),
    session: SessionId,
    writes: z.array(Refused).min(1).max(FORWARD_WRITES),
  }),
  /** How this replica is; sent to every peer a few times a second. */
  z.object({
    type: z.literal('status'),
    applied: z.int().nonnegative(),
    last: z.int().nonnegative(),
    /** Its disk has forgotten something that it has not got back yet. */
    damaged: z.boolean(),
  }),
  /** What its state amounted to (`agreement.ts`), oldest first; `all` that it can tell, or a further one. */
  z.object({
    type: z.literal('digest'),
    checkpoints: z.array(Checkpoint).max(TOLD_CHECKPOINTS),
    all: z.boolean(),
  }),
  z.object({ type: z.literal('aside'), aside: Aside }),
]);

export type WireMessage = z.output<typeof Wire> | Readonly<{ type: 'raft'; message: Message }>;

export type Of<T extends WireMessage['type']> = Extract<WireMessage, { type: T }>;

/** What a node answers that did not append these. */
export function refusalOf({ session, writes }: Of<'forward'>): Of<'refused'> {
  return { type: 'refused', session, writes: writes.map(({ seq, attempt }) => ({ seq, attempt })) };
}

/** A decoded frame as a message, or null if it is none. */
export function parseWire(value: unknown): WireMessage | null {
  if (isRaft(value)) {
    const message = parseRaftMessage(value.message);
    return message && { type: 'raft', message };
  }
  const parsed = Wire.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function isRaft(value: unknown): value is { type: 'raft'; message: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'raft' &&
    'message' in value
  );
}
