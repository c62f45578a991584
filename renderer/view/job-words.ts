/** A job's order in a few words each. */
import type { Job } from '../../shared/domain/model.ts';
import { gramsOf } from './format.ts';

/** `2 of 5`, with what failed of it; empty for a single copy that never failed. */
export function copiesWords({ copies, done, failed }: Pick<Job, 'copies' | 'done' | 'failed'>): string {
  const words = copies > 1 ? [`${done} of ${copies}`] : [];
  if (failed > 0) words.push(`${failed} failed`);
  return words.join(', ');
}

/** What one copy takes, and how many there are. */
export function weightWords({ copies, weightMg }: Pick<Job, 'copies' | 'weightMg'>): string {
  return copies > 1 ? `${copies} × ${gramsOf(weightMg)}` : gramsOf(weightMg);
}

const PRIORITIES: readonly (readonly [number, string])[] = [
  [2, 'Urgent'],
  [1, 'High'],
  [0, 'Normal'],
  [-1, 'Low'],
];

/** `Urgent`, or `Priority 7` for one that has no word. */
export function priorityWords(priority: number): string {
  return PRIORITIES.find(([each]) => each === priority)?.[1] ?? `Priority ${priority}`;
}

/** The priorities that are offered, the highest first, with that of the job where it is another one. */
export function prioritiesFor(priority: number): readonly number[] {
  const offered = PRIORITIES.map(([each]) => each);
  return offered.includes(priority) ? offered : [...offered, priority].sort((a, b) => b - a);
}
