import { beforeAll, describe, expect, it } from 'vitest';
import { signAsAuthority } from './authority-proof.ts';
import type { Claim } from './candidate.ts';
import type { Applicant, HostContext, HostInput } from './host.ts';
import { PART_BYTES } from './protocol.ts';
import type { RefusalCode } from './refusal.ts';
import { TestShop } from './testing/shop.ts';
import { Talk } from './testing/talk.ts';

const digits: Claim = { way: 'digits', clusterId: null };

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.create();
});

const talk = (claim: Claim) => new Talk(shop.host(), shop.candidate(claim)).start();
const applicantOf = ({ host }: Talk): Applicant => {
  expect(host.admissions).toHaveLength(1);
  return host.admissions[0]!.applicant;
};

/** The shop agrees, and hands over. */
async function admitted(one: Talk, members = 1): Promise<Talk> {
  const admission = await shop.admit(applicantOf(one), members);
  return one.onHost({ type: 'admitted', admission });
}

describe('getting in by digits', () => {
  it('shows the same six on both screens, and the shop to the newcomer', () => {
    const { host, candidate } = talk(digits);
    expect(candidate.digits).toMatch(/^\d{6}$/);
    expect(host.digits).toBe(candidate.digits);
    expect(candidate.state).toMatchObject({ at: 'comparing', terms: { shop: 'Workshop', member: 'CNC-PC' } });
  });

  it.each([
    ['the member first', ['approve', 'confirm']],
    ['the newcomer first', ['confirm', 'approve']],
  ])('takes the consent of both, %s', async (_, order) => {
    const one = talk(digits);
    for (const who of order) {
      expect(one.host.admissions).toEqual([]);
      if (who === 'approve') one.onHost({ type: 'approve', by: 'n-0' });
      else one.onCandidate({ type: 'confirm' });
    }
    expect(one.host.admissions).toMatchObject([{ consent: { kind: 'approval', by: 'n-0' } }]);
    await admitted(one);
    expect(one.candidate.saves).toHaveLength(1);
    one.onCandidate({ type: 'saved' });
    expect(one.candidate.state).toMatchObject({ outcome: { ok: true, grant: { name: 'Laser-PC' } } });
    expect(one.host.state).toMatchObject({ outcome: { ok: true, way: 'digits', acknowledged: true } });
  });

  it('asks for admission once, however often somebody approves or says yes', () => {
    const one = talk(digits);
    one.onHost({ type: 'approve', by: 'n-0' }).onHost({ type: 'approve', by: 'n-9' });
    one.onCandidate({ type: 'confirm' }).onCandidate({ type: 'confirm' });
    one.onHost({ type: 'approve', by: 'n-9' });
    expect(one.host.admissions).toMatchObject([{ consent: { by: 'n-0' } }]);
  });

  it.each<[string, HostInput, RefusalCode]>([
    ['the member declines', { type: 'decline' }, 'declined'],
    ['nobody does anything', { type: 'timeout' }, 'timedOut'],
  ])('ends on both screens when %s', (_, input, code) => {
    const one = talk(digits).onHost(input);
    expect([one.host.refusal, one.candidate.refusal]).toEqual([code, code]);
  });

  it.each(['differ', 'cancel'] as const)('ends on both screens when its user says: %s', (type) => {
    const one = talk(digits).onHost({ type: 'approve', by: 'n-0' }).onCandidate({ type });
    const code = type === 'differ' ? 'digitsDiffer' : 'cancelled';
    expect([one.host.refusal, one.candidate.refusal]).toEqual([code, code]);
    expect(one.host.admissions).toEqual([]);
  });

  it('goes on with no other shop than the one that was chosen', () => {
    expect(talk({ way: 'digits', clusterId: shop.clusterId }).candidate.digits).toMatch(/^\d{6}$/);
    const other = talk({ way: 'digits', clusterId: 'another-shop' });
    expect([other.candidate.refusal, other.host.refusal]).toEqual(['otherShop', 'otherShop']);
    expect(other.sent.map(({ frame }) => frame.type)).toEqual(['hello', 'terms', 'refusal']);
  });

  it('binds the name and the id that the member sees', () => {
    const host = shop.host();
    const candidate = shop.candidate(digits);
    const plain = new Talk(host, candidate).start().host.digits;
    expect(new Talk(host, { ...candidate, name: 'Laser-PC 2' }).start().host.digits).not.toBe(plain);
    expect(new Talk(host, { ...candidate, node: 'n-2' }).start().host.digits).not.toBe(plain);
  });
});

