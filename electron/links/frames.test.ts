import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody, encodeFrame, FrameReader, HEADER_BYTES } from './frames.ts';
import { MAX_DEPTH, MAX_VALUES } from './scan.ts';

/** What links carry. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, false),
    fc.double({ noNaN: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 20, noNullPrototype: true },
    ),
  ),
}));

const bodyOf = (sent: unknown) => encodeFrame(sent).subarray(HEADER_BYTES);
const decode = (...bytes: number[]) => decodeBody(Uint8Array.from(bytes));
const BAD = { ok: false };

describe('a frame body', () => {
  it('decodes to what was encoded', () => {
    fc.assert(
      fc.property(value, (sent) => {
        expect(decodeBody(bodyOf(sent))).toEqual({ ok: true, value: sent });
      }),
    );
  });

  it('does not decode when it is cut short or goes on', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.uint8Array({ minLength: 1 }), (sent, cut, more) => {
        const body = bodyOf(sent);
        expect(decodeBody(body.subarray(0, cut % body.length))).toEqual(BAD);
        expect(decodeBody(Buffer.concat([body, more]))).toEqual(BAD);
      }),
    );
  });

  it('of any bytes decodes or does not, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoded = decodeBody(bytes);
        if (decoded.ok) expect(decodeBody(bodyOf(decoded.value)).ok).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('holds UTF-8', () => {
    expect(decode(0xa3, 0xed, 0xa0, 0x80)).toEqual(BAD); // A lone surrogate.
    expect(decode(0xa1, 0xff)).toEqual(BAD);
    expect(decode(0xd9, 40, ...new Array<number>(39).fill(65), 0xc3)).toEqual(BAD);
    expect(decode(0xa2, 0xc3, 0xb6)).toEqual({ ok: true, value: 'ö' });
  });

  it('holds no extension types, no keys but text, and nobody’s prototype', () => {
    expect(decode(0xd4, 1, 0)).toEqual(BAD);
    expect(decode(0xd6, 0xff, 0, 0, 0, 0)).toEqual(BAD); // A timestamp.
    expect(decode(0xc7, 1, 1, 0)).toEqual(BAD);
    expect(decode(0xc1)).toEqual(BAD);
    expect(decode(0x81, 0x01, 0x01)).toEqual(BAD);
    expect(decode(0x81, 0xc0, 0x01)).toEqual(BAD);
    expect(decode(0x81, 0xa9, ...Buffer.from('__proto__'), 0x80)).toEqual(BAD);
  });

  it('nests at most 16 levels', () => {
    const nested = (levels: number) => decode(...new Array<number>(levels).fill(0x91), 0x01);
    expect(nested(MAX_DEPTH).ok).toBe(true);
    expect(nested(MAX_DEPTH + 1)).toEqual(BAD);
    expect(nested(60_000)).toEqual(BAD);
  });

  it('holds a bounded number of values', () => {
    const array = (count: number) => {
      const bytes = new Uint8Array(5 + count);
      new DataView(bytes.buffer).setUint32(1, count);
      bytes[0] = 0xdd;
      return decodeBody(bytes).ok;
    };
    expect(array(MAX_VALUES - 1)).toBe(true);
    expect(array(MAX_VALUES)).toBe(false);
  });

  it('costs nothing for what it only claims to hold', () => {
    const claims = [
      [0xdd, 0xff, 0xff, 0xff, 0xff],
      [0xdf, 0xff, 0xff, 0xff, 0xff],
      [0xdb, 0xff, 0xff, 0xff, 0xff],
      [0xc6, 0xff, 0xff, 0xff, 0xff],
      // 16 MiB of pointers in each of many levels, were they believed.
      Array.from({ length: 20_000 }, () => [0xdd, 0x00, 0x20, 0x00, 0x00]).flat(),
      Array.from({ length: 20_000 }, () => [0xdc, 0xff, 0xff]).flat(),
    ].map((bytes) => Uint8Array.from(bytes));
    const before = process.memoryUsage();
    for (let n = 0; n < 50; n++) for (const bytes of claims) expect(decodeBody(bytes)).toEqual(BAD);
    const after = process.memoryUsage();
    expect(after.rss - before.rss).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('a reader of frames', () => {
  const MAX = 100_000;
  const read = (chunks: readonly Uint8Array[]) => {
    const reader = new FrameReader();
    const bodies: Buffer[] = [];
    for (const chunk of chunks) {
      const fault = reader.push(
        chunk,
        () => MAX,
        (body) => bodies.push(Buffer.from(body)) > 0,
      );
      if (fault !== null) return { bodies, fault };
    }
    return { bodies, fault: null };
  };

  it('finds the frames however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), fc.array(fc.nat()), (values, cuts) => {
        const all = Buffer.concat(values.map(encodeFrame));
        const at = [0, ...cuts.map((cut) => cut % all.length).sort((a, b) => a - b), all.length];
        const chunks = at.slice(1).map((end, n) => all.subarray(at[n], end));
        expect(read(chunks)).toEqual({
          bodies: values.map(bodyOf).map((body) => Buffer.from(body)),
          fault: null,
        });
      }),
    );
  });

  it('finds a frame that is cut after every byte', () => {
    const frames = Buffer.concat([encodeFrame({ a: [1, 'two'] }), encodeFrame(null)]);
    expect(read([...frames].map((byte) => Uint8Array.of(byte))).bodies).toHaveLength(2);
    for (let at = 0; at <= frames.length; at++) {
      expect(read([frames.subarray(0, at), frames.subarray(at)]).bodies).toHaveLength(2);
    }
  });

  it.each([
    ['empty frame', [0, 0, 0, 0]],
    ['oversized frame', [0xff, 0xff, 0xff, 0xff]],
    ['oversized frame', [0x80, 0, 0, 0]],
    ['oversized frame', [0, 1, 0x86, 0xa1]],
  ])('calls it an %s before reading on', (fault, header) => {
    expect(read([encodeFrame(1), Uint8Array.from(header)])).toEqual({ bodies: [Buffer.of(1)], fault });
  });

  it('stops when told to', () => {
    const seen: number[] = [];
    const fault = new FrameReader().push(
      Buffer.concat([1, 2, 3].map(encodeFrame)),
      () => MAX,
      (body) => seen.push(body[0] ?? 0) < 2,
    );
    expect({ seen, fault }).toEqual({ seen: [1, 2], fault: null });
  });
});
