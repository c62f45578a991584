import { DNSPacket } from 'dns-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPacket } from './packet-check.ts';
import { announcementPacket, foreignPacket, header, name, queryPacket, record } from './testing/packets.ts';

/** Parses what passed as the product does, and fails where the parser would have been led astray. */
function parse(bytes: Buffer): DNSPacket {
  const packet = DNSPacket.parse(bytes);
  if (Array.isArray(packet)) throw new Error('read as several packets');
  return packet;
}

describe('a datagram', () => {
  it('that asks for workstations or tells of one passes, and is parsed to what it says', () => {
    for (const bytes of [queryPacket(), announcementPacket()]) expect(checkPacket(bytes)).toBe('ours');
    const { answer } = parse(announcementPacket({ port: 7_123 }));
    expect(answer.find(({ type }) => type === 33)).toMatchObject({ port: 7_123 });
  });

  it('of other services is none of our business, whatever our parser would make of it', () => {
    expect(checkPacket(foreignPacket())).toBe('foreign');
    // A text of 200 bytes, which others may say and dns-js takes for a pointer.
    const long = record(
      'printer._ipp._tcp.local',
      16,
      Buffer.concat([Buffer.from([200]), Buffer.alloc(200, 97)]),
    );
    expect(checkPacket(Buffer.concat([header({ answers: 1 }), long]))).toBe('foreign');
  });

  it('whose name is a pointer to itself is stopped: 18 bytes that would hold the parser for ever', () => {
    const bytes = Buffer.concat([header({ questions: 1 }), Buffer.from([0xc0, 12, 0, 12, 0, 1])]);
    expect(bytes).toHaveLength(18);
    expect(checkPacket(bytes)).toBe('bad name');
  });

  it.each([
    ['forward', [0xc0, 14, 0, 0, 12, 0, 1]],
    ['into the header', [0xc0, 2, 0, 12, 0, 1]],
    ['beyond the packet', [0xff, 0xff, 0, 12, 0, 1]],
    ['back into the labels that it ends', [1, 97, 1, 98, 0xc0, 14, 0, 12, 0, 1]],
    ['cut in the middle', [0xc0]],
  ])('with a pointer %s is stopped', (_what, bytes) => {
    expect(checkPacket(Buffer.concat([header({ questions: 1 }), Buffer.from(bytes)]))).toBe('bad name');
  });

  it('with more pointers in a row than compression needs is stopped', () => {
    /** A record whose name is reached over so many pointers, each of which leads to the one before. */
    const chained = (pointers: number) => {
      const data = 12 + 1 + 10;
      const pointer = (n: number) => Buffer.from([0xc0, n === 0 ? data : data + 2 * n - 1]);
      const chain = Array.from({ length: pointers - 1 }, (_, n) => pointer(n));
      const [before, ...behind] = [pointer(pointers - 1), Buffer.from([0, 1, 0, 1, 0, 0, 0, 1, 0, 0])];
      const first = record('', 99, Buffer.concat([Buffer.from([0]), ...chain]));
      return Buffer.concat([header({ answers: 2 }), first, before, ...behind]);
    };
    expect(checkPacket(chained(1))).toBe('foreign');
    expect(checkPacket(chained(16))).toBe('foreign');
    expect(checkPacket(chained(17))).toBe('bad name');
  });

  it('with a label above 63 bytes or a name above 255 is stopped', () => {
    const question = (labels: Buffer) =>
      Buffer.concat([header({ questions: 1 }), labels, Buffer.from([0, 12, 0, 1])]);
    const label = (length: number) => Buffer.concat([Buffer.from([length]), Buffer.alloc(length, 97)]);
    const end = Buffer.from([0]);
    expect(checkPacket(question(Buffer.concat([label(64), end])))).toBe('bad name');
    const full = [label(63), label(63), label(63)];
    expect(checkPacket(question(Buffer.concat([...full, label(61), end])))).toBe('foreign');
    expect(checkPacket(question(Buffer.concat([...full, label(62), end])))).toBe('bad name');
  });

  it('that is too long, too short, or no question or answer is stopped', () => {
    expect(checkPacket(Buffer.alloc(9_001))).toBe('packet too long');
    expect(checkPacket(Buffer.alloc(11))).toBe('packet too short');
    expect(checkPacket(Buffer.alloc(0))).toBe('packet too short');
    expect(checkPacket(header({ flags: 0x2800 }))).toBe('neither query nor answer');
    expect(checkPacket(header({ flags: 0x8403 }))).toBe('neither query nor answer');
  });

  it('that claims more records than it has, or than anybody needs, is stopped', () => {
    expect(checkPacket(header({ answers: 65_535 }))).toBe('too many records');
    expect(checkPacket(header({ questions: 33 }))).toBe('too many records');
    expect(checkPacket(Buffer.concat([header({ questions: 2 }), queryPacket().subarray(12)]))).toBe(
      'bad name',
    );
  });

  it('with data beyond its end, or bytes behind it, is stopped', () => {
    const whole = announcementPacket();
    expect(checkPacket(whole.subarray(0, -1))).toBe('record beyond the packet');
    expect(checkPacket(Buffer.concat([whole, Buffer.from([0])]))).toBe('bytes behind the last record');
  });

  it.each([
    ['an address of 3 bytes', 1, Buffer.from([1, 2, 3])],
    ['a text that is longer than its record', 16, Buffer.from([9, 97])],
    ['texts of which one is empty', 16, Buffer.from([1, 97, 0, 1, 97])],
    ['no text at all', 16, Buffer.alloc(0)],
    [
      'a text that would be taken for a pointer',
      16,
      Buffer.concat([Buffer.from([192]), Buffer.alloc(192, 97)]),
    ],
    ['a service without a target', 33, Buffer.from([0, 0, 0, 0, 1, 1])],
    ['a target that ends before its record', 33, Buffer.from([0, 0, 0, 0, 1, 1, 0, 0])],
    ['a pointer that leads to itself in its data', 12, Buffer.from([0xc0, 50])],
    ['an option that is longer than its record', 41, Buffer.from([0, 1, 0, 9])],
  ])('with %s is stopped if it is ours', (_what, type, data) => {
    const bytes = Buffer.concat([header({ answers: 1 }), record('x._printraft._tcp.local', type, data)]);
    expect(checkPacket(bytes)).toBe('record of another shape');
  });
});

