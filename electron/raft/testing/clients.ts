/** Those who write and read: what they were told, and whether it was true. */
import type { Effect, Entry, Index, NodeId, NotProposed, Payload } from '../types.ts';
import { must } from './violation.ts';

type Answer = Extract<Effect, { ref: number }>;
type Asked = Readonly<{
  node: NodeId;
  commands: readonly string[];
  /** How many are to be appended. */
  entries: number;
  floor: Index | null;
}>;

export type Submitted = Readonly<{
  ref: number;
  payloads: readonly Payload[];
  commands: readonly string[];
}>;

export class Clients {
  /** Appended by a leader; whether they are applied is not certain yet. */
  readonly accepted = new Set<string>();
  /** Certainly not applied, now or later. */
  readonly refused = new Set<string>();
  readonly appliedAt = new Map<string, Index>();
  readonly counts = { proposed: 0, notProposed: 0, readable: 0, notReadable: 0 };
  /** Reads that were answered, by their reference. */
  readonly readAt = new Map<number, Index>();
  /** Changes of who takes part that were appended, by their reference. */
  readonly changedAt = new Map<number, Index>();
  /** Why something was refused, by its reference. */
  readonly reasons = new Map<number, NotProposed>();
  #lastRef = 0;
  #lastCommand = 0;
  readonly #asked = new Map<number, Asked>();

  /** References of questions without an answer yet. */
  get waiting(): readonly number[] {
    return [...this.#asked.keys()];
  }

  /** What the next question will be called. */
  get nextRef(): number {
    return this.#lastRef + 1;
  }

  /** Commands of which it only matters that they are told apart. */
  write(node: NodeId, count: number): Submitted {
    return this.submit(
      node,
      Array.from({ length: count }, () => `c${++this.#lastCommand}`),
    );
  }

  /** @param commands each unlike every other that is ever submitted */
  submit(node: NodeId, commands: readonly string[]): Submitted {
    const ref = ++this.#lastRef;
    this.#asked.set(ref, { node, commands, entries: commands.length, floor: null });
    return { ref, commands, payloads: commands.map((data) => ({ kind: 'command', data })) };
  }

  /** Asks for a change of who takes part. */
  change(node: NodeId): number {
    const ref = ++this.#lastRef;
    this.#asked.set(ref, { node, commands: [], entries: 1, floor: null });
    return ref;
  }

  /** @param floor the last index that anybody may know the outcome of when it is asked */
  read(node: NodeId, floor: Index): number {
    const ref = ++this.#lastRef;
    this.#asked.set(ref, { node, commands: [], entries: 0, floor });
    return ref;
  }

  answered(node: NodeId, answer: Answer): void {
    const { ref } = answer;
    const asked = this.#asked.get(ref);
    must(asked?.node === node, () => `${node} answered ${ref}, which nobody asks it`);
    must((asked.floor === null) === answer.type.endsWith('oposed'), () => `${node} mixed up ${ref}`);
    this.#asked.delete(ref);
    this.counts[answer.type] += 1;
    if (answer.type === 'proposed') {
      const length = answer.lastIndex - answer.firstIndex + 1;
      must(length === asked.entries, () => `${node} appended ${length} of ${asked.entries}`);
      if (asked.commands.length === 0) this.changedAt.set(ref, answer.firstIndex);
      for (const command of asked.commands) this.accepted.add(command);
    }
    if (answer.type === 'notProposed') {
      this.reasons.set(ref, answer.reason);
      for (const command of asked.commands) this.refused.add(command);
    }
    if (answer.type !== 'readable') return;
    this.readAt.set(ref, answer.index);
    const floor = asked.floor ?? 0;
    must(answer.index >= floor, () => `stale read on ${node}: at ${answer.index}, though ${floor} was known`);
  }

  applied({ index, payload }: Entry): void {
    if (payload.kind !== 'command') return;
    const { data } = payload;
    const at = this.appliedAt.get(data) ?? index;
    must(at === index, () => `${data} applied at ${at} and at ${index}`);
    must(!this.refused.has(data), () => `${data} applied, though it was refused`);
    this.appliedAt.set(data, index);
  }

  /** Whoever waited for this node waits in vain. */
  died(node: NodeId): void {
    for (const [ref, asked] of this.#asked) if (asked.node === node) this.#asked.delete(ref);
  }
}
