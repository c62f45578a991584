/** Who this computer will be once a shop lets it in: drawn once, so that trying again is no second workstation. */
import { selfSigned } from './membership/identity/authority.ts';
import { fingerprintOf } from './membership/identity/fingerprint.ts';
import type { AuthorityKey, KeyStore } from './membership/identity/key-store.ts';
import { createKeyPair } from './membership/identity/keys.ts';
import type { Grant } from './membership/joining/protocol.ts';
import { newNodeId } from './node-id.ts';

export type Prospect = Readonly<{
  node: string;
  privateKey: string;
  /** Signed by itself: enough to prove who speaks. */
  certificate: string;
  /** Of its public key, as the roster names it. */
  key: string;
}>;

/** Rejects with CertificateError. */
export async function createProspect(): Promise<Prospect> {
  const { privateKey, publicKey } = await createKeyPair();
  return {
    node: newNodeId(),
    privateKey,
    certificate: await selfSigned(privateKey),
    key: fingerprintOf(Buffer.from(publicKey, 'base64')),
  };
}

/** Puts what a shop handed over into the key store, durably. Rejects with IdentityError. */
export async function keepGrant(
  store: KeyStore,
  { node, privateKey }: Prospect,
  grant: Pick<Grant, 'leaf' | 'chain' | 'authorityKey'>,
): Promise<void> {
  const { leaf, chain, authorityKey } = grant;
  const boot = { counter: 0, nonce: 'never started' };
  await store.writeNode({ node, key: privateKey, leaf, chain, boot });
  const authority: AuthorityKey = { generation: authorityKey.generation, privateKey: authorityKey.key };
  await store.writeAuthority(authority);
}
