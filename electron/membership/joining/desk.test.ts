import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Claim } from './candidate.ts';
import { Desk, type DeskPorts, MAX_GUESTS, MAX_GUESTS_OF_ONE } from './desk.ts';
import type { HostOutcome } from './host.ts';
import { Join } from './join.ts';
import { COMPARE_MS, STEP_MS } from './protocol.ts';
import { signAsAuthority } from './authority-proof.ts';
import { MAX_REQUESTS } from './requests.ts';
import { connect } from './testing/socket.ts';
import { TestShop } from './testing/shop.ts';

const digits: Claim = { way: 'digits', clusterId: null };

let shop: TestShop;
let clock = 0;
let outcomes: HostOutcome[];

beforeAll(async () => {
  shop = await TestShop.create();
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  clock = 0;
  outcomes = [];
});
afterEach(() => vi.useRealTimers());

function openDesk(more: Partial<DeskPorts> = {}): Desk {
  return new Desk({
    shop: () => shop.terms(),
    sign: (transcript) => signAsAuthority(shop.newest.privateKey, transcript),
    verifierOf: (id) => shop.verifiers.get(id) ?? null,
    admit: (applicant) => shop.admit(applicant),
    changed: () => undefined,
    ended: (_, outcome) => outcomes.push(outcome),
    now: () => clock,
    ...more,
  });
}

type Shown = Readonly<{ digits: string; confirmed: boolean; shop: string; member: string }>;

/** A newcomer connects; what it shows is in `shown`. */
function arrive(desk: Desk, claim: Claim, { host = '10.0.0.7', save = async () => Promise.resolve() } = {}) {
  const shown: Shown[] = [];
  const joins: Join[] = [];
  const options = {
    node: 'n-1',
    name: 'Laser-PC',
    addresses: [],
    claim,
    save,
    compare: (s: Shown) => shown.push(s),
  };
  const connected = connect(
    {
      certificate: shop.newcomer.certificate,
      host,
      open: (socket) => {
        const join = new Join(socket, options);
        joins.push(join);
        return join.handlers;
      },
    },
    { certificate: shop.member.certificate, open: (socket) => desk.receive(socket) },
  );
  return { join: joins[0]!, shown, connected };
}

/** A connection of somebody who says only what is given here. */
function mute(desk: Desk, host = '10.0.0.66', certificate: string | null = shop.newcomer.certificate) {
  const heard: unknown[] = [];
  let send: (value: unknown) => void = () => undefined;
  const connected = connect(
    {
      certificate,
      host,
      open: (socket) => {
        send = (value) => socket.send(value);
        return { message: (value) => heard.push(value), closed: () => undefined };
      },
    },
    { certificate: shop.member.certificate, open: (socket) => desk.receive(socket) },
  );
  return { heard, connected, send: (value: unknown) => send(value) };
}

/** Until nothing is under way any more. */
async function settle(): Promise<void> {
  for (let n = 0; n < 30; n++) await turn();
}

const refusalOf = async (join: Join) => {
  const outcome = await join.outcome;
  return outcome.ok ? 'ok' : outcome.refusal.code;
};