describe('getting in by an invitation or a key file', () => {
  it('takes nobody at hand', async () => {
    const invitation = shop.invite();
    const one = talk(invitation);
    expect(one.host.admissions).toMatchObject([{ consent: { kind: 'invitation', id: invitation.id } }]);
    await admitted(one);
    one.onCandidate({ type: 'saved' });
    expect(one.candidate.state).toMatchObject({ outcome: { ok: true } });
    expect(one.host.state).toMatchObject({ outcome: { ok: true, way: 'secret', acknowledged: true } });
  });

  it('is refused where the shop has none of that id, or its secret is another', () => {
    const invitation = shop.invite();
    const unknown = talk({ ...invitation, id: 'i-none' });
    expect([unknown.host.refusal, unknown.candidate.refusal]).toEqual(Array(2).fill('unknownInvitation'));
    const wrong = talk({ ...invitation, secret: shop.invite().secret });
    expect([wrong.host.refusal, wrong.candidate.refusal]).toEqual(['wrong', 'wrong']);
  });

  it('proves nothing to another shop', async () => {
    const invitation = shop.invite();
    const other = await TestShop.create();
    for (const claim of [invitation, { ...invitation, clusterId: shop.clusterId }]) {
      const one = new Talk(other.host(), other.candidate(claim)).start();
      expect([one.candidate.refusal, one.host.refusal]).toEqual(['otherShop', 'otherShop']);
      expect(one.sent.map(({ frame }) => frame.type)).not.toContain('proof');
    }
  });

  it('proves nothing to somebody who only has the certificates of the shop', async () => {
    const invitation = shop.invite();
    const other = await TestShop.create();
    const one = new Talk(shop.host({ sign: other.host().sign }), shop.candidate(invitation)).start();
    expect(one.candidate.refusal).toBe('otherShop');
  });

  it('goes on with the shop after removals, and not with who was removed', async () => {
    const shop = await TestShop.create();
    const stale = shop.host();
    await shop.succeed();
    const invitation = shop.invite();
    for (let n = 0; n < 3; n++) await shop.succeed();
    const refusalOf = (host: HostContext) => {
      const one = new Talk(host, shop.candidate(invitation)).start();
      expect(one.host.admissions).toHaveLength(one.candidate.refusal === null ? 1 : 0);
      return one.candidate.refusal;
    };
    expect(refusalOf(shop.host())).toBeNull();
    // It has the certificates that it had, or all of them, and the key of before.
    const thief = await TestShop.create();
    const [first] = shop.authorities;
    const sign: HostContext['sign'] = (transcript) => signAsAuthority(first!.privateKey, transcript);
    expect(refusalOf({ ...stale, sign })).toBe('otherShop');
    expect(refusalOf({ ...shop.host(), sign })).toBe('otherShop');
    // Or it makes an authority of its own, which none of the shop vouches for.
    const { authorities } = shop.terms();
    const forged = [...authorities, thief.newest.certificate];
    expect(refusalOf({ ...thief.host(), authorities: forged, clusterId: shop.clusterId })).toBe('malformed');
  });

  it.each<[RefusalCode, RefusalCode]>([
    ['expired', 'expired'],
    ['usedUp', 'usedUp'],
    ['noMajority', 'noMajority'],
    ['removedId', 'removedId'],
    // It was there when the proof was checked.
    ['unknownInvitation', 'revoked'],
  ])('tells both why the shop refuses: %s', (code, told) => {
    const one = talk(shop.invite()).onHost({ type: 'admitted', admission: { ok: false, code } });
    expect([one.host.refusal, one.candidate.refusal]).toEqual([told, told]);
  });

  it('tells a member that lacks the newest key from another shop', () => {
    const one = new Talk(shop.host({ sign: () => null }), shop.candidate(shop.invite())).start();
    expect([one.host.refusal, one.candidate.refusal]).toEqual(['failed', 'failed']);
  });

  it('tells how long to wait after too many attempts', () => {
    const host = shop.host({ attempt: () => ({ code: 'tooManyAttempts', waitMs: 90_000 }) });
    const one = new Talk(host, shop.candidate(shop.invite())).start();
    expect(one.host.admissions).toEqual([]);
    expect(one.candidate.state).toMatchObject({
      outcome: { refusal: { code: 'tooManyAttempts', waitMs: 90_000 } },
    });
  });
});

