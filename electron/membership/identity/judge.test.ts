import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Authority, CertificateError, createAuthority, issueLeaf, selfSigned } from './authority.ts';
import { fingerprintOf } from './fingerprint.ts';
import { judgePeer, MAX_CHAIN, type Shown, type Trust } from './judge.ts';
import { createKeyPair, type KeyPair } from './keys.ts';

const CLUSTER = 'cluster-of-this-shop';
const der = (text: string) => Buffer.from(text, 'base64');
const keyOf = ({ publicKey }: KeyPair) => fingerprintOf(der(publicKey));

/** Authorities of one shop, each the successor of the one before. */
async function dynasty(count: number, clusterId = CLUSTER, founder?: Authority): Promise<Authority[]> {
  const line = founder === undefined ? [await createAuthority({ clusterId, generation: 0 })] : [founder];
  while (line.length < count) {
    const parent = line.at(-1)!;
    line.push(await createAuthority({ clusterId, generation: parent.generation + 1, parent }));
  }
  return line;
}

let authorities: Authority[];
let keys: KeyPair;
beforeAll(async () => {
  authorities = await dynasty(5);
  keys = await createKeyPair();
});

const leafOf = async (generation: number, node = 'n-1', epoch = 0, signer = authorities) =>
  der(await issueLeaf(signer[generation]!, { clusterId: CLUSTER, epoch, node, publicKey: keys.publicKey }));

/** All authorities, as a peer that is up to date shows them. */
const shows = (leaf: Buffer, chain = authorities): Shown => ({
  leaf,
  chain: chain.map(({ certificate }) => certificate),
});

const trust = (known: number, more: Partial<Trust> = {}): Trust => ({
  clusterId: CLUSTER,
  epoch: 0,
  authorities: authorities.slice(0, known),
  memberKeys: new Map(),
  tombstones: new Set(),
  ...more,
});

const reason = (shown: Shown, known: Trust) => {
  const judged = judgePeer(shown, known);
  return judged.ok ? 'ok' : judged.reason;
};

describe('a certificate signed by the newest authority', () => {
  it('is believed, of members and of those that joined meanwhile', async () => {
    const shown = shows(await leafOf(4));
    const accepted = { ok: true, node: 'n-1', key: keyOf(keys) };
    expect(judgePeer(shown, trust(5))).toEqual(accepted);
    expect(judgePeer(shown, trust(5, { memberKeys: new Map([['n-1', keyOf(keys)]]) }))).toEqual(accepted);
  });

  it('is refused with another key than that of the member of that id', async () => {
    const memberKeys = new Map([['n-1', keyOf(await createKeyPair())]]);
    expect(reason(shows(await leafOf(4)), trust(5, { memberKeys }))).toBe('otherKey');
  });

  it('is refused once the id is removed, also where it is not heard of any more', async () => {
    const tombstones = new Set(['n-1']);
    expect(reason(shows(await leafOf(4)), trust(5, { tombstones }))).toBe('removed');
    expect(reason(shows(await leafOf(1)), trust(5, { tombstones }))).toBe('removed');
    expect(reason(shows(await leafOf(4)), trust(2, { tombstones }))).toBe('removed');
  });

  it('is refused of another shop and of another epoch', async () => {
    expect(reason(shows(await leafOf(4)), trust(5, { clusterId: 'another-shop' }))).toBe('otherShop');
    expect(reason(shows(await leafOf(4, 'n-1', 1)), trust(5))).toBe('otherEpoch');
  });
});

describe('a certificate signed by an earlier authority', () => {
  it('counts only while the roster holds its key', async () => {
    const shown = shows(await leafOf(1));
    expect(reason(shown, trust(5, { memberKeys: new Map([['n-1', keyOf(keys)]]) }))).toBe('ok');
    expect(reason(shown, trust(5))).toBe('oldAuthority');
    expect(reason(shown, trust(2))).toBe('ok');
  });
});

