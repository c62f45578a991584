import { DNSPacket } from 'dns-js';
import { describe, expect, it } from 'vitest';
import { Listener } from './listener.ts';
import { checkPacket } from './packet-check.ts';
import { writeAnswer, writeQuery } from './packet-write.ts';
import { Speaker } from './speaker.ts';
import { instanceOf, readTexts, textsOf } from './texts.ts';
import type { Announcement } from './types.ts';

const announcement = (more: Partial<Announcement> = {}): Announcement => ({
  clusterId: 'c-1',
  shop: 'Halle 2.1',
  node: 'node-1',
  name: 'Laser PC',
  port: 7_100,
  ...more,
});

function spoken(said: Announcement) {
  const texts = textsOf(said);
  if (texts === null) throw new Error('not announceable');
  return { instance: instanceOf(said.node), port: said.port, texts };
}

/** What others read in what a speaker says. */
function understood(speaker: Speaker, ttl = 120) {
  const packet = speaker.packet();
  if (packet === null) return null;
  const bytes = writeAnswer(packet, { ttl, address: '10.0.0.1' });
  expect(checkPacket(bytes)).toBe('ours');
  return new Listener()
    .read(DNSPacket.parse(bytes) as DNSPacket, '10.0.0.1', 'eth0')
    .map((told) => [told.ttl, readTexts(told.fullname, told.port, told.texts)?.announcement]);
}

describe('a speaker', () => {
  it('says what it was last given, and nothing after null', () => {
    const speaker = new Speaker();
    expect(understood(speaker)).toBeNull();
    const steps = [
      announcement(),
      announcement({ shop: 'New' }),
      announcement({ node: 'node-2', port: 7_101 }),
    ];
    for (const step of steps) {
      speaker.set(spoken(step));
      expect(understood(speaker)).toEqual([[120, step]]);
    }
    expect(understood(speaker, 0)).toEqual([[0, steps[2]]]);
    speaker.set(null);
    expect(understood(speaker)).toBeNull();
    speaker.set(spoken(announcement()));
    expect(understood(speaker)).toEqual([[120, announcement()]]);
  });

  it('says nothing of another one in the same process', () => {
    const [one, other] = [new Speaker(), new Speaker()];
    one.set(spoken(announcement()));
    other.set(spoken(announcement({ node: 'node-2' })));
    one.set(spoken(announcement({ name: 'Renamed' })));
    expect(understood(one)).toEqual([[120, announcement({ name: 'Renamed' })]]);
    expect(understood(other)).toEqual([[120, announcement({ node: 'node-2' })]]);
  });

  it('flushes nobody else: records that several share come without the bit for that', () => {
    const speaker = new Speaker();
    speaker.set(spoken(announcement()));
    const packet = DNSPacket.parse(
      writeAnswer(speaker.packet()!, { ttl: 120, address: '10.0.0.1' }),
    ) as DNSPacket;
    const flushing = (type: number) =>
      [...packet.answer, ...packet.additional]
        .filter((record) => record.type === type)
        .map((record) => (record.class & 0x8000) !== 0);
    expect(flushing(12)).toEqual([false, false]);
    expect([...flushing(33), ...flushing(16), ...flushing(1)]).toEqual([true, true, true]);
    expect(packet.additional).toMatchObject([{ address: '10.0.0.1' }]);
  });

  it('answers questions for its service, all services and itself, unless the answer is known', () => {
    const speaker = new Speaker();
    const service = { name: '_printraft._tcp.local', type: 12 };
    expect(speaker.isAsked(service)).toBe(false);
    speaker.set(spoken(announcement()));
    const own = 'node-1._printraft._tcp.local';
    expect(speaker.isAsked(service)).toBe(true);
    expect(speaker.isAsked({ name: '_services._dns-sd._udp.local', type: 12 })).toBe(true);
    expect(speaker.isAsked({ name: own, type: 33 })).toBe(true);
    expect(speaker.isAsked({ name: 'node-2._printraft._tcp.local', type: 33 })).toBe(false);
    expect(speaker.isAsked({ name: '_ipp._tcp.local', type: 12 })).toBe(false);
    const known = { ...service, class: 1, data: own };
    expect(speaker.isKnown({ ...known, ttl: 60 }, 120)).toBe(true);
    expect(speaker.isKnown({ ...known, ttl: 59 }, 120)).toBe(false);
    expect(speaker.isKnown({ ...known, data: 'node-2._printraft._tcp.local', ttl: 120 }, 120)).toBe(false);
  });
});

describe('a listener', () => {
  it('asks for the service, without the bit that asks a recursive server', () => {
    const bytes = writeQuery(new Listener().question()!);
    expect(checkPacket(bytes)).toBe('ours');
    expect(bytes.readUInt16BE(2)).toBe(0);
    expect((DNSPacket.parse(bytes) as DNSPacket).question).toMatchObject([
      { name: '_printraft._tcp.local', type: 12 },
    ]);
  });

  it('says in its question whom it knows, so that those need not answer', () => {
    const speaker = new Speaker();
    speaker.set(spoken(announcement()));
    const known = [{ instance: 'node-1', ttl: 90 }];
    const bytes = writeQuery(new Listener().question()!, known);
    expect(checkPacket(bytes)).toBe('ours');
    const { answer } = DNSPacket.parse(bytes) as DNSPacket;
    expect(answer.map((record) => speaker.isKnown(record, 120))).toEqual([true]);
    const many = Array.from({ length: 200 }, (_, n) => ({
      instance: `8a7e4f1c-0000-4000-8000-${n}`,
      ttl: 90,
    }));
    const full = writeQuery(new Listener().question()!, many);
    expect(full.length).toBeLessThanOrEqual(1_440);
    expect((DNSPacket.parse(full) as DNSPacket).answer.length).toBeGreaterThan(24);
  });

  it('keeps apart what one packet tells of several, and keeps nothing of it', () => {
    const packets = ['node-1', 'node-2'].map((node, n) => {
      const speaker = new Speaker();
      speaker.set(spoken(announcement({ node, port: 7_100 + n })));
      return speaker.packet()!;
    });
    const both = new DNSPacket(0x8400);
    const parse = (packet: DNSPacket) =>
      DNSPacket.parse(writeAnswer(packet, { ttl: 9, address: null })) as DNSPacket;
    both.answer.push(...packets.flatMap((packet) => parse(packet).answer));
    const listener = new Listener();
    const read = () => listener.read(both, '10.0.0.1', 'eth0').map(({ fullname, port }) => [fullname, port]);
    const expected = [
      ['node-1._printraft._tcp.local', 7_100],
      ['node-2._printraft._tcp.local', 7_101],
    ];
    expect(read()).toEqual(expected);
    expect(read()).toEqual(expected);
  });
});
