/** What an invitation holds, as bytes: the body of version 1, without length and checksum. */
import { isIPv4 } from 'node:net';
import { requiredLine } from '../../../shared/domain/text.ts';
import type { Address } from '../../links/types.ts';
import { ANCHOR_BYTES } from './anchor.ts';
import { SECRET_BYTES } from './secrets.ts';

export const MAX_HINTS = 4;
/** UTF-8; a longer name is clipped, since it is there to be recognised and no more. */
const MAX_SHOP_BYTES = 32;
const ShopName = requiredLine(80);
const MAX_HOST_BYTES = 255;

export type Contents = Readonly<{
  /** Which authority the shop has: `anchorOf` its fingerprint, base64url. */
  authority: string;
  /** `SECRET_BYTES` of them. */
  secret: Uint8Array;
  /** Where a member may be reached; at most `MAX_HINTS`, nothing that is trusted. */
  addresses: readonly Address[];
  /** For people; null: not told. Clipped. */
  shop: string | null;
}>;

const IPV4 = 4;
const NAMED = 0;

/** Throws RangeError on an authority or a secret of another length, or a host that is none. */
export function packContents({ authority, secret, addresses, shop }: Contents): Buffer {
  const anchor = Buffer.from(authority, 'base64url');
  if (anchor.length !== ANCHOR_BYTES || secret.length !== SECRET_BYTES)
    throw new RangeError('An invitation holds a fingerprint and a secret of 16 bytes each.');
  const hints = addresses.slice(0, MAX_HINTS);
  const name = clip(shop ?? '');
  return Buffer.concat([
    anchor,
    secret,
    Buffer.from([hints.length]),
    ...hints.map(packAddress),
    Buffer.from([name.length]),
    name,
  ]);
}

/** Null for what `packContents` never makes. */
export function unpackContents(bytes: Uint8Array): Contents | null {
  const reader = new Reader(bytes);
  const anchor = reader.take(ANCHOR_BYTES);
  const secret = reader.take(SECRET_BYTES);
  const count = reader.byte();
  if (anchor === null || secret === null || count === null || count > MAX_HINTS) return null;
  const addresses: Address[] = [];
  for (let n = 0; n < count; n++) {
    const address = readAddress(reader);
    if (address === null) return null;
    addresses.push(address);
  }
  const name = readText(reader, MAX_SHOP_BYTES);
  if (name === null || !reader.isAtEnd) return null;
  // Whoever made it may have written anything.
  const shop = ShopName.safeParse(name).data ?? null;
  return { authority: anchor.toString('base64url'), secret: new Uint8Array(secret), addresses, shop };
}

/** IPv4 takes four bytes; IPv6 and names are written out, since zones and names have no other form. */
function packAddress({ host, port }: Address): Buffer {
  const end = Buffer.alloc(2);
  end.writeUInt16BE(port);
  if (isIPv4(host)) return Buffer.concat([Buffer.from([IPV4, ...host.split('.').map(Number)]), end]);
  const text = Buffer.from(host, 'utf8');
  if (text.length === 0 || text.length > MAX_HOST_BYTES) throw new RangeError('An address needs a host.');
  return Buffer.concat([Buffer.from([NAMED, text.length]), text, end]);
}

function readAddress(reader: Reader): Address | null {
  const kind = reader.byte();
  const host =
    kind === IPV4
      ? (reader.take(4)?.join('.') ?? null)
      : kind === NAMED
        ? readText(reader, MAX_HOST_BYTES)
        : null;
  const end = reader.take(2);
  if (host === null || host === '' || end === null) return null;
  return { host, port: end.readUInt16BE() };
}

function readText(reader: Reader, most: number): string | null {
  const length = reader.byte();
  if (length === null || length > most) return null;
  const bytes = reader.take(length);
  if (bytes === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** No more bytes than there is room for, and no character in halves. */
function clip(text: string): Buffer {
  let clipped = '';
  for (const character of text.toWellFormed()) {
    if (Buffer.byteLength(clipped + character) > MAX_SHOP_BYTES) break;
    clipped += character;
  }
  return Buffer.from(clipped.trim(), 'utf8');
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
  }

  byte(): number | null {
    return this.take(1)?.[0] ?? null;
  }

  take(count: number): Buffer | null {
    if (this.#bytes.length - this.#at < count) return null;
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
}
