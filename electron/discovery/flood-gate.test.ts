import { describe, expect, it } from 'vitest';
import { FloodGate } from './flood-gate.ts';

const admitted = (answers: readonly string[]) => answers.filter((it) => it === 'admitted').length;

describe('the gate', () => {
  it('admits 64 packets a second from one source, and the others go on being heard', () => {
    const gate = new FloodGate();
    const times = (source: string, count: number, now: number) =>
      admitted(Array.from({ length: count }, () => gate.admit(source, now)));
    expect(times('10.0.0.66', 100_000, 0)).toBe(64);
    expect(times('10.0.0.1', 5, 500)).toBe(5);
    expect(gate.admit('10.0.0.66', 999)).toBe('too many from one source');
    expect(times('10.0.0.66', 100_000, 1_000)).toBe(64);
  });

  it('admits so many from all together, and then still the first of who was silent before', () => {
    const gate = new FloodGate();
    const flood = Array.from({ length: 100 * 50 }, (_, n) => gate.admit(`10.0.0.${n % 100}`, 0));
    expect(admitted(flood)).toBe(100 + 64);
    expect(flood.at(-1)).toBe('too many from all sources');
    expect(gate.admit('10.0.1.1', 1)).toBe('admitted');
    expect(gate.admit('10.0.1.1', 1)).toBe('too many from all sources');
    expect(gate.admit('10.0.1.1', 100)).toBe('admitted');
  });

  it('has an end even where every packet has a source of its own', () => {
    const gate = new FloodGate();
    const flood = Array.from({ length: 50_000 }, (_, n) =>
      gate.admit(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, 0),
    );
    expect(admitted(flood)).toBe(128 + 64);
  });
});
