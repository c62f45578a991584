/**
 * How a shop comes to be: its id, its authority, and an identity for each founding member. What every member
 * knows stands in the founding; what only one may know goes into that one's key store.
 */
import { RULES_VERSION } from '../shared/domain/versions.ts';
import { randomBytes } from 'node:crypto';
import { createAuthority, issueLeaf } from './membership/identity/authority.ts';
import { fingerprintOf } from './membership/identity/fingerprint.ts';
import { type AuthorityKey, createKeyStore, type NodeIdentity } from './membership/identity/key-store.ts';
import { createKeyPair } from './membership/identity/keys.ts';
import type { Founding, MemberRecord } from './replica/envelope.ts';

const EPOCH = 0;

export type FoundingMember = Omit<MemberRecord, 'key'>;

export type Founded = Readonly<{
  founding: Founding;
  /** In the order of the members. */
  identities: readonly NodeIdentity[];
  authority: AuthorityKey;
}>;

/** Makes a shop of these members; nothing is written. */
export async function createFounding(
  shop: string,
  members: readonly FoundingMember[],
  clusterId = randomBytes(16).toString('hex'),
): Promise<Founded> {
  const authority = await createAuthority({ clusterId, generation: 0 });
  const made = await Promise.all(
    members.map(async (member) => {
      const { privateKey, publicKey } = await createKeyPair();
      const leaf = await issueLeaf(authority, { clusterId, epoch: EPOCH, node: member.id, publicKey });
      const boot = { counter: 0, nonce: 'never started' };
      const identity: NodeIdentity = {
        node: member.id,
        key: privateKey,
        leaf,
        chain: [authority.certificate],
        boot,
      };
      return { identity, record: { ...member, key: fingerprintOf(Buffer.from(publicKey, 'base64')) } };
    }),
  );
  return {
    founding: {
      clusterId,
      v: RULES_VERSION,
      epoch: EPOCH,
      shop,
      members: made.map(({ record }) => record),
      authority: authority.certificate,
    },
    identities: made.map(({ identity }) => identity),
    authority,
  };
}

/** Puts one member's secrets into its data directory, durably. Rejects with IdentityError. */
export async function keepIdentity(
  directory: string,
  identity: NodeIdentity,
  authority: AuthorityKey,
): Promise<void> {
  const store = createKeyStore(directory);
  await store.writeNode(identity);
  await store.writeAuthority(authority);
}
