/**
 * What both sides of a connection know of it, as bytes to be signed, hashed and compared: canonical, so that they
 * are the same on both sides, and each with its purpose in front, so that none can stand for another.
 */
import { createHash } from 'node:crypto';
import { canonical } from '../../../shared/domain/canonical.ts';
import { PROTOCOL, VERSION } from './protocol.ts';

/**
 * One connection, by the keys at both of its ends (fingerprints of the certificates that TLS was spoken with, as this
 * side saw them): somebody in the middle has other keys, and so makes another binding for each side.
 */
export type Binding = Readonly<{
  clusterId: string;
  newcomer: Readonly<{ node: string; name: string; key: string }>;
  memberKey: string;
  /** From hello and terms: nothing that was said on an earlier connection fits this one. */
  newcomerNonce: string;
  memberNonce: string;
}>;

export type Purpose =
  | Readonly<{ purpose: 'authority' }>
  | Readonly<{ purpose: 'invitation'; invitation: string }>
  | Readonly<{ purpose: 'commitment'; by: 'newcomer' | 'member'; opening: string }>
  | Readonly<{ purpose: 'digits'; newcomerOpening: string; memberOpening: string }>;

export function transcriptOf(binding: Binding, purpose: Purpose): Uint8Array {
  return Buffer.from(canonical({ protocol: PROTOCOL, version: VERSION, ...purpose, binding }), 'utf8');
}

export function hashOf(transcript: Uint8Array): Buffer {
  return createHash('sha256').update(transcript).digest();
}
