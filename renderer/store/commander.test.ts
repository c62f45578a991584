import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand';
import type { CommandInput } from '../../shared/domain/commands.ts';
import type { ErrorCode } from '../../shared/contract/protocol.ts';
import { Requests } from '../../shared/contract/protocol.ts';
import { RequestFailure } from '../net/transport.ts';
import { fakeTransport } from '../testing/transport.ts';
import { createCommander, newKey } from './commander.ts';
import { pendingFor } from './pendings.ts';
import type { Pendings } from './pendings.ts';

const start: CommandInput = { type: 'job.start', id: 'J-1' };

function commanding(settled: () => Promise<void> = () => Promise.resolve()) {
  const transport = fakeTransport();
  const pendings = createStore<Pendings>(() => ({ byKey: new Map() }));
  const commander = createCommander(transport, pendings, settled);
  const waiting = () => [...pendings.getState().byKey.keys()];
  return { transport, pendings, commander, waiting };
}

describe('a command', () => {
  it('stands as pending until its effect is on the screen', async () => {
    let show = () => {};
    const { transport, commander, waiting } = commanding(() => new Promise((resolve) => (show = resolve)));
    const outcome = commander.send(start, 'key-1');
    expect(waiting()).toEqual(['key-1']);
    transport.asked[0]!.resolve({ ok: true, id: 'J-1' });
    await Promise.resolve();
    await Promise.resolve();
    expect(waiting()).toEqual(['key-1']);
    show();
    expect(await outcome).toEqual({ kind: 'accepted', id: 'J-1' });
    expect(waiting()).toEqual([]);
  });

  it('goes out under the key that it was given', async () => {
    const { transport, commander } = commanding();
    const outcome = commander.send(start, 'key-1');
    expect(transport.asked[0]).toMatchObject({
      request: 'execute',
      params: { key: 'key-1', command: start },
    });
    transport.asked[0]!.resolve({ ok: true, id: 'J-1' });
    await outcome;
  });

  it('is sent with the name of whoever works here, where one is picked', () => {
    const transport = fakeTransport();
    const pendings = createStore<Pendings>(() => ({ byKey: new Map() }));
    let operator = '';
    const commander = createCommander(
      transport,
      pendings,
      () => Promise.resolve(),
      () => operator,
    );
    void commander.send(start, 'key-1');
    operator = 'Ada';
    void commander.send(start, 'key-2');
    expect(transport.asked.map(({ params }) => params)).toEqual([
      { key: 'key-1', command: start },
      { key: 'key-2', command: start, operator: 'Ada' },
    ]);
  });

  it('that a rule refuses comes back with the rule', async () => {
    const { transport, commander, waiting } = commanding();
    const refusal = { code: 'printerBusy', params: { printer: 'MK4S-1', job: 'J-2' } };
    const outcome = commander.send(start, 'key-1');
    transport.asked[0]!.resolve({ ok: false, refusal });
    expect(await outcome).toEqual({ kind: 'refused', refusal });
    expect(waiting()).toEqual([]);
  });

  it.each<[ErrorCode, string]>([
    ['unavailable', 'unavailable'],
    ['unknownOutcome', 'unknown'],
    ['badRequest', 'failed'],
    ['internal', 'failed'],
  ])('that ends with %s is %s, and pending no more', async (code, kind) => {
    const { transport, commander, waiting } = commanding();
    const outcome = commander.send(start, 'key-1');
    transport.asked[0]!.reject(new RequestFailure(code, 'command.id: is wrong'));
    expect(await outcome).toMatchObject({ kind });
    expect(waiting()).toEqual([]);
  });

  it('does not disturb another one that waits', async () => {
    const { transport, commander, waiting } = commanding();
    const first = commander.send(start, 'key-1');
    void commander.send({ type: 'job.start', id: 'J-2' }, 'key-2');
    transport.asked[0]!.resolve({ ok: true, id: 'J-1' });
    await first;
    expect(waiting()).toEqual(['key-2']);
  });
});

describe('what waits for a record', () => {
  it('is the latest command about it, and about its kind', () => {
    const finish: CommandInput = { type: 'job.finish', id: 'J-1' };
    const byKey = new Map<string, CommandInput>([
      ['1', start],
      ['2', finish],
      ['3', { type: 'printer.retire', id: 'J-1' }],
    ]);
    expect(pendingFor({ byKey }, 'job', 'J-1')).toBe(finish);
    expect(pendingFor({ byKey }, 'spool', 'J-1')).toBeUndefined();
    expect(pendingFor({ byKey }, 'job', 'J-2')).toBeUndefined();
  });
});

it('every key is another one, and one that the contract takes', () => {
  const keys = new Set(Array.from({ length: 1_000 }, newKey));
  expect(keys.size).toBe(1_000);
  for (const key of keys) expect(Requests.execute.shape.key.safeParse(key).success).toBe(true);
});
