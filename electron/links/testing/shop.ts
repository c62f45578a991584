/** The certificates of a shop, and who is believed by them. */
import { type Authority, createAuthority, issueLeaf } from '../../membership/identity/authority.ts';
import { judgePeer } from '../../membership/identity/judge.ts';
import { createKeyPair } from '../../membership/identity/keys.ts';
import type { Judge, LinkIdentity } from '../types.ts';

type Ids = Readonly<{ clusterId: string; epoch: number }>;

const IDS: Ids = { clusterId: 'cluster-1', epoch: 0 };

export class TestShop {
  /** Ids that are removed. */
  readonly removed = new Set<string>();
  /** Boots that are known to be a copy's, by nonce. */
  readonly copies = new Set<string>();
  readonly #authority: Promise<Authority>;
  #known: readonly Authority[] = [];

  constructor() {
    this.#authority = createAuthority({ clusterId: IDS.clusterId, generation: 0 });
  }

  /** A new key with a certificate for that node. */
  async identityOf(node: string, { clusterId, epoch }: Ids = IDS): Promise<LinkIdentity> {
    const authority = await this.#authority;
    this.#known = [authority];
    const { privateKey, publicKey } = await createKeyPair();
    const certificate = await issueLeaf(authority, { clusterId, epoch, node, publicKey });
    return { certificate, privateKey, chain: [authority.certificate] };
  }

  readonly judge: Judge = (leaf, chain, hello) => {
    const authorities = this.#known;
    const trust = { ...IDS, authorities, memberKeys: new Map<string, string>(), tombstones: this.removed };
    const judged = judgePeer({ leaf, chain }, trust);
    if (judged.ok && hello !== null && this.copies.has(hello.boot.nonce))
      return { ok: false, code: 'copy', sentence: 'it is a copy' };
    if (judged.ok) return judged;
    const { reason, sentence } = judged;
    const code = reason === 'removed' ? 'removed' : reason.startsWith('other') ? 'otherShop' : 'refused';
    return { ok: false, code, sentence };
  };
}