describe('whatever comes from a network', () => {
  const valid = [queryPacket(), announcementPacket(), foreignPacket(), compressed()];

  /** A valid packet with bytes changed, cut out, doubled or put in. */
  const mutated = fc
    .record({
      packet: fc.constantFrom(...valid),
      changes: fc.array(
        fc.record({
          at: fc.nat(400),
          kind: fc.constantFrom('set', 'cut', 'put', 'copy'),
          value: fc.oneof(fc.constantFrom(0, 1, 12, 0x3f, 0x40, 0xbf, 0xc0, 0xff), fc.nat(255)),
          size: fc.integer({ min: 1, max: 8 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    })
    .map(({ packet, changes }) =>
      changes.reduce((bytes, { at: where, kind, value, size }) => {
        const at = where % (bytes.length + 1);
        const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
        if (kind === 'set') return Buffer.concat([before, Buffer.from([value]), behind.subarray(1)]);
        if (kind === 'cut') return Buffer.concat([before, behind.subarray(size)]);
        if (kind === 'put') return Buffer.concat([before, Buffer.alloc(size, value), behind]);
        return Buffer.concat([before, bytes.subarray(value, value + size), behind]);
      }, Buffer.from(packet)),
    );

  it('is judged, and what passes is parsed to one packet without hanging or throwing', () => {
    let passed = 0;
    fc.assert(
      fc.property(mutated, (bytes) => {
        const verdict = checkPacket(bytes);
        if (verdict !== 'ours') return;
        passed += 1;
        parse(bytes);
      }),
      { numRuns: 20_000 },
    );
    // The property would say nothing if nothing passed.
    expect(passed).toBeGreaterThan(500);
  });

  it('even noise', () => {
    const noise = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));
    const behindHeader = noise.map((bytes) => Buffer.concat([header({ questions: 1, answers: 2 }), bytes]));
    fc.assert(
      fc.property(fc.oneof(noise, behindHeader), (bytes) => {
        if (checkPacket(bytes) === 'ours') parse(bytes);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** As other programs write it: names by pointers to earlier ones, several sections, options at the end. */
function compressed(): Buffer {
  const service = name('_printraft._tcp.local');
  const pointer = Buffer.from([0xc0, 12]);
  const instance = Buffer.concat([Buffer.from([4]), Buffer.from('node'), pointer]);
  const fixed = (type: number, size: number) => {
    const bytes = Buffer.alloc(10);
    bytes.writeUInt16BE(type, 0);
    bytes.writeUInt16BE(1, 2);
    bytes.writeUInt32BE(120, 4);
    bytes.writeUInt16BE(size, 8);
    return bytes;
  };
  const text = Buffer.from('\x03v=1');
  return Buffer.concat([
    header({ flags: 0x8400, answers: 2, additional: 2 }),
    ...[service, fixed(12, instance.length), instance],
    ...[instance, fixed(16, text.length), text],
    ...[pointer, fixed(28, 16), Buffer.alloc(16, 254)],
    ...[Buffer.from([0]), fixed(41, 0)],
  ]);
}
