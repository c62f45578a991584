/** The order of the queue: by priority, then by due date, then as jobs came in, unless somebody moved one. */
import type { Job } from './model.ts';
import type { Id } from './text.ts';
import { accept, notFound, refuse, type Rule } from './rule.ts';

/** Generated ids count upwards: the shorter one comes first. */
function byId(one: Id, other: Id): number {
  return one.length - other.length || (one < other ? -1 : one === other ? 0 : 1);
}

type Placed = Pick<Job, 'id' | 'priority' | 'orderDueAt' | 'rank'>;

/** Compares two jobs for `sort`: what is to be printed first comes first. */
export function inQueueOrder(one: Placed, other: Placed): number {
  if (one.priority !== other.priority) return other.priority - one.priority;
  const [due, otherDue] = [one.orderDueAt ?? Infinity, other.orderDueAt ?? Infinity];
  if (due !== otherDue) return due - otherDue;
  return one.rank - other.rank || byId(one.id, other.id);
}

/**
 * A job stands where it was put: in front of `before`, among whose priority and due date it then counts, or behind all
 * of its own priority.
 */
export const moveJob: Rule<'job.move'> = (draft, { id, before }) => {
  const job = draft.get('jobs', id);
  if (job === undefined)
    return draft.filed('jobs', id)
      ? refuse({ code: 'notInQueue', params: { job: id } })
      : notFound('jobs', id);
  const others = [...draft.openJobs()].filter((other) => other.id !== id).sort(inQueueOrder);
  if (job.completedAt !== null) return refuse({ code: 'notInQueue', params: { job: id } });
  if (before === id) return accept(id);
  if (before === null) {
    const last = others.filter(({ priority }) => priority === job.priority).at(-1);
    if (last === undefined || inQueueOrder(last, job) < 0) return accept(id);
    draft.put('jobs', { ...job, orderDueAt: last.orderDueAt, rank: last.rank + 1 });
    return accept(id);
  }
  const at = others.findIndex((other) => other.id === before);
  const next = others[at];
  if (next === undefined)
    return (draft.get('jobs', before) ?? draft.filed('jobs', before))
      ? refuse({ code: 'notInQueue', params: { job: before } })
      : notFound('jobs', before);
  const previous = others[at - 1];
  const { priority, orderDueAt } = next;
  const lower = previous !== undefined && sameGroup(previous, next) ? previous.rank : next.rank - 2;
  const rank = (lower + next.rank) / 2;
  if (lower < rank && rank < next.rank) {
    draft.put('jobs', { ...job, priority, orderDueAt, rank });
    return accept(id);
  }
  // No room between the two: the jobs from there on make some.
  draft.put('jobs', { ...job, priority, orderDueAt, rank: lower + 1 });
  let floor = lower + 1;
  for (const follower of others.slice(at)) {
    if (!sameGroup(follower, next) || follower.rank > floor) break;
    floor += 1;
    draft.shift({ ...follower, rank: floor });
  }
  return accept(id);
};

function sameGroup(one: Job, other: Job): boolean {
  return one.priority === other.priority && one.orderDueAt === other.orderDueAt;
}
