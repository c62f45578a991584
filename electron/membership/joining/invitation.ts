/**
 * An invitation as a text that survives mail, chat, paper and typing: `PR1-` and Crockford's base 32 in groups.
 * Its length and a checksum of 40 bits stand in it, so that one that was cut or mistyped is told apart from one that
 * the shop refuses.
 */
import { createHash } from 'node:crypto';
import { base32Length, decodeBase32, encodeBase32 } from './base32.ts';
import { type Contents, packContents, unpackContents } from './invitation-bytes.ts';
import { invitationIdOf } from './secrets.ts';

/** The one that this program reads and writes. */
const VERSION = 1;
const LENGTH_BYTES = 2;
const CHECKSUM_BYTES = 5;
const GROUP = 5;
/** Longer than any invitation with room to spare: what is longer is not looked at. */
const MAX_TEXT = 8_192;

/** `id`: what the shop calls it (`invitationIdOf`). */
export type Invitation = Contents & Readonly<{ id: string }>;

export type InvitationFault = 'cut' | 'mistyped' | 'newer' | 'notAnInvitation';

export type ParsedInvitation =
  | Readonly<{ ok: true; invitation: Invitation }>
  | Readonly<{ ok: false; fault: InvitationFault; sentence: string }>;

const SENTENCES: Readonly<Record<InvitationFault, string>> = {
  cut: 'The end of the invitation, or a part of it, is missing: copy it whole.',
  mistyped: 'The invitation has a typing error: compare it character by character, or copy it again.',
  newer: 'The invitation was made by a newer PrintRaft: update this one first.',
  notAnInvitation: 'This is not an invitation: one begins with "PR1-".',
};

/** Blanks, line breaks, and every dash that a mail program may make of a hyphen; also what nobody sees. */
const SEPARATORS = /[\s\p{Pd}\u2212\u00ad\u200b-\u200f\u2060\ufeff]+/gu;
const PREFIX = /^pr([0-9oil])(.*)$/is;

/** Throws RangeError on contents that no invitation can hold (`packContents`). */
export function formatInvitation(contents: Contents): string {
  const packed = packContents(contents);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(packed.length);
  const body = Buffer.concat([length, packed]);
  const digits = encodeBase32(Buffer.concat([body, checksumOf(body)]));
  return [`PR${VERSION}`, ...(digits.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? [])].join('-');
}

/** Reads what somebody typed or pasted; never throws. */
export function parseInvitation(text: string): ParsedInvitation {
  if (text.length > MAX_TEXT) return fault('notAnInvitation');
  const compact = text.replaceAll(SEPARATORS, '');
  const [, digit, body] = PREFIX.exec(compact) ?? [];
  if (digit === undefined || body === undefined)
    return fault(isCutPrefix(compact) ? 'cut' : 'notAnInvitation');
  const read = readBody(body);
  if (digitOf(digit) === VERSION) return read;
  // One that is whole but for its prefix is of this version, whatever the prefix says.
  return fault(digitOf(digit) > VERSION && !read.ok ? 'newer' : 'mistyped');
}

/** With the same tolerance as everything behind it. */
function digitOf(character: string): number {
  return Number(character.replace(/o/i, '0').replace(/[il]/i, '1'));
}

function isCutPrefix(text: string): boolean {
  return text !== '' && 'PR'.startsWith(text.toUpperCase());
}

function readBody(digits: string): ParsedInvitation {
  const decoded = decodeBase32(digits);
  if (decoded === null) return fault('mistyped');
  const bytes = Buffer.from(decoded.bytes);
  if (bytes.length < LENGTH_BYTES) return fault('cut');
  const length = LENGTH_BYTES + bytes.readUInt16BE() + CHECKSUM_BYTES;
  if (digits.length < base32Length(length)) return fault('cut');
  // The bits that fill up the last character are zero, or a change of that character would go unseen.
  if (digits.length > base32Length(length) || decoded.rest !== 0) return fault('mistyped');
  const body = bytes.subarray(0, length - CHECKSUM_BYTES);
  if (!checksumOf(body).equals(bytes.subarray(body.length, length))) return fault('mistyped');
  const contents = unpackContents(body.subarray(LENGTH_BYTES));
  // Well said, and yet not what this version says: a later one's.
  if (contents === null) return fault('newer');
  return { ok: true, invitation: { ...contents, id: invitationIdOf(contents.secret) } };
}

function checksumOf(body: Uint8Array): Buffer {
  return createHash('sha256')
    .update(`printraft invitation ${VERSION}`)
    .update(body)
    .digest()
    .subarray(0, CHECKSUM_BYTES);
}

function fault(kind: InvitationFault): ParsedInvitation {
  return { ok: false, fault: kind, sentence: SENTENCES[kind] };
}
