/** What somebody on the LAN may try who is not let in: in the middle, afterwards, or with garbage. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CandidateContext, type CandidateInput, type Claim, stepCandidate } from './candidate.ts';
import { type HostContext, type HostInput, stepHost } from './host.ts';
import type { Frame } from './protocol.ts';
import { TestShop } from './testing/shop.ts';
import { CandidateSide, HostSide, received, Talk } from './testing/talk.ts';

const digits: Claim = { way: 'digits', clusterId: null };
const drawn = (text: string) => createHash('sha256').update(text).digest('base64url');

let shop: TestShop;
/** Somebody with keys and an authority of its own. */
let mallory: TestShop;
beforeAll(async () => {
  [shop, mallory] = await Promise.all([TestShop.create(), TestShop.create()]);
});

/** What each side sees of keys, with somebody in the middle. */
const seenByNewcomer = { newcomer: drawn('newcomer'), member: drawn('mallory as a member') };
const seenByMember = { newcomer: drawn('mallory as a newcomer'), member: drawn('member') };

/** Of what was said, the last frame of that kind. */
function last<T extends Frame['type']>(frames: readonly Frame[], type: T): Extract<Frame, { type: T }> {
  const found = frames.findLast((frame): frame is Extract<Frame, { type: T }> => frame.type === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

describe('a machine in the middle', () => {
  it('that passes on what both say is found out by the newcomer, who says no more', () => {
    for (const claim of [digits, shop.invite()]) {
      const one = new Talk(
        shop.host({ keys: seenByMember }),
        shop.candidate(claim, { keys: seenByNewcomer }),
      ).start();
      expect([one.candidate.refusal, one.host.refusal]).toEqual(['otherShop', 'otherShop']);
      expect(one.sent.map(({ frame }) => frame.type)).toEqual(['hello', 'terms', 'refusal']);
    }
  });

  it('that poses as the shop does not get the proof of a secret', () => {
    const invitation = shop.invite();
    const posing = { ...mallory.host({ keys: seenByNewcomer }), ...shop.terms() };
    const one = new Talk(posing, shop.candidate(invitation, { keys: seenByNewcomer })).start();
    expect(one.candidate.refusal).toBe('otherShop');
    expect(one.sent.map(({ frame }) => frame.type)).not.toContain('proof');
  });

  /** Poses as the shop to the newcomer and as the newcomer to the shop; both sides show digits. */
  function inBetween(seed: number): { newcomer: string; member: string } {
    const terms = { clusterId: 'the-shop', member: 'CNC-PC' };
    const own = (who: string) => ({ nonce: drawn(`nonce ${who} ${seed}`), opening: drawn(`${who} ${seed}`) });
    const toNewcomer = new Talk(
      mallory.host({ ...terms, ...own('m1'), keys: seenByNewcomer }),
      shop.candidate(digits, { ...own('newcomer'), keys: seenByNewcomer }),
    ).start();
    const toMember = new Talk(
      shop.host({ ...terms, ...own('member'), keys: seenByMember }),
      mallory.candidate(digits, { ...own('m2'), keys: seenByMember }),
    ).start();
    return { newcomer: toNewcomer.candidate.digits!, member: toMember.host.digits! };
  }

  it('makes the digits differ, and hits no place of them more often than by chance', () => {
    let places = 0;
    const runs = 300;
    // Fixed draws: the same figures in every run of this test.
    for (let seed = 0; seed < runs; seed++) {
      const { newcomer, member } = inBetween(seed);
      expect(newcomer).not.toBe(member);
      places += Array.from(newcomer).filter((digit, at) => digit === member[at]).length;
    }
    // One in ten of 1,800: 180, with a standard deviation of 12.7.
    expect(Math.abs(places - 180)).toBeLessThan(3 * 12.7);
  });

  it('cannot choose its opening once it has seen the other one', () => {
    const candidate = new CandidateSide(shop.candidate(digits));
    const host = new HostSide(shop.host());
    const terms = host.take(received(candidate.take({ type: 'start' })[0]));
    const theirs = candidate.take(received(terms[0]));
    const ours = host.take(received(theirs[0]));
    // Each waits for the opening of what it has a commitment to; every other one is refused.
    candidate.take(received(ours[0]));
    const [waitingNewcomer, waitingMember] = [candidate.state, host.state];
    expect([waitingNewcomer.at, waitingMember.at]).toEqual(['opened', 'committed']);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const opening = Buffer.from(bytes).toString('base64url');
        const input = received({ type: 'opening', nonce: opening });
        const refusal = { outcome: { refusal: { code: 'interference' } } };
        expect(stepCandidate(candidate.context, waitingNewcomer, input).state).toMatchObject(refusal);
        const asked = stepHost(host.context, waitingMember, input);
        expect(asked.state).toMatchObject(refusal);
        expect(asked.effects.map(({ type }) => type)).toEqual(['send']);
      }),
    );
  });

  it('cannot answer one with its own commitment and opening', () => {
    const candidate = new CandidateSide(shop.candidate(digits));
    const host = new HostSide(shop.host());
    const terms = host.take(received(candidate.take({ type: 'start' })[0]));
    const commitment = candidate.take(received(terms[0]));
    const opening = candidate.take(received(commitment[0]));
    candidate.take(received(opening[0]));
    expect(candidate.refusal).toBe('interference');
    const echoed = host.take(received(commitment[0]));
    const other = new HostSide(host.context);
    other.take(received(shopHello()));
    other.take(received(echoed[0]));
    other.take(received({ type: 'opening', nonce: other.context.opening }));
    expect(other.refusal).toBe('interference');
  });

  const shopHello = () => new CandidateSide(shop.candidate(digits)).take({ type: 'start' })[0];
});

