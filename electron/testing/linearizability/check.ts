/**
 * Whether a history is linearizable: whether every operation can be given one moment between its call and its
 * return at which it takes effect, so that all answers are right. Wing and Gong's search (J. Parallel Distrib.
 * Comput. 1993) with Lowe's memory of what was tried (Concurrency Computat. 2017), one part after the other, as
 * porcupine does it.
 */
import type { Operation } from './history.ts';
import type { Model, Partition } from './model.ts';

export type Verdict<Input, Output> =
  | Readonly<{ kind: 'linearizable' }>
  | Readonly<{
      kind: 'violation';
      partition: string;
      /** The longest order that could be found, … */
      order: Partition<Input, Output>;
      /** … and what cannot come behind it, though it had returned. */
      stuck: Operation<Input, Output>;
    }>
  /** Not decided within the steps that were allowed. */
  | Readonly<{ kind: 'undecided'; partition: string }>;

/** What is tried for one part before it is given up. */
const STEPS = 5_000_000;

export function check<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly Operation<Input, Output>[],
  steps = STEPS,
): Verdict<Input, Output> {
  for (const [partition, part] of partitions(model, history)) {
    const verdict = search(model, part, steps);
    if (verdict === 'linearizable') continue;
    if (verdict === 'undecided') return { kind: 'undecided', partition };
    return { kind: 'violation', partition, ...verdict };
  }
  return { kind: 'linearizable' };
}

function partitions<State, Input, Output>(
  { partition }: Model<State, Input, Output>,
  history: readonly Operation<Input, Output>[],
): ReadonlyMap<string, Operation<Input, Output>[]> {
  const parts = new Map<string, Operation<Input, Output>[]>();
  for (const operation of history) {
    const name = partition(operation.input);
    const part = parts.get(name);
    if (part === undefined) parts.set(name, [operation]);
    else part.push(operation);
  }
  return parts;
}

/** Calls and returns in the order of time, linked, so that what was placed can be lifted out and put back. */
type Event = {
  readonly operation: number;
  readonly isCall: boolean;
  /** Of a call: the return. */
  match: Event | null;
  previous: Event;
  next: Event | null;
};

type Found<Input, Output> = Readonly<{ order: Partition<Input, Output>; stuck: Operation<Input, Output> }>;

function search<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: Partition<Input, Output>,
  steps: number,
): 'linearizable' | 'undecided' | Found<Input, Output> {
  const head = linked(part);
  const placed = new Placed(part.length);
  const tried = new Set<string>();
  const order: { call: Event; before: State }[] = [];
  let longest: Found<Input, Output> | null = null;
  let state = model.initial;
  let event = head.next;
  for (let step = 0; ; step += 1) {
    // Only what never returned is left: that may have had no effect at all.
    if (event === null || !hasReturn(head.next, part)) return 'linearizable';
    if (step >= steps) return 'undecided';
    const operation = at(part, event.operation);
    if (event.isCall) {
      const next = model.step(state, operation.input, operation.output);
      if (next !== null) {
        placed.add(event.operation);
        const key = `${placed.key()} ${model.key(next.state)}`;
        if (!tried.has(key)) {
          tried.add(key);
          order.push({ call: event, before: state });
          state = next.state;
          lift(event);
          event = head.next;
          continue;
        }
        placed.remove(event.operation);
      }
      event = event.next;
      continue;
    }
    // It had returned, and nothing that was called before its return fits here.
    if (longest === null || order.length > longest.order.length) {
      longest = { order: order.map(({ call }) => at(part, call.operation)), stuck: operation };
    }
    const last = order.pop();
    if (last === undefined) return longest;
    state = last.before;
    placed.remove(last.call.operation);
    putBack(last.call);
    event = last.call.next;
  }
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`There is nothing at ${index}.`);
  return found;
}

function linked(part: Partition<unknown, unknown>): Event {
  const moments = part.flatMap(({ called, returned }, operation) => [
    { time: called, isCall: true, operation },
    { time: returned, isCall: false, operation },
  ]);
  // At one and the same time calls come first: the two then overlap, which allows more orders.
  moments.sort((a, b) => (a.time === b.time ? Number(b.isCall) - Number(a.isCall) : a.time - b.time));
  const head = { operation: -1, isCall: false, match: null, next: null } as unknown as Event;
  head.previous = head;
  const calls = new Map<number, Event>();
  let previous = head;
  for (const { operation, isCall } of moments) {
    const event: Event = { operation, isCall, match: null, previous, next: null };
    previous.next = event;
    previous = event;
    if (isCall) calls.set(operation, event);
    else {
      const call = calls.get(operation);
      if (call !== undefined) call.match = event;
    }
  }
  return head;
}

function hasReturn(first: Event | null, part: Partition<unknown, unknown>): boolean {
  for (let event = first; event !== null; event = event.next) {
    if (!event.isCall) return at(part, event.operation).returned !== Infinity;
  }
  return false;
}

function lift(call: Event): void {
  for (const event of [call, call.match]) {
    if (event === null) continue;
    event.previous.next = event.next;
    if (event.next !== null) event.next.previous = event.previous;
  }
}

/** In the reverse order of `lift`, with the links that the event kept. */
function putBack(call: Event): void {
  for (const event of [call.match, call]) {
    if (event === null) continue;
    event.previous.next = event;
    if (event.next !== null) event.next.previous = event;
  }
}

/** Which operations were placed, as a set of bits. */
class Placed {
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.#words = new Uint32Array(Math.ceil(size / 32));
  }

  add(operation: number): void {
    this.#words[operation >>> 5] = (this.#words[operation >>> 5] ?? 0) | (1 << (operation & 31));
  }

  remove(operation: number): void {
    this.#words[operation >>> 5] = (this.#words[operation >>> 5] ?? 0) & ~(1 << (operation & 31));
  }

  key(): string {
    return this.#words.join();
  }
}