describe('a certificate signed by an authority not heard of yet', () => {
  it('is believed when the newest known one vouches for it, step by step', async () => {
    const shown = shows(await leafOf(4));
    for (const known of [1, 2, 3, 4]) expect(reason(shown, trust(known))).toBe('ok');
    // Also when it shows no more than what is new.
    expect(reason({ ...shown, chain: shown.chain.slice(2) }, trust(2))).toBe('ok');
  });

  it('is refused when a step is missing or in the wrong place', async () => {
    const leaf = await leafOf(4);
    for (const gap of [1, 2, 3, 4])
      expect(
        reason(
          shows(
            leaf,
            authorities.filter(({ generation }) => generation !== gap),
          ),
          trust(1),
        ),
      ).toBe('unknownAuthority');
    expect(reason(shows(leaf, [...authorities].reverse()), trust(1))).toBe('unknownAuthority');
    expect(reason(shows(leaf, []), trust(4))).toBe('unknownAuthority');
  });

  it('is refused when somebody removed went on from an authority that is not the newest here', async () => {
    const rogue = await dynasty(3, CLUSTER, authorities[0]);
    const leaf = await leafOf(2, 'n-9', 0, rogue);
    expect(reason(shows(leaf, rogue), trust(2))).toBe('unknownAuthority');
    expect(reason(shows(await leafOf(1, 'n-9', 0, rogue), rogue), trust(2))).toBe('unknownAuthority');
  });

  it('is refused when a member signed it with its own key instead of an authority’s', async () => {
    const self = { generation: 4, privateKey: keys.privateKey };
    const parent = { generation: 0, privateKey: keys.privateKey };
    const forged = await createAuthority({ clusterId: CLUSTER, generation: 1, parent });
    expect(reason(shows(await leafOf(0, 'n-9', 0, [{ ...self, certificate: '' }])), trust(5))).toBe(
      'unknownAuthority',
    );
    const asChain = [authorities[0]!, forged];
    expect(reason(shows(await leafOf(1, 'n-9', 0, asChain), asChain), trust(1))).toBe('unknownAuthority');
  });

  it('is looked for through 64 removals and not through more', async () => {
    const line = await dynasty(MAX_CHAIN + 2);
    const known = { ...trust(1), authorities: line.slice(0, 1) };
    const far = await leafOf(MAX_CHAIN, 'n-1', 0, line);
    expect(reason(shows(far, line.slice(1, -1)), known)).toBe('ok');
    const tooFar = await leafOf(MAX_CHAIN + 1, 'n-1', 0, line);
    expect(reason(shows(tooFar, line.slice(2)), known)).toBe('unknownAuthority');
    expect(reason(shows(tooFar, line.slice(1)), known)).toBe('unknownAuthority');
  });
});

describe('what is no certificate of the shop', () => {
  it('is refused: self-made ones, those of another shop under the same id, authorities themselves', async () => {
    const other = await dynasty(1);
    expect(reason(shows(await leafOf(0, 'n-1', 0, other), other), trust(1))).toBe('unknownAuthority');
    expect(reason(shows(der(await selfSigned(keys.privateKey))), trust(1))).toBe('malformed');
    expect(reason(shows(der(authorities[0]!.certificate)), trust(1))).toBe('malformed');
    expect(reason(shows(await leafOf(0)), trust(0))).toBe('unknownAuthority');
  });

  it('is refused and never throws, whatever its bytes', async () => {
    const good = await leafOf(4);
    const mutated = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const copy = Buffer.from(good);
        for (const [at, byte] of changes) copy[at] = byte;
        return copy;
      });
    const cut = fc.nat(good.length - 1).map((length) => good.subarray(0, length));
    const noise = fc.uint8Array({ maxLength: 6_000 }).map((bytes) => Buffer.from(bytes));
    const chain = fc.array(fc.oneof(fc.string(), fc.constantFrom(...shows(good).chain)), { maxLength: 70 });
    fc.assert(
      fc.property(fc.oneof(mutated, cut, noise), chain, fc.integer({ min: 1, max: 5 }), (leaf, shown, n) => {
        const judged = judgePeer({ leaf, chain: shown }, trust(n));
        // Only what is signed can pass: a change outside of that leaves the certificate what it was.
        if (judged.ok) expect(judged).toEqual({ ok: true, node: 'n-1', key: keyOf(keys) });
      }),
      { numRuns: 400 },
    );
  });
});

describe('names', () => {
  it('come back as they were, whatever characters are in them', async () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }).filter((text) => {
      return text.length <= 64 && text.isWellFormed();
    });
    await fc.assert(
      fc.asyncProperty(id, id, fc.nat(), async (clusterId, node, epoch) => {
        const authority = await createAuthority({ clusterId, generation: 0 });
        const leaf = der(await issueLeaf(authority, { clusterId, epoch, node, publicKey: keys.publicKey }));
        const known = { ...trust(0), clusterId, epoch, authorities: [authority] };
        expect(judgePeer({ leaf, chain: [] }, known)).toMatchObject({ ok: true, node });
      }),
      { numRuns: 60 },
    );
  });

  it('that are not well-formed, and keys that are none, make no certificate', async () => {
    const [authority] = authorities;
    const request = { clusterId: CLUSTER, epoch: 0, node: 'n-1', publicKey: keys.publicKey };
    await expect(issueLeaf(authority!, { ...request, node: '\ud800' })).rejects.toThrow(CertificateError);
    await expect(issueLeaf(authority!, { ...request, publicKey: 'AAAA' })).rejects.toThrow(CertificateError);
    await expect(selfSigned('AAAA')).rejects.toThrow(CertificateError);
    await expect(createAuthority({ clusterId: CLUSTER, generation: 1 })).rejects.toThrow(CertificateError);
    await expect(createAuthority({ clusterId: CLUSTER, generation: 2, parent: authority! })).rejects.toThrow(
      CertificateError,
    );
  });
});

it('a leaf serves at both ends of a link and signs nothing but that, for 20 years and from long ago', async () => {
  const leaf = new X509Certificate(await leafOf(0));
  expect(leaf.ca).toBe(false);
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  expect(new Date(leaf.validFrom).getUTCFullYear()).toBe(2000);
  expect(new Date(leaf.validTo).getUTCFullYear()).toBeGreaterThanOrEqual(new Date().getUTCFullYear() + 20);
});
