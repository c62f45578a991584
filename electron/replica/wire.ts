/** What replicas say to each other over a link: Raft's messages, forwarded writes, status and digests. */
import { z } from 'zod';
import { FIRST_VERSION } from '../../shared/domain/versions.ts';
import { Aside } from '../membership/asides.ts';
import { parseRaftMessage } from '../links/messages.ts';
import type { Message } from '../raft/types.ts';
import { Key, LogCommand, type LogInput, Operator, type Proposal, SessionId } from './envelope.ts';

/** One write under way to the leader; `attempt` tells its sendings apart. */
const Forwarded = z.object({
  seq: z.int().positive(),
  attempt: z.int().positive(),
  low: z.int().positive(),
  key: Key.optional(),
  operator: Operator.optional(),
  command: LogCommand,
});
export type Forwarded = Omit<z.output<typeof Forwarded>, 'command'> & Readonly<{ command: LogInput }>;

const Refused = z.object({ seq: z.int().positive(), attempt: z.int().positive() });

/** What the log holds of it: the sending's number does not belong there. */
export function runOf(session: string, { attempt: _, ...write }: Forwarded): Proposal {
  return { type: 'run', session, ...write };
}

/** Writes in one message: with every field as long as it may be, they fit into the links' largest frame. */
export const FORWARD_WRITES = 96;
/** As many are taken: earlier versions, whose commands were shorter, send them. */
const TAKEN_WRITES = 128;

/** As many are told to whoever connects. */
export const TOLD_CHECKPOINTS = 16;

const Checkpoint = z.object({ index: z.int().positive(), digest: z.string().regex(/^[0-9a-f]{64}$/) });

const Wire = z.discriminatedUnion('type', [
  /** Please append an opening of this session of mine. */
  z.object({ type: z.literal('open'), session: SessionId }),
  z.object({
    type: z.literal('forward'),
    session: SessionId,
    writes: z.array(Forwarded).min(1).max(TAKEN_WRITES),
  }),
  /** These sendings were not appended, for certain. */
  z.object({
    type: z.literal('refused'),
    session: SessionId,
    writes: z.array(Refused).min(1).max(TAKEN_WRITES),
  }),
  /** How this replica is; sent to every peer a few times a second. */
  z.object({
    type: z.literal('status'),
    applied: z.int().nonnegative(),
    last: z.int().nonnegative(),
    /** Its disk has forgotten something that it has not got back yet. */
    damaged: z.boolean(),
    /** The newest rules that its program knows. */
    rules: z.int().positive().default(FIRST_VERSION),
  }),
  /** What its state amounted to (`agreement.ts`), oldest first; `all` that it can tell, or a further one. */
  z.object({
    type: z.literal('digest'),
    checkpoints: z.array(Checkpoint).max(TOLD_CHECKPOINTS),
    all: z.boolean(),
  }),
  z.object({ type: z.literal('aside'), aside: Aside }),
]);

type Said = z.output<typeof Wire>;
export type WireMessage =
  | Exclude<Said, { type: 'forward' }>
  | Readonly<{ type: 'forward'; session: string; writes: readonly Forwarded[] }>
  | Readonly<{ type: 'raft'; message: Message }>;

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
