import { describe, expect, it } from 'vitest';
import type { Action, Joining, SeenShop } from '../shared/contract/membership.ts';
import { type AttemptEvents, createLobby, type LobbyPorts, type Way } from './lobby.ts';

const NORTHSIDE: SeenShop = {
  clusterId: 'c-1',
  shop: 'Northside',
  workstations: [{ name: 'Office', address: { host: '10.0.0.1', port: 7100 } }],
};

/** A lobby whose attempts are the test's. */
function openLobby(fields: Partial<LobbyPorts> = {}) {
  const attempts: { way: Way; name: string; events: AttemptEvents; said: string[] }[] = [];
  const done: string[] = [];
  let seen: readonly SeenShop[] = [];
  let changed: () => void = () => undefined;
  const lobby = createLobby({
    name: 'CNC-PC',
    former: null,
    findings: ['REST is off here.'],
    shops: () => seen,
    watchShops: (listener) => {
      changed = listener;
      return () => undefined;
    },
    found: (shop, name) => {
      done.push(`found ${shop} as ${name}`);
      return Promise.resolve();
    },
    join: (way, name, events) => {
      const said: string[] = [];
      attempts.push({ way, name, events, said });
      return { confirm: () => said.push('confirm'), cancel: () => said.push('cancel') };
    },
    startOver: () => {
      done.push('start over');
      return Promise.resolve();
    },
    ...fields,
  });
  const see = (...shops: readonly SeenShop[]) => {
    seen = shops;
    changed();
  };
  const joining = () => lobby.health().lobby?.joining;
  return { lobby, attempts, done, see, joining };
}

const COMPARE: Joining = { phase: 'compare', shop: 'Northside', digits: '123456', confirmed: false };

describe('a workstation without a shop', () => {
  it('shows the shops that it sees, joins and founds nothing by itself, and takes no records', async () => {
    const { lobby, attempts, done, see } = openLobby();
    const told: unknown[] = [];
    lobby.watchHealth(({ lobby: now }) => told.push(now?.shops));
    see(NORTHSIDE);
    expect(told).toEqual([[NORTHSIDE]]);
    expect(lobby.health()).toMatchObject({ mode: 'noShop', findings: ['REST is off here.'] });
    await expect(lobby.barrier()).rejects.toThrow(/no shop yet/);
    expect([attempts, done]).toEqual([[], []]);
  });

  it('founds one where somebody says so', async () => {
    const { lobby, done } = openLobby();
    await lobby.manage({ action: 'found', shop: 'Northside', name: 'Office' });
    expect(done).toEqual(['found Northside as Office']);
  });

  it.each<[string, Action, Way]>([
    [
      'one that it sees',
      { action: 'join', name: 'X', clusterId: 'c-1' },
      { kind: 'digits', clusterId: 'c-1', addresses: [{ host: '10.0.0.1', port: 7100 }] },
    ],
    [
      'whoever answers at an address',
      { action: 'joinAt', name: 'X', address: { host: '10.0.0.9', port: 7101 } },
      { kind: 'digits', clusterId: null, addresses: [{ host: '10.0.0.9', port: 7101 }] },
    ],
    [
      'one that invited it',
      { action: 'joinWith', name: 'X', invitation: 'PR1-ABC' },
      { kind: 'invitation', text: 'PR1-ABC' },
    ],
  ])('joins %s', async (_, action, way) => {
    const { lobby, attempts, see } = openLobby();
    see(NORTHSIDE);
    expect(await lobby.manage(action)).toMatchObject({ ok: true });
    expect(attempts).toMatchObject([{ way, name: 'X' }]);
  });

  it('does not join one that is out of sight', async () => {
    const { lobby } = openLobby();
    const answer = await lobby.manage({ action: 'join', name: 'X', clusterId: 'c-1' });
    expect(answer).toMatchObject({ ok: false, code: 'notSeen' });
  });

  it('shows the digits, confirms them and gives up as somebody says', async () => {
    const { lobby, attempts, joining } = openLobby();
    await lobby.manage({ action: 'joinWith', name: 'X', invitation: 'PR1-ABC' });
    const [attempt] = attempts;
    attempt!.events.joining(COMPARE);
    expect(joining()).toEqual(COMPARE);
    await lobby.manage({ action: 'confirm' });
    await lobby.manage({ action: 'cancel' });
    expect(attempt!.said).toEqual(['confirm', 'cancel']);
    expect(joining()).toEqual({ phase: 'idle' });
  });

  it('hears no more of an attempt that was given up for another', async () => {
    const { lobby, attempts, joining } = openLobby();
    await lobby.manage({ action: 'joinWith', name: 'X', invitation: 'one' });
    await lobby.manage({ action: 'joinWith', name: 'X', invitation: 'two' });
    expect(attempts[0]!.said).toEqual(['cancel']);
    attempts[1]!.events.joining(COMPARE);
    attempts[0]!.events.joining({ phase: 'failed', sentence: 'given up' });
    expect(joining()).toEqual(COMPARE);
  });

  it.each<Action>([{ action: 'leave' }, { action: 'approve', id: 'x' }, { action: 'remove', id: 'x' }])(
    'has nothing to do with %o',
    async (action) => {
      expect(await openLobby().lobby.manage(action)).toMatchObject({ ok: false, code: 'noShop' });
    },
  );
});

describe('a former member', () => {
  it('says so, and starts over before anything else', async () => {
    const former = { shop: 'Northside', sentence: 'This workstation was removed from Northside.' };
    const { lobby, done } = openLobby({ former });
    expect(lobby.health().lobby?.former).toEqual(former);
    const found = { action: 'found', shop: 'Northside', name: 'Office' } as const;
    expect(await lobby.manage(found)).toMatchObject({ ok: false, code: 'former' });
    await lobby.manage({ action: 'startOver' });
    expect(done).toEqual(['start over']);
  });
});
