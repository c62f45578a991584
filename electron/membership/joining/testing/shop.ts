/** A shop with real keys and certificates, and what each side of a connection with it needs. */
import { randomBytes } from 'node:crypto';
import { type Authority, createAuthority, issueLeaf } from '../../identity/authority.ts';
import { fingerprintOf } from '../../identity/fingerprint.ts';
import { createKeyPair, publicKeyOf } from '../../identity/keys.ts';
import { signAsAuthority } from '../authority-proof.ts';
import type { CandidateContext, Claim } from '../candidate.ts';
import type { Admission, Applicant, HostContext } from '../host.ts';
import type { Grant } from '../protocol.ts';
import { invitationIdOf, SECRET_BYTES, verifierOf } from '../secrets.ts';

export const nonce = () => randomBytes(32).toString('base64url');

export class TestShop {
  readonly clusterId = randomBytes(16).toString('hex');
  readonly name = 'Workshop';
  /** Whom its members have admitted, in order. */
  readonly admitted: Applicant[] = [];
  readonly memberKey: string;
  readonly authorities: Authority[];
  readonly newcomer: { publicKey: string; key: string };
  readonly verifiers = new Map<string, string>();

  private constructor(memberKey: string, authorities: Authority[], newcomer: TestShop['newcomer']) {
    this.memberKey = memberKey;
    this.authorities = authorities;
    this.newcomer = newcomer;
  }

  static async create(): Promise<TestShop> {
    const [member, newcomer] = await Promise.all([createKeyPair(), createKeyPair()]);
    const key = keyOf(newcomer.publicKey);
    const shop = new TestShop(keyOf(member.publicKey), [], { publicKey: newcomer.publicKey, key });
    shop.authorities.push(await createAuthority({ clusterId: shop.clusterId, generation: 0 }));
    return shop;
  }

  get newest(): Authority {
    const newest = this.authorities.at(-1);
    if (newest === undefined) throw new Error('a shop has an authority');
    return newest;
  }

  /** As after a removal. */
  async succeed(): Promise<void> {
    const parent = this.newest;
    const generation = parent.generation + 1;
    this.authorities.push(await createAuthority({ clusterId: this.clusterId, generation, parent }));
  }

  /** What an invitation or a key file of now says. */
  invite(clusterId: string | null = null): Extract<Claim, { way: 'secret' }> {
    const secret = randomBytes(SECRET_BYTES);
    const id = invitationIdOf(secret);
    this.verifiers.set(id, verifierOf(secret));
    return { way: 'secret', clusterId, authority: keyOf(publicKeyOf(this.newest.privateKey)), id, secret };
  }

  /** What its members tell whoever asks. */
  terms(): Pick<HostContext, 'clusterId' | 'shop' | 'member' | 'authorities'> {
    const authorities = this.authorities.map(({ certificate }) => certificate);
    return { clusterId: this.clusterId, shop: this.name, member: 'CNC-PC', authorities };
  }

  host(more: Partial<HostContext> = {}): HostContext {
    return {
      ...this.terms(),
      keys: { newcomer: this.newcomer.key, member: this.memberKey },
      nonce: nonce(),
      opening: nonce(),
      sign: (transcript) => signAsAuthority(this.newest.privateKey, transcript),
      verifierOf: (id) => this.verifiers.get(id) ?? null,
      attempt: () => null,
      ...more,
    };
  }

  candidate(claim: Claim, more: Partial<CandidateContext> = {}): CandidateContext {
    return {
      node: 'n-1',
      name: 'Laser-PC',
      addresses: [{ host: '192.168.1.7', port: 7100 }],
      keys: { newcomer: this.newcomer.key, member: this.memberKey },
      claim,
      nonce: nonce(),
      opening: nonce(),
      ...more,
    };
  }

  /** As the shop does it, once the log has it. `members`: how many it says it has. */
  async admit(applicant: Applicant, members = 1): Promise<Admission & { ok: true }> {
    this.admitted.push(applicant);
    const { clusterId, newest } = this;
    const { publicKey } = this.newcomer;
    const leaf = await issueLeaf(newest, { clusterId, epoch: 0, node: applicant.node, publicKey });
    const grant: Grant = {
      name: applicant.name,
      leaf,
      chain: this.authorities.map(({ certificate }) => certificate),
      authorityKey: { generation: newest.generation, key: newest.privateKey },
      founding: { clusterId, shop: this.name },
      members: Array.from({ length: members }, (_, n) => ({
        id: `n-${n}`,
        addresses: Array.from({ length: 8 }, () => ({ host: 'h'.repeat(255), port: 7100 })),
      })),
    };
    return { ok: true, grant };
  }
}

export function keyOf(publicKey: string): string {
  return fingerprintOf(Buffer.from(publicKey, 'base64'));
}