describe('a member at whose screen somebody wants in', () => {
  it('shows it until it is approved, and lets it in once it has confirmed', async () => {
    const changed = vi.fn();
    const desk = openDesk({ changed });
    const { join, shown } = arrive(desk, digits);
    await settle();
    const [request] = desk.requests.list();
    expect(request).toMatchObject({ name: 'Laser-PC', host: '10.0.0.7', digits: shown[0]!.digits });
    expect(shown).toEqual([
      { shop: 'Workshop', member: 'CNC-PC', digits: request!.digits, confirmed: false },
    ]);
    join.confirm();
    await settle();
    expect(shown.at(-1)).toMatchObject({ confirmed: true });
    expect(desk.requests.approve(request!.id, 'n-0')).toBe(true);
    expect(await join.outcome).toMatchObject({ ok: true, grant: { name: 'Laser-PC' } });
    await settle();
    expect(desk.requests.list()).toEqual([]);
    expect(outcomes).toMatchObject([{ ok: true, acknowledged: true }]);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('no longer shows whoever has gone, and does not approve it either', async () => {
    const desk = openDesk();
    const { join, connected } = arrive(desk, digits);
    await settle();
    const [request] = desk.requests.list();
    connected.cut();
    expect(desk.requests.list()).toEqual([]);
    expect(desk.requests.approve(request!.id, 'n-0')).toBe(false);
    expect(await refusalOf(join)).toBe('connectionLost');
    expect(outcomes).toMatchObject([{ ok: false, refusal: { code: 'connectionLost' } }]);
  });

  it('shows it for three minutes', async () => {
    const desk = openDesk();
    const { join } = arrive(desk, digits);
    await settle();
    vi.advanceTimersByTime(COMPARE_MS - 1);
    expect(desk.requests.list()).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(desk.requests.list()).toEqual([]);
    expect(await refusalOf(join)).toBe('timedOut');
  });

  it('shows four at once, and tells the fifth', async () => {
    const desk = openDesk();
    for (let n = 0; n < MAX_REQUESTS; n++) arrive(desk, digits, { host: `10.0.0.${n}` });
    await settle();
    const { join } = arrive(desk, digits, { host: '10.0.0.9' });
    expect(await refusalOf(join)).toBe('busy');
    expect(desk.requests.list()).toHaveLength(MAX_REQUESTS);
    desk.stop();
    expect(desk.requests.list()).toEqual([]);
  });

  it('lets digits be guessed five times, wherever from, and then has everybody wait', async () => {
    const desk = openDesk();
    for (let n = 0; n < 5; n++) {
      const { join } = arrive(desk, digits, { host: `10.0.0.${n}` });
      await settle();
      join.differ();
      await settle();
    }
    const waiting = arrive(desk, digits, { host: '10.0.0.9' });
    expect(await waiting.join.outcome).toEqual({
      ok: false,
      refusal: { code: 'tooManyAttempts', waitMs: 60_000 },
    });
    // A secret is not guessed.
    const { join } = arrive(desk, shop.invite(), { host: '10.0.0.9' });
    expect(await refusalOf(join)).toBe('ok');
    clock = 60_000;
    arrive(desk, digits, { host: '10.0.0.9' });
    await settle();
    expect(desk.requests.list()).toHaveLength(1);
  });
});

describe('a member that is asked with an invitation or a key file', () => {
  it('lets in many at once, from one address too', async () => {
    const desk = openDesk();
    const key = shop.invite(shop.clusterId);
    const joins = Array.from({ length: MAX_GUESTS_OF_ONE }, () => arrive(desk, key).join);
    expect(await Promise.all(joins.map(refusalOf))).toEqual(joins.map(() => 'ok'));
  });

  it('counts wrong ones by where they come from', async () => {
    const desk = openDesk();
    const invitation = shop.invite();
    const wrong = { ...invitation, secret: shop.invite().secret };
    for (let n = 0; n < 5; n++) expect(await refusalOf(arrive(desk, wrong).join)).toBe('wrong');
    expect(await refusalOf(arrive(desk, invitation).join)).toBe('tooManyAttempts');
    expect(await refusalOf(arrive(desk, invitation, { host: '10.0.0.8' }).join)).toBe('ok');
  });

  it('says why it cannot, whatever went wrong', async () => {
    const cases: [Partial<DeskPorts>, string][] = [
      [{ admit: () => Promise.resolve({ ok: false, code: 'noMajority' }) }, 'noMajority'],
      [{ admit: () => Promise.reject(new Error('disk')) }, 'failed'],
      [{ shop: () => null }, 'failed'],
    ];
    for (const [ports, code] of cases)
      expect(await refusalOf(arrive(openDesk(ports), shop.invite()).join)).toBe(code);
  });

  it('does not wait for its shop for ever', async () => {
    const { join } = arrive(openDesk({ admit: () => new Promise(() => undefined) }), shop.invite());
    await settle();
    vi.advanceTimersByTime(30_000);
    expect(await refusalOf(join)).toBe('timedOut');
  });
});

describe('a newcomer', () => {
  it('acknowledges only what is on its disk', async () => {
    const desk = openDesk();
    const { join } = arrive(desk, shop.invite(), { save: () => Promise.reject(new Error('full')) });
    expect(await refusalOf(join)).toBe('notSaved');
    await settle();
    expect(outcomes).toMatchObject([{ ok: true, acknowledged: false }]);
  });

  it('is in where the connection breaks while it writes', async () => {
    let written: () => void = () => undefined;
    let begun: () => void = () => undefined;
    const writing = new Promise<void>((resolve) => (begun = resolve));
    const save = () =>
      new Promise<void>((resolve) => {
        written = resolve;
        begun();
      });
    const { join, connected } = arrive(openDesk(), shop.invite(), { save });
    await writing;
    connected.cut();
    written();
    expect(await refusalOf(join)).toBe('ok');
  });

  it('may cancel at any time', async () => {
    const desk = openDesk();
    const { join } = arrive(desk, digits);
    await settle();
    join.cancel();
    expect(await refusalOf(join)).toBe('cancelled');
    await settle();
    expect(desk.requests.list()).toEqual([]);
  });
});

describe('those who say nothing, too much, or nonsense', () => {
  it('are cut off after ten seconds', async () => {
    const { connected, heard } = mute(openDesk());
    vi.advanceTimersByTime(STEP_MS - 1);
    expect(connected.isOpen()).toBe(true);
    vi.advanceTimersByTime(1);
    await settle();
    expect(connected.isOpen()).toBe(false);
    expect(heard).toEqual([{ type: 'refusal', code: 'timedOut' }]);
  });

  it('are cut off at once, with a word', async () => {
    for (const value of [7, 'x', {}, { type: 'confirmation' }, { type: 'grant' }, ['hello']]) {
      const { connected, heard, send } = mute(openDesk());
      send(value);
      await settle();
      expect(connected.isOpen()).toBe(false);
      expect(heard).toEqual([{ type: 'refusal', code: 'malformed' }]);
    }
  });

  it('of another version are told which side to update', async () => {
    const { heard, send } = mute(openDesk());
    send({ type: 'hello', protocol: 'printraft-join', version: 9, more: true });
    await settle();
    expect(heard).toEqual([{ type: 'refusal', code: 'updateMember' }]);
  });

  it('do not keep others out, from one address', async () => {
    const desk = openDesk();
    const all = Array.from({ length: 20 }, () => mute(desk));
    await settle();
    expect(all.filter(({ connected }) => connected.isOpen())).toHaveLength(MAX_GUESTS_OF_ONE);
    expect(await refusalOf(arrive(desk, shop.invite()).join)).toBe('ok');
  });

  it('are never more than a few at once', async () => {
    const desk = openDesk();
    const all = Array.from({ length: 40 }, (_, n) => mute(desk, `10.0.1.${n}`));
    await settle();
    expect(all.filter(({ connected }) => connected.isOpen())).toHaveLength(MAX_GUESTS);
    expect(all.at(-1)!.heard).toEqual([{ type: 'refusal', code: 'busy' }]);
    vi.advanceTimersByTime(STEP_MS);
    await settle();
    expect(await refusalOf(arrive(desk, shop.invite()).join)).toBe('ok');
  });

  it('show a certificate', async () => {
    const { connected, heard } = mute(openDesk(), '10.0.0.66', null);
    await settle();
    expect(connected.isOpen()).toBe(false);
    expect(heard).toEqual([{ type: 'refusal', code: 'malformed' }]);
  });
});
