import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dialer } from './dialer.ts';
import type { Address } from './types.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const at = (...ports: number[]): Address[] => ports.map((port) => ({ host: '127.0.0.1', port }));

/** A dialer of one peer; `answer` is the port that answers, and every attempt ends at once. */
function dialing(addresses: () => readonly Address[], answer: number | null = null) {
  const dialled: Readonly<{ port: number; at: number }>[] = [];
  const dialer = new Dialer({
    peers: () => [{ id: 'b', addresses: addresses() }],
    connected: () => false,
    dial: (id, address) => {
      dialled.push({ port: address.port, at: Date.now() });
      if (address.port === answer) dialer.reached(id, address);
      queueMicrotask(() => dialer.ended(id));
    },
    minMs: 50,
    maxMs: 1_000,
    random: () => 0.5,
  });
  return { dialer, dialled, ports: () => dialled.map(({ port }) => port) };
}

describe('a peer with several addresses', () => {
  it('is tried at each in turn, and the wait grows from round to round only', async () => {
    const { dialer, dialled, ports } = dialing(() => at(1, 2, 3));
    dialer.start();
    await vi.advanceTimersByTimeAsync(2_000);
    dialer.stop();
    expect(ports().slice(0, 7)).toEqual([1, 2, 3, 1, 2, 3, 1]);
    const gaps = dialled.slice(1).map((attempt, n) => attempt.at - dialled[n]!.at);
    expect(gaps.slice(0, 2)).toEqual([25, 25]);
    expect(gaps[5]).toBeGreaterThan(gaps[2]!);
  });

  it('is tried first where it answered last', async () => {
    const { dialer, ports } = dialing(() => at(1, 2, 3), 2);
    dialer.start();
    await vi.advanceTimersByTimeAsync(1_000);
    dialer.stop();
    expect(ports().slice(0, 4)).toEqual([1, 2, 2, 2]);
  });

  it('is not tried without an address, and is once it has one', async () => {
    let known: Address[] = [];
    const { dialer, ports } = dialing(() => known);
    dialer.start();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ports()).toEqual([]);
    known = at(9);
    dialer.tick();
    await vi.advanceTimersByTimeAsync(50);
    dialer.stop();
    expect(ports()).toContain(9);
  });
});
