import { beforeAll, expect, it } from 'vitest';
import { EMPTY_ROSTER, type Roster } from '../roster/types.ts';
import { createAuthority, issueLeaf } from './authority.ts';
import { fingerprintOf } from './fingerprint.ts';
import { createKeyPair } from './keys.ts';
import { judgeLink } from './trust.ts';

const ids = { clusterId: 'cluster-1', epoch: 0 };
const boot = (counter: number, nonce: string) => ({ boot: { counter, nonce } });

let leaf: Buffer;
let roster: Roster;
beforeAll(async () => {
  const authority = await createAuthority({ clusterId: ids.clusterId, generation: 0 });
  const { publicKey } = await createKeyPair();
  leaf = Buffer.from(await issueLeaf(authority, { ...ids, node: 'b', publicKey }), 'base64');
  const key = fingerprintOf(Buffer.from(publicKey, 'base64'));
  const row = { id: 'b', name: 'B', key, addresses: [], http: null, admittedAt: 0, pinned: false };
  roster = {
    ...EMPTY_ROSTER,
    members: [{ ...row, leaving: null, boot: { counter: 3, nonce: 'third' } }],
    authorities: [{ generation: 0, certificate: authority.certificate, tombstones: 0 }],
  };
});

const codeOf = (hello: Parameters<typeof judgeLink>[4], now = roster, of = ids) => {
  const verdict = judgeLink(now, of, leaf, [], hello);
  return verdict.ok ? verdict.node : verdict.code;
};

it('a member speaks under its newest boot and later ones', () => {
  expect(codeOf(boot(3, 'third'))).toBe('b');
  expect(codeOf(boot(4, 'fourth'))).toBe('b');
  expect(codeOf(null)).toBe('b');
});

it('an older boot, or the same under another nonce, is a copy’s', () => {
  expect(codeOf(boot(2, 'second'))).toBe('copy');
  expect(codeOf(boot(3, 'another'))).toBe('copy');
});

it('the removed are told so, also by a roster that knows them no more but for that', () => {
  const tombstone = { id: 'b', name: 'B', key: 'k'.repeat(43), why: 'removed' as const, at: 0 };
  expect(codeOf(boot(3, 'third'), { ...roster, members: [], tombstones: [tombstone] })).toBe('removed');
});

it('another shop and another line of this one are told so, and strangers nothing', () => {
  expect(codeOf(null, roster, { ...ids, clusterId: 'cluster-2' })).toBe('otherShop');
  expect(codeOf(null, roster, { ...ids, epoch: 1 })).toBe('otherShop');
  expect(codeOf(null, { ...roster, authorities: [] })).toBe('refused');
});
