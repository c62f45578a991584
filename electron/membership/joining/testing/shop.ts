/** A shop with real keys and certificates, and what each side of a connection with it needs. */
import { randomBytes } from 'node:crypto';
import { type Authority, createAuthority, issueLeaf, selfSigned } from '../../identity/authority.ts';
import { fingerprintOf } from '../../identity/fingerprint.ts';
import { createKeyPair, type KeyPair, publicKeyOf } from '../../identity/keys.ts';
import { signAsAuthority } from '../authority-proof.ts';
import type { CandidateContext, Claim } from '../candidate.ts';
import type { Admission, Applicant, HostContext } from '../host.ts';
import type { Grant } from '../protocol.ts';
import { invitationIdOf, SECRET_BYTES, verifierOf } from '../secrets.ts';

export const nonce = () => randomBytes(32).toString('base64url');

/** A key, its fingerprint, and a certificate to speak TLS with. */
export type TestIdentity = KeyPair & Readonly<{ key: string; certificate: string }>;

export class TestShop {
  readonly clusterId: string;
  readonly name = 'Workshop';
  /** Whom its members have admitted, in order. */
  readonly admitted: Applicant[] = [];
  readonly authorities: Authority[];
  readonly newcomer: TestIdentity;
  /** With a certificate of the first authority. */
  readonly member: TestIdentity;
  readonly verifiers = new Map<string, string>();

  private constructor(clusterId: string, first: Authority, member: TestIdentity, newcomer: TestIdentity) {
    this.clusterId = clusterId;
    this.authorities = [first];
    this.member = member;
    this.newcomer = newcomer;
  }

  static async create(): Promise<TestShop> {
    const clusterId = randomBytes(16).toString('hex');
    const [member, newcomer] = await Promise.all([createKeyPair(), createKeyPair()]);
    const first = await createAuthority({ clusterId, generation: 0 });
    const { publicKey } = member;
    const leaf = await issueLeaf(first, { clusterId, epoch: 0, node: 'n-0', publicKey });
    const own = await selfSigned(newcomer.privateKey);
    return new TestShop(clusterId, first, identity(member, leaf), identity(newcomer, own));
  }

  get memberKey(): string {
    return this.member.key;
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

function identity(keys: KeyPair, certificate: string): TestIdentity {
  return { ...keys, key: keyOf(keys.publicKey), certificate };
}

export function keyOf(publicKey: string): string {
  return fingerprintOf(Buffer.from(publicKey, 'base64'));
}
