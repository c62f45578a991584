import { describe, expect, it } from 'vitest';
import { BulkLines } from './bulk-lines.ts';
import type { Connection } from './connection.ts';

const addresses = [7100, 7101].map((port) => ({ host: '10.0.0.2', port }));

/** Lines, and whom they dialled at which port. */
function lines() {
  const dialled: string[] = [];
  const bulk = new BulkLines(
    () => [{ id: 'b', addresses }],
    (peer, { port }) => dialled.push(`${peer}:${port}`),
  );
  return { bulk, dialled };
}

function connection() {
  const state = { ticks: 0, closed: false };
  const made = { tick: () => (state.ticks += 1), close: () => (state.closed = true) };
  return { state, connection: made as unknown as Connection };
}

function ticks(bulk: BulkLines, count: number): void {
  for (let n = 0; n < count; n++) bulk.tick();
}

describe('a line for what is large', () => {
  it('is dialled when there is something to send, and there once it is open', () => {
    const { bulk, dialled } = lines();
    expect(bulk.to('b')).toBeNull();
    expect(bulk.to('b')).toBeNull();
    expect(dialled).toEqual(['b:7100']);
    const line = connection();
    bulk.opened('b', 'dialled', line.connection);
    expect(bulk.to('b')).toBe(line.connection);
  });

  it('is tried again every ten seconds where it does not open, at each address in turn', () => {
    const { bulk, dialled } = lines();
    for (let second = 0; second < 25; second++) {
      bulk.to('b');
      bulk.tick();
    }
    expect(dialled).toEqual(['b:7100', 'b:7101', 'b:7100']);
  });

  it('that closes is dialled again', () => {
    const { bulk, dialled } = lines();
    bulk.to('b');
    const line = connection();
    bulk.opened('b', 'dialled', line.connection);
    bulk.closed('b', line.connection);
    expect(bulk.to('b')).toBeNull();
    ticks(bulk, 10);
    bulk.to('b');
    expect(dialled).toHaveLength(2);
  });

  it('is closed once nothing was sent for ten seconds', () => {
    const { bulk } = lines();
    bulk.to('b');
    const line = connection();
    bulk.opened('b', 'dialled', line.connection);
    ticks(bulk, 8);
    bulk.to('b');
    ticks(bulk, 10);
    expect(line.state).toEqual({ ticks: 18, closed: false });
    ticks(bulk, 1);
    expect(line.state.closed).toBe(true);
    expect(bulk.of('b')).toEqual([]);
  });

  it('that nobody waits for any more is closed when it opens', () => {
    const { bulk } = lines();
    const line = connection();
    bulk.opened('b', 'dialled', line.connection);
    expect(line.state.closed).toBe(true);
  });

  it('that the peer opened is the peer’s to send on, and a later one replaces it', () => {
    const { bulk, dialled } = lines();
    const [first, second] = [connection(), connection()];
    bulk.opened('b', 'accepted', first.connection);
    expect(bulk.to('b')).toBeNull();
    expect(dialled).toHaveLength(1);
    bulk.opened('b', 'accepted', second.connection);
    expect(first.state.closed).toBe(true);
    bulk.closed('b', first.connection);
    expect(bulk.of('b')).toEqual([second.connection]);
  });

  it('is not dialled where nobody knows an address', () => {
    const dialled: string[] = [];
    const bulk = new BulkLines(
      () => [],
      (peer) => dialled.push(peer),
    );
    expect(bulk.to('b')).toBeNull();
    expect(dialled).toEqual([]);
  });
});
