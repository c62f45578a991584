/** The order of lists: stages, each a part of a table in an order of its own. */
import { z } from 'zod';
import type { KindName } from '../../../shared/contract/v2.ts';
import { isOver } from '../../../shared/domain/indexes.ts';
import type { Job, Print } from '../../../shared/domain/model.ts';
import { inQueueOrder } from '../../../shared/domain/queue.ts';
import { badCursor } from './cursor.ts';
import type { Records } from './kinds.ts';

export type Stage<E> = Readonly<{
  name: string;
  holds: (record: E) => boolean;
  compare: (one: E, other: E) => number;
  /** What a cursor says of the last record that was given. */
  mark: (record: E) => unknown;
  /** Whether a record follows such a mark. Throws Refused where it is none. */
  follows: (mark: unknown) => (record: E) => boolean;
  /** Its order may change, so that a record may slip past a cursor; the next stage then gives it. */
  shifting?: true;
  /** Only records of the groups that changed meanwhile. */
  again?: true;
}>;

type Shape<E, K> = Readonly<{
  name: string;
  holds: (record: E) => boolean;
  key: (record: E) => K;
  schema: z.ZodType<K>;
  compare: (one: K, other: K) => number;
}>;

function stage<E, K>({ name, holds, key, schema, compare }: Shape<E, K>): Stage<E> {
  return {
    name,
    holds,
    compare: (one, other) => compare(key(one), key(other)),
    mark: key,
    follows: (mark) => {
      const read = schema.safeParse(mark);
      if (!read.success) throw badCursor();
      return (record) => compare(key(record), read.data) > 0;
    },
  };
}

const Moment = z.strictObject({ at: z.number(), id: z.string() });
type Moment = z.infer<typeof Moment>;
const byId = (one: string, other: string) => (one < other ? -1 : one === other ? 0 : 1);
const byTime = (one: Moment, other: Moment) => one.at - other.at || byId(one.id, other.id);

const ANY = () => true;

function inTime<E extends Readonly<{ id: string }>>(
  name: string,
  at: (record: E) => number,
  holds: (record: E) => boolean = ANY,
): Stage<E> {
  const key = (record: E) => ({ at: at(record), id: record.id });
  return stage({ name, holds, key, schema: Moment, compare: byTime });
}

function newestFirst<E extends Readonly<{ id: string }>>(
  name: string,
  at: (record: E) => number,
  holds: (record: E) => boolean,
): Stage<E> {
  const key = (record: E) => ({ at: at(record), id: record.id });
  return stage({ name, holds, key, schema: Moment, compare: (one, other) => byTime(other, one) });
}

const Placed = z.strictObject({
  id: z.string(),
  priority: z.number(),
  orderDueAt: z.number().nullable(),
  rank: z.number(),
});
const isOpen = (job: Job) => !isOver(job);
type Created = Readonly<{ id: string; createdAt: number }>;
const created = ({ createdAt }: Created) => createdAt;
const asAdded: Stage<Created> = inTime('all', created);
const isRunning = ({ outcome }: Print) => outcome === 'running';

/** The jobs that are not over, as they come. */
export const queue: Stage<Job> = {
  ...stage<Job, z.infer<typeof Placed>>({
    name: 'queue',
    holds: isOpen,
    key: ({ id, priority, orderDueAt, rank }) => ({ id, priority, orderDueAt, rank }),
    schema: Placed,
    compare: inQueueOrder,
  }),
  shifting: true,
};

/** The stages of each kind's table; what is over and not in it any more follows from the archive. */
export const STAGES = {
  filaments: [asAdded],
  spools: [asAdded],
  printers: [asAdded],
  jobs: [
    queue,
    // A record's own time never changes, so nothing slips past here.
    { ...inTime<Job>('again', created, isOpen), again: true },
    newestFirst(
      'finished',
      (job) => job.completedAt ?? 0,
      (job) => !isOpen(job),
    ),
  ],
  prints: [
    inTime('running', (print) => print.startedAt, isRunning),
    newestFirst(
      'ended',
      (print) => print.endedAt ?? 0,
      (print) => !isRunning(print),
    ),
  ],
  activity: [],
} as const satisfies { readonly [K in KindName]: readonly Stage<Records[K]>[] };
