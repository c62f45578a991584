import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand';
import type { Push } from '../../shared/contract/protocol.ts';
import type { Change } from '../../shared/domain/model.ts';
import { Tables } from '../../shared/domain/tables.ts';
import { RequestFailure } from '../net/transport.ts';
import { aHealth, aPrinter } from '../testing/records.ts';
import { fakeTransport } from '../testing/transport.ts';
import type { Replica } from './replica.ts';
import { startSession } from './session.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const put = (id: string): Change => ({ table: 'printers', id, entity: aPrinter({ id }) });
const state = (index: number, ...rows: Change[]): Push => ({
  push: 'state',
  body: { index, first: true, done: true, rows },
});
const changes = (from: number, ...changed: Change[]): Push => ({
  push: 'changes',
  body: { from, to: from + 1, changes: changed },
});
const reset: Push = { push: 'reset', body: { reason: 'snapshot' } };

function open() {
  const transport = fakeTransport();
  const store = createStore<Replica>(() => ({
    tables: new Tables(),
    index: null,
    live: false,
    connection: 'connecting',
    health: null,
  }));
  const session = startSession(transport, store);
  const shown = () => [...store.getState().tables.printers.keys()];
  return { transport, store, session, shown };
}

/** A page that follows a workstation with one printer at index 1. */
function following() {
  const page = open();
  page.transport.connects();
  page.transport.pushes(state(1, put('a')));
  return page;
}

describe('following a workstation', () => {
  it('begins when the connection is there', () => {
    const { transport, store, shown } = open();
    expect(transport.subscriptions()).toBe(0);
    transport.connects();
    expect(transport.subscriptions()).toBe(1);
    expect(store.getState()).toMatchObject({ connection: 'connected', live: false, index: null });
    transport.pushes(state(1, put('a')));
    expect(store.getState()).toMatchObject({ live: true, index: 1 });
    expect(shown()).toEqual(['a']);
  });

  it('shows a change at once, and those that follow closely together', async () => {
    const { transport, store, shown } = following();
    let drawn = 0;
    store.subscribe((next, before) => {
      if (next.tables !== before.tables) drawn += 1;
    });
    for (let from = 1; from <= 40; from += 1) {
      transport.pushes(changes(from, put(`p${from}`)));
      await vi.advanceTimersByTimeAsync(5);
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(shown()).toHaveLength(41);
    expect(store.getState().index).toBe(41);
    // 200 ms at one drawing every 50 ms.
    expect(drawn).toBeLessThanOrEqual(6);
    transport.pushes(changes(41, put('last')));
    expect(shown()).toContain('last');
  });

  it('counts entries that change no record', async () => {
    const { transport, store } = following();
    transport.pushes(changes(1));
    transport.pushes(changes(2));
    await vi.advanceTimersByTimeAsync(100);
    expect(store.getState().index).toBe(3);
  });

  it('takes health as it comes and keeps it when the connection is lost', () => {
    const { transport, store } = following();
    transport.pushes({ push: 'health', body: aHealth({ mayFail: 1 }) });
    transport.loses();
    expect(store.getState().health).toMatchObject({ mayFail: 1 });
  });
});

describe('a gap', () => {
  it('is closed by a new subscription, and what is shown stays until that is whole', () => {
    const { transport, store, shown } = following();
    transport.pushes(changes(5, put('too early')));
    expect(transport.subscriptions()).toBe(2);
    expect(store.getState()).toMatchObject({ live: false, index: 1 });
    expect(shown()).toEqual(['a']);
    transport.pushes(state(6, put('b')));
    expect(store.getState()).toMatchObject({ live: true, index: 6 });
    expect(shown()).toEqual(['b']);
  });

  it('loses nothing that had arrived before it', () => {
    const { transport, shown } = following();
    transport.pushes(changes(1, put('b')));
    transport.pushes(changes(2, put('c')));
    transport.pushes(reset);
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('never lets changes of before onto a state of after', async () => {
    const { transport, shown } = following();
    transport.pushes(changes(1, put('b')));
    transport.pushes(changes(2, { table: 'printers', id: 'a', entity: null }));
    transport.pushes(state(9, put('new')));
    await vi.advanceTimersByTimeAsync(200);
    expect(shown()).toEqual(['new']);
  });
});

describe('a lost connection', () => {
  it('leaves what is shown and says so; the next one subscribes anew', () => {
    const { transport, store, shown } = following();
    transport.pushes(changes(1, put('b')));
    transport.loses();
    expect(store.getState()).toMatchObject({ connection: 'lost', live: false });
    expect(shown()).toEqual(['a', 'b']);
    transport.connects();
    expect(store.getState()).toMatchObject({ connection: 'connected', live: false });
    expect(transport.subscriptions()).toBe(2);
  });

  it('does not hide that the page is outdated while the workstation is looked for again', () => {
    const { transport, store } = following();
    transport.loses('outdated');
    transport.loses('lost');
    expect(store.getState().connection).toBe('outdated');
    transport.connects();
    expect(store.getState().connection).toBe('connected');
  });

  it('may fail the subscription without anybody minding', async () => {
    const { transport } = open();
    transport.connects();
    transport.asked[0]!.reject(new RequestFailure('unavailable', 'lost'));
    await vi.advanceTimersByTimeAsync(0);
    expect(transport.subscriptions()).toBe(1);
  });
});

describe('settled', () => {
  it('means that what has arrived is shown', async () => {
    const { transport, session, shown } = following();
    transport.pushes(changes(1, put('b')));
    transport.pushes(changes(2, put('c')));
    await session.settled();
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('waits for a new subscription to be whole', async () => {
    const { transport, session } = following();
    transport.pushes(reset);
    let settled = false;
    void session.settled().then(() => (settled = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(settled).toBe(false);
    transport.pushes(state(7));
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toBe(true);
  });

  it('does not wait for a connection that is gone', async () => {
    const { transport, session } = following();
    transport.pushes(reset);
    const settled = session.settled();
    transport.loses();
    await settled;
    await session.settled();
  });
});

it('a session that was stopped follows no more', async () => {
  const { transport, session, shown } = following();
  session.stop();
  transport.pushes(changes(1, put('b')));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(shown()).toEqual(['a']);
});
