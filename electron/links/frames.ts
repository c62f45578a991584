/**
 * Frames: a u32 big-endian length, then that many bytes of MessagePack. @msgpack/msgpack is plain
 * MessagePack in plain JavaScript: no extension types here, no generated code, no native addon.
 */
import { Decoder, Encoder } from '@msgpack/msgpack';
import { isSound } from './scan.ts';

export const HEADER_BYTES = 4;
/** The encoder keeps its buffer for the next message; after one larger than this it gets a new one. */
const KEEP_BYTES = 2 * 1024 * 1024;

let encoder = newEncoder();
const decoder = new Decoder();

function newEncoder(): Encoder {
  return new Encoder({ ignoreUndefined: true });
}

/**
 * The frame of a value: null, booleans, numbers, well-formed strings, Uint8Array, arrays, plain
 * objects; a property that is undefined is left out. Throws on what MessagePack has no word for.
 */
export function encodeFrame(value: unknown): Buffer {
  const body = encoder.encodeSharedRef(value);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  frame.writeUInt32BE(body.length, 0);
  frame.set(body, HEADER_BYTES);
  if (body.length > KEEP_BYTES) encoder = newEncoder();
  return frame;
}

export type Decoded = Readonly<{ ok: true; value: unknown }> | Readonly<{ ok: false }>;

const NOT_DECODABLE: Decoded = { ok: false };

/**
 * The value in a frame's body. Binary in it is a view of `body`. Never throws, and takes no more
 * memory than a small multiple of `body`, whatever the bytes claim.
 */
export function decodeBody(body: Uint8Array): Decoded {
  if (!isSound(body)) return NOT_DECODABLE;
  try {
    // A Buffer would make the binary in it Buffers too, which are not what was sent.
    const bytes = new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    return { ok: true, value: decoder.decode(bytes) };
  } catch {
    return NOT_DECODABLE;
  }
}

/** What the other side sent cannot be a frame; nothing after it can be trusted either. */
export type FrameFault = 'empty frame' | 'oversized frame';

/** Cuts a stream of bytes into frame bodies. Holds at most one unfinished frame. */
export class FrameReader {
  readonly #header = new Uint8Array(HEADER_BYTES);
  #headerBytes = 0;
  #body: Uint8Array | null = null;
  #bodyBytes = 0;

  /**
   * Takes the next bytes and hands over each body that is complete with them, until `take` returns
   * false. Bodies may be views of `chunk`. Returns what is wrong, or null.
   * @param maxBytes the longest body accepted, asked anew for each frame
   */
  push(chunk: Uint8Array, maxBytes: () => number, take: (body: Uint8Array) => boolean): FrameFault | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body === null) {
        this.#header[this.#headerBytes++] = chunk[at++] ?? 0;
        if (this.#headerBytes < HEADER_BYTES) continue;
        this.#headerBytes = 0;
        const length = new DataView(this.#header.buffer).getUint32(0);
        if (length === 0) return 'empty frame';
        if (length > maxBytes()) return 'oversized frame';
        if (chunk.length - at >= length) {
          at += length;
          if (!take(chunk.subarray(at - length, at))) return null;
          continue;
        }
        // One block of the announced length, which is bounded, however small the pieces come.
        this.#body = new Uint8Array(length);
        this.#bodyBytes = 0;
      }
      const body = this.#body;
      const part = chunk.subarray(at, at + body.length - this.#bodyBytes);
      body.set(part, this.#bodyBytes);
      this.#bodyBytes += part.length;
      at += part.length;
      if (this.#bodyBytes < body.length) return null;
      this.#body = null;
      if (!take(body)) return null;
    }
    return null;
  }
}
