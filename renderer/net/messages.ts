/** What arrives from a workstation, checked at the door. Rows are checked by table name only: the
 * workstation has checked them, and they come by the hundred thousand. */
import { z } from 'zod';
import { Health } from '../../shared/contract/health.ts';
import type { Failure, Push } from '../../shared/contract/protocol.ts';
import { TABLES } from '../../shared/domain/model.ts';
import type { Change } from '../../shared/domain/model.ts';

const tables: ReadonlySet<unknown> = new Set(TABLES);

const Rows = z
  .array(z.looseObject({ table: z.string(), id: z.string() }))
  // A table this page does not know yet belongs to a screen it does not have either.
  .transform((rows) => rows.filter((row) => tables.has(row.table)) as unknown as Change[]);

const PushMessage = z.discriminatedUnion('push', [
  z.object({
    push: z.literal('state'),
    body: z.object({ index: z.number(), first: z.boolean(), done: z.boolean(), rows: Rows }),
  }),
  z.object({
    push: z.literal('changes'),
    body: z.object({ from: z.number(), to: z.number(), changes: Rows }),
  }),
  z.object({ push: z.literal('reset'), body: z.object({ reason: z.enum(['behind', 'snapshot']) }) }),
  z.object({ push: z.literal('health'), body: Health }),
]);

const ReplyMessage = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z
    .object({
      code: z.enum(['badRequest', 'unavailable', 'unknownOutcome', 'internal']),
      message: z.string(),
    })
    .optional(),
});

export type Incoming =
  | Readonly<{ kind: 'push'; push: Push }>
  | Readonly<{ kind: 'result'; id: number; result: unknown }>
  | Readonly<{ kind: 'error'; id: number; error: Failure }>;

/** The message in its checked form, or null where it is none that the contract knows. */
export function readMessage(message: unknown): Incoming | null {
  const push = PushMessage.safeParse(message);
  if (push.success) return { kind: 'push', push: push.data };
  const reply = ReplyMessage.safeParse(message);
  if (!reply.success) return null;
  const { id, result, error } = reply.data;
  return error ? { kind: 'error', id, error } : { kind: 'result', id, result };
}

/** The same for a text frame. */
export function readFrame(text: unknown): Incoming | null {
  if (typeof text !== 'string') return null;
  try {
    return readMessage(JSON.parse(text));
  } catch {
    return null;
  }
}
