/**
 * The one typed map of requests and pushes between a workstation and whoever looks at it. The same
 * map is spoken over a WebSocket (console) and over IPC (app): as JSON text or structured clone.
 *
 * A viewer sends `{id, request, params}` and gets `{id, result}` or `{id, error}`; the workstation
 * pushes `{push, body}`. After `subscribe` come `state` chunks (the last has `done`), then `changes`
 * whose `from` equals the `to` before; on a gap, `reset`, or a lost connection: subscribe anew.
 * A request that is long (a file, many commands) comes in parts: `long-text.ts`.
 */
import { z } from 'zod';
import { CommandSchema } from '../domain/commands.ts';
import { ARCHIVES, type ArchiveName, type Archived, type Change } from '../domain/model.ts';
import { line } from '../domain/text.ts';
import type { Answer } from '../domain/answers.ts';
import { type Planned, PlanParams, type Saved, SaveParams } from './files.ts';
import type { Health } from './health.ts';
import { Action, type Managed } from './membership.ts';

/** Changes when viewer and workstation would no longer understand each other. */
export const PROTOCOL_VERSION = 1;

/** Records of one page of an archive at most. */
export const MAX_PAGE = 200;

/** A part of a list, the newest first. */
export type PageOf<R> = Readonly<{
  records: readonly R[];
  /** What to ask for as `before` to read on; null: there is nothing older. */
  next: number | null;
  /** How many records there are in all. */
  length: number;
}>;
export type Page<A extends ArchiveName = ArchiveName> = PageOf<Archived[A]>;

export const Requests = {
  /** First request on a connection. */
  hello: z.object({ protocol: z.number() }),
  /** Start the stream from nothing; replaces an earlier subscription of this connection. */
  subscribe: z.object({}),
  /**
   * Carry out a command. The same `key` again within a day gets the first answer, from any
   * workstation. Refusals by a rule are results; `unavailable` and `unknownOutcome` are errors.
   */
  execute: z.object({
    // As REST has it: what is no well-formed text could not travel to the leader.
    key: z.string().regex(/^[\x20-\x7e]{8,64}$/, 'must be 8 to 64 printable ASCII characters'),
    command: CommandSchema,
    /** The name of whoever asks, where one was picked. */
    operator: line(80).optional(),
  }),
  /**
   * Records of an archive, the newest first: those in front of position `before`, or (null) the last ones. What comes in
   * meanwhile is told by nothing but its consequences: whoever shows the newest asks again when `changes` arrive.
   */
  page: z.object({
    archive: z.enum(ARCHIVES),
    before: z.int().nonnegative().nullable(),
    limit: z.int().min(1).max(MAX_PAGE),
  }),
  /** Change who belongs to the shop, or get into one. Refusals are results. */
  manage: z.object({ action: Action }),
  /** Look at a file: what it is, and what bringing it in would do. Changes nothing. */
  plan: PlanParams,
  /** Keep records as a file where the user says: only where this viewer's own window can ask (the app). */
  save: SaveParams,
} as const;
export type RequestName = keyof typeof Requests;
/** As a viewer sends them. */
export type Params<R extends RequestName> = z.input<(typeof Requests)[R]>;

export type Results = {
  hello: Readonly<{ protocol: number; build: string }>;
  subscribe: Readonly<Record<string, never>>;
  execute: Answer;
  page: Page;
  manage: Managed;
  plan: Planned;
  save: Saved;
};

/** What went wrong, apart from refusals by a rule. */
export type ErrorCode =
  /** The shape is wrong; `message` says what and where. */
  | 'badRequest'
  /** Certainly not applied. */
  | 'unavailable'
  /** May or may not be applied; the same key again will tell. */
  | 'unknownOutcome'
  | 'internal';
export type Failure = Readonly<{ code: ErrorCode; message: string }>;

export type Pushes = {
  /** A part of the state at index `index`; the first has `first`, the last `done`. */
  state: Readonly<{ index: number; first: boolean; done: boolean; rows: readonly Change[] }>;
  /** Everything that changed after `from` up to `to`. */
  changes: Readonly<{ from: number; to: number; changes: readonly Change[] }>;
  /** The stream was cut: subscribe anew. */
  reset: Readonly<{ reason: 'behind' | 'snapshot' }>;
  health: Health;
};
export type PushName = keyof Pushes;
export type Push = { [P in PushName]: Readonly<{ push: P; body: Pushes[P] }> }[PushName];

/** The envelope of a request, before its parameters are checked. */
export const Envelope = z.object({
  id: z.int().nonnegative(),
  request: z.enum(['hello', 'subscribe', 'execute', 'page', 'manage', 'plan', 'save']),
  params: z.unknown(),
});

export type Reply<R extends RequestName = RequestName> =
  Readonly<{ id: number; result: Results[R] }> | Readonly<{ id: number; error: Failure }>;
