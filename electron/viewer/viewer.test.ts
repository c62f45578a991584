import { describe, expect, it } from 'vitest';
import { createSolo } from '../testing/solo.ts';
import type { Solo } from '../testing/solo.ts';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts';
import type { Push, Reply } from '../../shared/contract/protocol.ts';
import type { Change } from '../../shared/domain/model.ts';
import { TABLES } from '../../shared/domain/model.ts';
import { MAX_UNSENT_BYTES } from './stream.ts';
import { createViewer, NO_ID } from './viewer.ts';

type Message = Push | Reply;

/** A viewer whose messages are kept; `unsent` is what the test says. */
function open(solo: Solo) {
  const messages: Message[] = [];
  let unsent = 0;
  let heard: (() => void)[] = [];
  const draining: (() => void)[] = [];
  const viewer = createViewer(
    solo,
    'build-1',
    {
      send: (message) => {
        messages.push(message);
        for (const listener of heard.splice(0)) listener();
      },
      unsent: () => unsent,
      drained: () => new Promise((resolve) => draining.push(resolve)),
    },
    () => undefined,
  );
  const pushes = () => messages.filter((message): message is Push => 'push' in message);
  return {
    viewer,
    messages,
    pushes,
    replies: () => messages.filter((message): message is Reply => 'id' in message),
    setUnsent: (bytes: number) => {
      unsent = bytes;
      if (bytes === 0) for (const resolve of draining.splice(0)) resolve();
    },
    /** Waits for the first message that satisfies. */
    until: async (test: (message: Message) => boolean): Promise<Message> => {
      for (;;) {
        const found = messages.find(test);
        if (found) return found;
        await new Promise<void>((resolve) => (heard = [...heard, resolve]));
      }
    },
    hello: () => viewer.receive({ id: 0, request: 'hello', params: { protocol: PROTOCOL_VERSION } }),
    subscribe: (id = 1) => viewer.receive({ id, request: 'subscribe', params: {} }),
  };
}

const isPush =
  (name: Push['push']) =>
  (message: Message): boolean =>
    'push' in message && message.push === name;
const isDone = (message: Message) => 'push' in message && message.push === 'state' && message.body.done;

const addPrinter = (solo: Solo, id: string) =>
  solo.execute({ type: 'printer.create', id, maker: 'm', model: 'x', note: '' });

/** What a renderer holds after these pushes; throws where the stream has a gap. */
function mirror(pushes: readonly Push[]): { index: number; tables: Record<string, Map<string, unknown>> } {
  const tables = Object.fromEntries(TABLES.map((table) => [table, new Map<string, unknown>()]));
  let index = -1;
  const put = (changes: readonly Change[]) => {
    for (const { table, id, entity } of changes) {
      if (entity) tables[table]!.set(id, entity);
      else tables[table]!.delete(id);
    }
  };
  for (const { push, body } of pushes) {
    if (push === 'state') {
      if (body.first) for (const table of Object.values(tables)) table.clear();
      put(body.rows);
      index = body.index;
    } else if (push === 'changes') {
      if (body.from !== index) throw new Error(`gap: ${body.from} after ${index}`);
      put(body.changes);
      index = body.to;
    }
  }
  return { index, tables };
}

const stateOf = (solo: Solo) =>
  Object.fromEntries(TABLES.map((table) => [table, new Map<string, unknown>(solo.shop[table])]));