describe('what was said before', () => {
  it('lets nobody in again', async () => {
    const invitation = shop.invite();
    const heard = new Talk(shop.host(), shop.candidate(invitation)).start();
    const [admission] = heard.host.admissions;
    heard.onHost({ type: 'admitted', admission: await shop.admit(admission!.applicant) });
    const said = heard.sent.flatMap(({ by, frame }) => (by === 'candidate' ? [frame] : []));
    const again = new HostSide(shop.host());
    for (const frame of said) again.take(received(frame));
    expect(again.admissions).toEqual([]);
    expect(again.refusal).toBe('wrong');
  });

  it('is no proof on a connection with another member, or from another machine', () => {
    const invitation = shop.invite();
    const context = shop.host();
    const heard = new Talk(context, shop.candidate(invitation)).start();
    const said = heard.sent.flatMap(({ by, frame }) => (by === 'candidate' ? [frame] : []));
    // Even where the member would draw the same nonce.
    for (const keys of [seenByMember, { ...context.keys, member: drawn('other') }]) {
      const other = new HostSide({ ...context, keys });
      for (const frame of said) other.take(received(frame));
      expect([other.refusal, other.admissions]).toEqual(['wrong', []]);
    }
  });

  it('makes nobody take its sender for the shop', () => {
    const invitation = shop.invite();
    const heard = new Talk(shop.host(), shop.candidate(invitation)).start();
    const terms = last(
      heard.sent.map(({ frame }) => frame),
      'terms',
    );
    const victim = new CandidateSide(shop.candidate(invitation));
    victim.take({ type: 'start' });
    const answer = victim.take(received(terms));
    expect(victim.refusal).toBe('otherShop');
    expect(answer.map(({ type }) => type)).toEqual(['refusal']);
  });
});

/** Frames of honest connections, of this newcomer with this shop and of others: to be sent at the wrong time. */
async function honestFrames(): Promise<Frame[]> {
  const invitation = shop.invite();
  const talks = [
    new Talk(shop.host(), shop.candidate(digits)).start().onCandidate({ type: 'confirm' }),
    new Talk(shop.host(), shop.candidate(invitation)).start(),
    new Talk(mallory.host(), mallory.candidate(mallory.invite())).start(),
  ];
  const applicant = { node: 'n-1', name: 'Laser-PC', key: shop.newcomer.key, addresses: [] };
  talks[1]!.onHost({ type: 'admitted', admission: await shop.admit(applicant) });
  return [
    ...talks.flatMap(({ sent }) => sent.map(({ frame }) => frame)),
    { type: 'acknowledgement' },
    { type: 'refusal', code: 'declined' },
  ];
}