describe('what the shop hands over', () => {
  it('is refused where it is more than any shop has', async () => {
    const one = talk(shop.invite());
    const { grant } = await shop.admit(applicantOf(one));
    const founding = 'x'.repeat(PART_BYTES * 20);
    one.onHost({ type: 'admitted', admission: { ok: true, grant: { ...grant, founding } } });
    expect([one.host.refusal, one.candidate.refusal]).toEqual(['failed', 'failed']);
  });

  it('comes in small frames, however much it is', async () => {
    const one = await admitted(talk(shop.invite()), 100);
    const parts = one.sent.filter(({ frame }) => frame.type === 'grant');
    expect(parts.length).toBeGreaterThan(15);
    for (const { frame } of parts)
      expect(frame.type === 'grant' && frame.bytes.length).toBeLessThanOrEqual(PART_BYTES);
    expect(one.candidate.saves).toMatchObject([{ grant: { members: { length: 100 } } }]);
  });

  it('is not taken for another workstation, under another key, or of another shop', async () => {
    const other = await TestShop.create();
    const one = talk(shop.invite());
    const { grant } = await shop.admit(applicantOf(one));
    const theirs = (await other.admit(applicantOf(one))).grant;
    const forAnother = (await shop.admit({ ...applicantOf(one), node: 'n-2' })).grant;
    for (const wrong of [
      theirs,
      { ...grant, leaf: theirs.leaf },
      { ...grant, leaf: forAnother.leaf },
      { ...grant, chain: theirs.chain },
      { ...grant, authorityKey: theirs.authorityKey },
      { ...grant, leaf: 'AAAA' },
      { ...grant, chain: ['AAAA'] },
    ]) {
      const two = talk(shop.invite()).onHost({ type: 'admitted', admission: { ok: true, grant: wrong } });
      expect(two.candidate.refusal).toBe('malformed');
      expect(two.candidate.saves).toEqual([]);
    }
  });

  it('may be signed by an authority that came meanwhile', async () => {
    const shop = await TestShop.create();
    const one = new Talk(shop.host(), shop.candidate(shop.invite())).start();
    await shop.succeed();
    one.onHost({ type: 'admitted', admission: await shop.admit(applicantOf(one)) });
    expect(one.candidate.saves).toHaveLength(1);
  });

  it('counts once it is whole, whatever the connection does then', async () => {
    const one = await admitted(talk(shop.invite()));
    one.onHost({ type: 'closed' });
    for (const type of ['closed', 'timeout', 'cancel', 'differ', 'confirm'] as const)
      one.candidate.take({ type });
    one.candidate.take({ type: 'unreadable', code: 'malformed' });
    one.candidate.take({ type: 'saved' });
    expect(one.candidate.state).toMatchObject({ outcome: { ok: true } });
    expect(one.host.state).toMatchObject({ outcome: { ok: true, acknowledged: false } });
  });

  it('is not acknowledged where the disk does not take it', async () => {
    const one = (await admitted(talk(shop.invite()))).onCandidate({ type: 'notSaved' });
    expect(one.candidate.refusal).toBe('notSaved');
    expect(one.host.state).toMatchObject({ outcome: { ok: true, acknowledged: false } });
  });
});
