import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { type Operation, Recorder } from './history.ts';
import { REGISTERS, type RegisterInput, type RegisterOutput } from './model.ts';

type Op = Operation<RegisterInput, RegisterOutput>;

let client = 0;
const write = (value: string, called: number, returned: number, name = 'x'): Op => ({
  client: (client += 1),
  input: { kind: 'write', name, value },
  output: returned === Infinity ? null : { value: null },
  called,
  returned,
});
const read = (value: string | null, called: number, returned: number, name = 'x'): Op => ({
  client: (client += 1),
  input: { kind: 'read', name },
  output: { value },
  called,
  returned,
});
const kindOf = (...history: Op[]) => check(REGISTERS, history).kind;

describe('a history is linearizable', () => {
  it('where nothing happened', () => expect(kindOf()).toBe('linearizable'));

  it('where one thing comes after the other', () =>
    expect(kindOf(write('a', 0, 1), read('a', 2, 3), write('b', 4, 5), read('b', 6, 7))).toBe(
      'linearizable',
    ));

  it('where a read beside a write sees the old or the new', () => {
    expect(kindOf(write('a', 0, 1), write('b', 2, 9), read('a', 3, 4))).toBe('linearizable');
    expect(kindOf(write('a', 0, 1), write('b', 2, 9), read('b', 3, 4))).toBe('linearizable');
  });

  it('where writes at the same time are seen in one order', () =>
    expect(kindOf(write('a', 0, 9), write('b', 0, 9), read('a', 10, 11))).toBe('linearizable'));

  it('where a write without an answer is seen late, or never', () => {
    expect(kindOf(write('a', 0, Infinity), read(null, 1, 2), read('a', 50, 60))).toBe('linearizable');
    expect(kindOf(write('a', 0, Infinity), read(null, 50, 60))).toBe('linearizable');
  });

  it('where each register is, whatever the others do', () =>
    expect(kindOf(write('a', 0, 1, 'x'), read(null, 2, 3, 'y'))).toBe('linearizable'));
});

describe('a history is a violation', () => {
  it('where a read is stale: what was acknowledged before it is not seen', () => {
    const stale = read(null, 2, 3);
    const verdict = check(REGISTERS, [write('a', 0, 1), stale]);
    expect(verdict).toMatchObject({ kind: 'violation', partition: 'x', stuck: stale });
  });

  it('where what was seen is gone again', () =>
    expect(kindOf(write('a', 0, 9), read('a', 1, 2), read(null, 3, 4))).toBe('violation'));

  it('where two readers see two writes in two orders', () =>
    expect(
      kindOf(
        write('a', 0, 1),
        write('b', 2, 20),
        write('c', 2, 20),
        read('b', 3, 4),
        read('c', 5, 6),
        read('b', 7, 8),
      ),
    ).toBe('violation'));

  it('where something is read that nobody wrote', () =>
    expect(kindOf(write('a', 0, 1), read('z', 2, 3))).toBe('violation'));

  it('where a write without an answer is seen, and is then not there', () =>
    expect(kindOf(write('a', 0, Infinity), read('a', 1, 2), read(null, 3, 4))).toBe('violation'));

  it('where a write without an answer is seen before it was called', () =>
    expect(kindOf(read('a', 0, 1), write('a', 2, Infinity))).toBe('violation'));
});

it('a history that would take too long is told as undecided, and as nothing else', () => {
  const writes = Array.from({ length: 12 }, (_, n) => write(`${n}`, 0, 100));
  expect(check(REGISTERS, [...writes, read('z', 101, 102)], 50).kind).toBe('undecided');
});

/** Every order of the operations, without any cleverness. */
function isLinearizable(history: readonly Op[], state: string | null = null): boolean {
  if (history.every(({ returned }) => returned === Infinity)) return true;
  return history.some((operation, n) => {
    if (history.some(({ returned }) => returned < operation.called)) return false;
    const next = REGISTERS.step(state, operation.input, operation.output);
    return next !== null && isLinearizable(history.toSpliced(n, 1), next.state);
  });
}

const value = fc.constantFrom('a', 'b', null);
const operation = fc
  .tuple(fc.boolean(), value, fc.nat(12), fc.integer({ min: 1, max: 6 }), fc.nat(9))
  .map(([writes, seen, called, lasts, luck]): Op => {
    if (!writes) return read(seen, called, called + lasts);
    return write(seen ?? 'c', called, luck === 0 ? Infinity : called + lasts);
  });

it('the search agrees with trying every order', () => {
  const seen = { linearizable: 0, violation: 0, undecided: 0 };
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 6 }), (history) => {
      const { kind } = check(REGISTERS, history);
      seen[kind] += 1;
      expect(kind).toBe(isLinearizable(history) ? 'linearizable' : 'violation');
    }),
    { numRuns: 3_000 },
  );
  // Of both there were enough to mean something.
  expect(Math.min(seen.linearizable, seen.violation)).toBeGreaterThan(200);
});

it('a history of 2,000 operations of ten clients, and the same with one stale read, are told apart in time', () => {
  const history = busy(2_000);
  expect(check(REGISTERS, history).kind).toBe('linearizable');
  const last = history.at(-1)!;
  const stale = read('never', last.returned + 1, last.returned + 2);
  expect(check(REGISTERS, [...history, stale]).kind).toBe('violation');
});

/** Ten clients at one register, whose operations take effect in the middle of their time. */
function busy(size: number): Op[] {
  let held: string | null = null;
  return Array.from({ length: size }, (_, n) => {
    const half = 1 + ((n * 7) % 5);
    if (n % 3 === 0) {
      held = `v${n}`;
      return write(held, n - half + 0.5, n + half);
    }
    return read(held, n - half + 0.5, n + half);
  });
}

describe('a recorder', () => {
  it('keeps what had an answer and what has none, and leaves out what certainly was not done', () => {
    let now = 0;
    const recorder = new Recorder<RegisterInput, RegisterOutput>(() => (now += 1));
    const input: RegisterInput = { kind: 'read', name: 'x' };
    const [a, b, c] = [recorder.call(1, input), recorder.call(2, input), recorder.call(3, input)];
    b.isUnknown();
    c.failed();
    a.returns({ value: null });
    expect(recorder.history).toEqual([
      { client: 2, input, output: null, called: 2, returned: Infinity },
      { client: 1, input, output: { value: null }, called: 1, returned: 4 },
    ]);
  });
});