describe('frames in any order, twice, foreign, or garbage', () => {
  let pool: Frame[];
  beforeAll(async () => {
    pool = await honestFrames();
  });

  /** Any frame, of this connection or another, damaged or not, or something else altogether. */
  const wild = (own: readonly Frame[]) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.nat().map((n): unknown => pool[n % pool.length]) },
      { weight: 4, arbitrary: fc.nat().map((n): unknown => own[n % own.length]) },
      fc
        .tuple(fc.nat(), fc.string(), fc.jsonValue())
        .map(([n, key, value]): unknown => ({ ...pool[n % pool.length], [key]: value })),
      fc.jsonValue() as fc.Arbitrary<unknown>,
    );

  /** An honest connection as it was, with the inputs that each side had. */
  function honest(host: HostContext, candidate: CandidateContext) {
    const one = new Talk(host, candidate).start();
    const [toHost, toCandidate] = (['candidate', 'host'] as const).map((side) =>
      one.sent.flatMap(({ by, frame }) => (by === side ? [frame] : [])),
    );
    return { toHost: toHost!, toCandidate: toCandidate! };
  }

  it('never make a member ask for an admission that its people have not agreed to, or twice', () => {
    const context = shop.host();
    const invitation = shop.invite();
    for (const claim of [digits, invitation]) {
      const { toHost } = honest(context, shop.candidate(claim));
      const people = fc.constantFrom<HostInput>(
        { type: 'approve', by: 'n-0' },
        { type: 'decline' },
        { type: 'timeout' },
        { type: 'closed' },
        { type: 'admitted', admission: { ok: false, code: 'noMajority' } },
      );
      const input = fc.oneof(
        { weight: 3, arbitrary: wild(toHost).map((value): HostInput => received(value)) },
        people,
      );
      fc.assert(
        fc.property(fc.nat(toHost.length), fc.array(input, { maxLength: 12 }), (prefix, inputs) => {
          const host = new HostSide(context);
          for (const frame of toHost.slice(0, prefix)) host.take(received(frame));
          const wholeProof = prefix === toHost.length && claim.way === 'secret';
          for (const one of inputs) {
            const before = host.state;
            host.take(one);
            if (before.at === 'ended') expect(host.state).toBe(before);
          }
          // A proof of this very connection counts whenever it comes where it belongs; no other does.
          const isAsked = host.admissions.length > 0;
          expect(host.admissions.length).toBeLessThanOrEqual(1);
          if (claim.way === 'digits' && isAsked) {
            expect(inputs.some(({ type }) => type === 'approve')).toBe(true);
            expect(inputs.some((one) => one.type === 'frame' && one.frame.type === 'confirmation')).toBe(
              true,
            );
          }
          if (wholeProof) expect(isAsked).toBe(true);
          for (const one of host.admissions)
            expect(one.consent).toEqual(
              claim.way === 'digits'
                ? { kind: 'approval', by: 'n-0' }
                : { kind: 'invitation', id: invitation.id },
            );
        }),
        { numRuns: 400 },
      );
    }
  });

  it('never make a newcomer take anything before it has agreed, or give its proof to others', () => {
    const invitation = shop.invite();
    for (const claim of [digits, invitation]) {
      const context = shop.candidate(claim);
      const { toCandidate } = honest(shop.host(), context);
      const people = fc.constantFrom<CandidateInput>(
        { type: 'differ' },
        { type: 'cancel' },
        { type: 'timeout' },
        { type: 'closed' },
        { type: 'saved' },
        { type: 'notSaved' },
      );
      const input = fc.oneof(
        { weight: 4, arbitrary: wild(toCandidate).map((value): CandidateInput => received(value)) },
        people,
      );
      fc.assert(
        fc.property(fc.nat(toCandidate.length), fc.array(input, { maxLength: 12 }), (prefix, inputs) => {
          const candidate = new CandidateSide(context);
          candidate.take({ type: 'start' });
          for (const frame of toCandidate.slice(0, prefix)) candidate.take(received(frame));
          for (const one of inputs) {
            const before = candidate.state;
            candidate.take(one);
            if (before.at === 'ended') expect(candidate.state).toBe(before);
          }
          // Nobody confirmed.
          if (claim.way === 'digits') expect(candidate.saves).toEqual([]);
          expect(candidate.saves.length).toBeLessThanOrEqual(1);
          const proofs = candidate.effects.filter(
            (effect) => effect.type === 'send' && effect.frame.type === 'proof',
          );
          const heard = inputs.flatMap((one) =>
            one.type === 'frame' && one.frame.type === 'terms' ? [one.frame.nonce] : [],
          );
          const genuine = last(toCandidate, 'terms').nonce;
          const wasTold = prefix > 0 || heard.includes(genuine);
          expect(proofs.length).toBeLessThanOrEqual(claim.way === 'secret' && wasTold ? 1 : 0);
        }),
        { numRuns: 400 },
      );
    }
  });

  it('reach the deep states in these runs', () => {
    // Otherwise the two above would say little.
    const { toHost, toCandidate } = honest(shop.host(), shop.candidate(digits));
    expect(toHost.map(({ type }) => type)).toEqual(['hello', 'commitment', 'opening']);
    expect(toCandidate.map(({ type }) => type)).toEqual(['terms', 'commitment', 'opening']);
    expect(pool.map(({ type }) => type)).toEqual(expect.arrayContaining(['proof', 'grant', 'confirmation']));
  });
});
