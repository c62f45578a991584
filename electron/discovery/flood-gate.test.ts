import { describe, expect, it } from 'vitest';
import { FloodGate } from './flood-gate.ts';

describe('the gate', () => {
  it('admits 64 packets a second from one source, and the others go on being heard', () => {
    const gate = new FloodGate();
    const admitted = (source: string, times: number, now: number) =>
      Array.from({ length: times }, () => gate.admit(source, now)).filter((it) => it === 'admitted').length;
    expect(admitted('10.0.0.66', 100_000, 0)).toBe(64);
    expect(gate.admit('10.0.0.66', 999)).toBe('too many from one source');
    expect(admitted('10.0.0.1', 5, 500)).toBe(5);
    expect(admitted('10.0.0.66', 100_000, 1_000)).toBe(64);
  });

  it('admits 1,024 from all sources together', () => {
    const gate = new FloodGate();
    const all = Array.from({ length: 5_000 }, (_, n) => gate.admit(`10.0.${n >> 8}.${n & 255}`, 0));
    expect(all.filter((it) => it === 'admitted')).toHaveLength(1_024);
    expect(all.at(-1)).toBe('too many from all sources');
  });
});