describe('a viewer', () => {
  it('greets first', () => {
    const { viewer, messages, hello, subscribe } = open(createSolo());
    subscribe(7);
    viewer.receive({ id: 8, request: 'hello', params: { protocol: PROTOCOL_VERSION + 1 } });
    subscribe(9);
    hello();
    expect(messages).toMatchObject([
      { id: 7, error: { code: 'badRequest' } },
      { id: 8, result: { protocol: PROTOCOL_VERSION, build: 'build-1' } },
      { id: 9, error: { code: 'badRequest' } },
      { id: 0, result: { protocol: PROTOCOL_VERSION, build: 'build-1' } },
    ]);
  });

  it('gets the state in slices, while writing goes on, then every change: its mirror is the state', async () => {
    const solo = createSolo();
    for (let n = 0; n < 1700; n += 1) await addPrinter(solo, `P${n}`);
    const { hello, subscribe, until, pushes } = open(solo);
    hello();
    subscribe();
    for (let n = 0; n < 30; n += 1) {
      await addPrinter(solo, `during${n}`);
      await solo.execute({ type: 'printer.retire', id: `P${n * 50}` });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(isDone);
    await addPrinter(solo, 'after');
    await until((message) => isPush('changes')(message) && mirror(pushes()).index === solo.appliedIndex);

    const states = pushes().filter((message) => message.push === 'state');
    expect(states.length).toBeGreaterThanOrEqual(4);
    expect(states.map(({ body }) => body.first)).toEqual(states.map((_, nth) => nth === 0));
    expect(states.map(({ body }) => body.done)).toEqual(states.map((_, nth) => nth === states.length - 1));
    expect(new Set(states.map(({ body }) => body.index)).size).toBe(1);
    expect(mirror(pushes())).toEqual({ index: solo.appliedIndex, tables: stateOf(solo) });
  });

  it('gets an empty state too, and health at once and whenever it changes', async () => {
    const solo = createSolo();
    const { hello, subscribe, until, pushes } = open(solo);
    hello();
    subscribe();
    await until(isDone);
    solo.setMode('readingOnly');
    const modes = pushes().flatMap((message) => (message.push === 'health' ? [message.body.mode] : []));
    expect(modes).toEqual(['alone', 'readingOnly']);
    expect(mirror(pushes()).tables.printers!.size).toBe(0);
  });

  it('that falls behind is told once and gets nothing until it subscribes anew', async () => {
    const solo = createSolo();
    const { hello, subscribe, until, pushes, setUnsent, messages } = open(solo);
    hello();
    subscribe();
    await until(isDone);
    setUnsent(MAX_UNSENT_BYTES + 1);
    await addPrinter(solo, 'P1');
    await addPrinter(solo, 'P2');
    solo.setMode('readingOnly');
    solo.setMode('alone');
    expect(pushes().at(-1)).toEqual({ push: 'reset', body: { reason: 'behind' } });
    expect(pushes().filter(({ push }) => push === 'reset')).toHaveLength(1);
    expect(solo.watchers).toBe(0);

    setUnsent(0);
    const before = messages.length;
    subscribe(2);
    await until((message) => messages.indexOf(message) >= before && isDone(message));
    expect(mirror(pushes().slice(-1)).tables).toEqual(stateOf(solo));
  });

  it('that takes the state slowly is waited for, not sent more', async () => {
    const solo = createSolo();
    for (let n = 0; n < 1200; n += 1) await addPrinter(solo, `P${n}`);
    const { hello, subscribe, until, pushes, setUnsent } = open(solo);
    setUnsent(MAX_UNSENT_BYTES * 0.75);
    hello();
    subscribe();
    await until(isPush('state'));
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(pushes().filter(({ push }) => push === 'state')).toHaveLength(1);
    setUnsent(0);
    await until(isDone);
    expect(mirror(pushes()).tables).toEqual(stateOf(solo));
  });

  it('is told to start over when a snapshot replaces the state', async () => {
    const solo = createSolo();
    const { hello, subscribe, until } = open(solo);
    hello();
    subscribe();
    await until(isDone);
    solo.replaceState();
    expect(await until(isPush('reset'))).toEqual({ push: 'reset', body: { reason: 'snapshot' } });
    expect(solo.watchers).toBe(0);
  });

  it('that subscribes again and again has one stream', async () => {
    const solo = createSolo();
    const { hello, subscribe, until, pushes, viewer } = open(solo);
    hello();
    for (let n = 0; n < 500; n += 1) subscribe(n);
    await until(isDone);
    expect(solo.watchers).toBe(1);
    expect(pushes().filter(({ push }) => push === 'state')).toHaveLength(1);
    viewer.close();
    expect(solo.watchers).toBe(0);
  });

  it('executes: answers, refusals by a rule, and what went wrong', async () => {
    const solo = createSolo();
    const { hello, viewer, until } = open(solo);
    hello();
    const command = { type: 'printer.create', id: 'P1', maker: 'm', model: 'x' };
    const execute = (id: number, key: string, what: unknown = command) => {
      viewer.receive({ id, request: 'execute', params: { key, command: what } });
      return until((message) => 'id' in message && message.id === id);
    };
    expect(await execute(1, 'key-00001')).toEqual({ id: 1, result: { ok: true, id: 'P1' } });
    expect(await execute(2, 'key-00001')).toEqual({ id: 2, result: { ok: true, id: 'P1' } });
    expect(await execute(3, 'key-00003')).toMatchObject({
      result: { ok: false, refusal: { code: 'duplicateId' } },
    });
    expect(await execute(4, 'key-00001', { ...command, id: 'P2' })).toMatchObject({
      error: { code: 'badRequest' },
    });
    expect(await execute(5, 'key-00005', { ...command, maker: 5 })).toMatchObject({
      error: { code: 'badRequest', message: 'command.maker: must be text' },
    });
    expect(await execute(6, 'short')).toMatchObject({ error: { code: 'badRequest' } });
    solo.setMode('readingOnly');
    expect(await execute(7, 'key-00007')).toMatchObject({ error: { code: 'unavailable' } });
  });

  it('waits for a hundred answers at most', () => {
    const solo = { ...createSolo(), execute: () => new Promise<never>(() => undefined) };
    const { hello, viewer, replies } = open(solo);
    hello();
    for (let id = 1; id <= 105; id += 1) {
      const params = { key: `key-${id}-00`, command: { type: 'printer.retire', id: 'P1' } };
      viewer.receive({ id, request: 'execute', params });
    }
    expect(replies().slice(1)).toMatchObject(
      [101, 102, 103, 104, 105].map((id) => ({ id, error: { code: 'unavailable' } })),
    );
  });

  it.each([null, 3, 'x', [], {}, { id: -1, request: 'hello' }, { id: 1.5, request: 'hello', params: {} }])(
    'that says %j is told so',
    (message) => {
      const { viewer, messages } = open(createSolo());
      viewer.receive(message);
      expect(messages).toMatchObject([{ id: NO_ID, error: { code: 'badRequest' } }]);
    },
  );

  it('that asks for something unknown gets its id back', () => {
    const { viewer, messages } = open(createSolo());
    viewer.receive({ id: 4, request: 'destroy', params: {} });
    expect(messages).toMatchObject([
      {
        id: 4,
        error: {
          code: 'badRequest',
          message: 'request: must be one of hello, subscribe, execute, page, manage, plan, save',
        },
      },
    ]);
  });

  it('that changes who belongs gets the answer; what has the wrong shape reaches no workstation', async () => {
    const asked: unknown[] = [];
    const managed = { ok: false, code: 'lastMember', sentence: 'It is the only one.' } as const;
    const manage = (action: unknown) => {
      asked.push(action);
      return Promise.resolve(managed);
    };
    const { hello, viewer, messages } = open({ ...createSolo(), manage });
    hello();
    viewer.receive({ id: 2, request: 'manage', params: { action: { action: 'leave' } } });
    viewer.receive({ id: 3, request: 'manage', params: { action: { action: 'rename', id: 'a', name: '' } } });
    await expect.poll(() => messages.filter((message) => 'id' in message && message.id > 1)).toHaveLength(2);
    expect(messages).toContainEqual({ id: 2, result: managed });
    expect(messages).toContainEqual({
      id: 3,
      error: expect.objectContaining({ code: 'badRequest' }) as unknown,
    });
    expect(asked).toEqual([{ action: 'leave' }]);
  });

  it('says who asks, and shows by pages what was done, the newest first', async () => {
    const solo = createSolo();
    for (let n = 0; n < 90; n += 1) await addPrinter(solo, `P${n}`);
    const { hello, viewer, until } = open(solo);
    hello();
    const command = { type: 'printer.edit', id: 'P1', note: 'x' };
    viewer.receive({ id: 1, request: 'execute', params: { key: 'key-00001', command, operator: ' Ada ' } });
    await until((message) => 'id' in message && message.id === 1);
    const page = async (id: number, before: number | null, archive = 'activity') => {
      viewer.receive({ id, request: 'page', params: { archive, before, limit: 50 } });
      const reply = await until((message) => 'id' in message && message.id === id);
      return (reply as unknown as Readonly<{ result: { records: { id: string }[]; next: number | null } }>)
        .result;
    };
    const newest = await page(2, null);
    expect(newest).toMatchObject({ next: 41, length: 91 });
    expect(newest.records[0]).toMatchObject({ id: '91', operator: 'Ada', action: 'printer.edit' });
    const older = await page(3, newest.next);
    expect(older.next).toBeNull();
    const ids = [...newest.records, ...older.records].map(({ id }) => Number(id));
    expect(ids).toEqual(Array.from({ length: 91 }, (_, n) => 91 - n));
    expect(await page(4, 5_000)).toEqual(newest);
    expect(await page(5, null, 'jobs')).toEqual({ records: [], next: null, length: 0 });
    viewer.receive({ id: 6, request: 'page', params: { archive: 'jobs', before: null, limit: 201 } });
    expect(await until((message) => 'id' in message && message.id === 6)).toMatchObject({
      error: { code: 'badRequest' },
    });
  });

  it('that has gone is sent nothing', async () => {
    const solo = createSolo();
    const { hello, subscribe, viewer, messages } = open(solo);
    hello();
    subscribe();
    const params = { key: 'key-00001', command: { type: 'printer.retire', id: 'P1' } };
    viewer.receive({ id: 2, request: 'execute', params });
    viewer.close();
    const count = messages.length;
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await addPrinter(solo, 'P1');
    expect(messages).toHaveLength(count);
    expect(solo.watchers).toBe(0);
  });
});
