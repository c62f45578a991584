/** Joining over the real thing: TLS sockets, and a member with links. */
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { JoinDialError } from '../../links/joins.ts';
import { createTlsLinks } from '../../links/tls.ts';
import type { Address } from '../../links/types.ts';
import { signAsAuthority } from './authority-proof.ts';
import type { Claim } from './candidate.ts';
import { Desk } from './desk.ts';
import { type Join, joinAt } from './join.ts';
import { TestShop } from './testing/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.create();
});

/** A member that listens, and lets in whoever the shop lets in. */
async function member(): Promise<{ desk: Desk; address: Address; asked: Promise<void> }> {
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const desk = new Desk({
    shop: () => shop.terms(),
    sign: (transcript) => signAsAuthority(shop.newest.privateKey, transcript),
    verifierOf: (id) => shop.verifiers.get(id) ?? null,
    admit: (applicant) => shop.admit(applicant, 100),
    changed: () => ask(),
    ended: () => undefined,
    now: () => performance.now(),
  });
  const { certificate, privateKey } = shop.member;
  const links = createTlsLinks({
    self: () => ({
      clusterId: shop.clusterId,
      epoch: 0,
      node: 'n-0',
      name: 'CNC-PC',
      http: null,
      boot: { counter: 1, nonce: 'boot' },
      quitting: false,
    }),
    identity: { certificate, privateKey, chain: [] },
    listen: { host: '127.0.0.1', port: 0 },
    peers: () => [],
    judge: () => ({ ok: false, code: 'otherShop', sentence: 'Nobody links here.' }),
    decode: () => null,
    onJoin: (socket) => desk.receive(socket),
  });
  onTestFinished(async () => {
    desk.stop();
    await links.stop();
  });
  const quiet = () => undefined;
  const address = await links.start({ message: quiet, up: quiet, down: quiet, refused: quiet });
  return { desk, address, asked };
}

async function join(address: Address, claim: Claim) {
  const begun = {
    shown: [] as string[],
    saved: [] as unknown[],
  };
  const one: Join = await joinAt(address, shop.newcomer, {
    node: 'n-1',
    name: 'Laser-PC',
    addresses: [],
    claim,
    save: (grant) => {
      begun.saved.push(grant.founding);
      return Promise.resolve();
    },
    compare: ({ digits }) => begun.shown.push(digits),
  });
  return { one, ...begun };
}

describe('over TLS', () => {
  it('an invitation lets a newcomer in, with all that the shop has to hand over', async () => {
    const { address } = await member();
    const { one, saved } = await join(address, shop.invite());
    expect(await one.outcome).toMatchObject({ ok: true, grant: { members: { length: 100 } } });
    expect(saved).toEqual([{ clusterId: shop.clusterId, shop: 'Workshop' }]);
  });

  it('digits let it in', async () => {
    const { desk, address, asked } = await member();
    const { one, shown } = await join(address, { way: 'digits', clusterId: shop.clusterId });
    await asked;
    const [request] = desk.requests.list();
    desk.requests.approve(request!.id, 'n-0');
    // The member's opening is on its way; the digits are confirmed as soon as they are shown.
    await expect.poll(() => shown).toEqual([request!.digits]);
    one.confirm();
    expect(await one.outcome).toMatchObject({ ok: true });
  });

  it('a refusal reaches the newcomer', async () => {
    const { address } = await member();
    const { one } = await join(address, { ...shop.invite(), id: 'i-unknown' });
    expect(await one.outcome).toEqual({ ok: false, refusal: { code: 'unknownInvitation' } });
  });

  it('more newcomers than are taken at once do not shut the door for later ones', async () => {
    const { address } = await member();
    const claim = shop.invite();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, async () => {
        try {
          const outcome = await (await join(address, claim)).one.outcome;
          return outcome.ok ? 'ok' : outcome.refusal.code;
        } catch (error) {
          return error instanceof JoinDialError ? 'closed' : 'thrown';
        }
      }),
    );
    expect(outcomes).toContain('ok');
    expect(outcomes.filter((one) => !['ok', 'busy', 'closed', 'connectionLost'].includes(one))).toEqual([]);
    const { one } = await join(address, claim);
    expect(await one.outcome).toMatchObject({ ok: true });
  });

  it('nobody at an address is told as such', async () => {
    await expect(join({ host: '127.0.0.1', port: 1 }, shop.invite())).rejects.toThrow(JoinDialError);
  });
});
