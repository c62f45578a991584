/**
 * The six digits that two people compare: a short authentication string (Vaudenay, "Secure Communications over
 * Insecure Channels Based on Short Authenticated Strings", CRYPTO 2005). Each side commits to a nonce before either
 * opens its own, so that nobody in between can choose what the digits become: it guesses once, with one chance in a
 * million. Who commits is part of the commitment, or one could be answered with itself.
 */
import { type Binding, hashOf, transcriptOf } from './transcript.ts';

export type Side = 'newcomer' | 'member';

/** What is sent first. `opening`: 256 random bits, base64url. */
export function commitmentTo(opening: string, by: Side, binding: Binding): string {
  return hashOf(transcriptOf(binding, { purpose: 'commitment', by, opening })).toString('base64url');
}

/** Whether that is what the other side committed itself to. */
export function opens(opening: string, commitment: string, by: Side, binding: Binding): boolean {
  return commitmentTo(opening, by, binding) === commitment;
}

/** Six of them, for both screens. */
export function digitsOf(newcomerOpening: string, memberOpening: string, binding: Binding): string {
  const hash = hashOf(transcriptOf(binding, { purpose: 'digits', newcomerOpening, memberOpening }));
  return (BigInt(`0x${hash.toString('hex')}`) % 1_000_000n).toString().padStart(6, '0');
}
