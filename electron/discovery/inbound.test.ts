import { describe, expect, it } from 'vitest';
import { Inbound } from './inbound.ts';
import { announcementPacket, foreignPacket, queryPacket } from './testing/packets.ts';

function inbound() {
  const drops: string[] = [];
  const reader = new Inbound((reason) => drops.push(reason));
  const read = (bytes: Buffer, port = 5353) => reader.read({ bytes, host: '10.0.0.2', port }, 0);
  return { drops, read };
}

describe('a datagram', () => {
  it('becomes a packet, or nothing where it is of another service, and neither is counted', () => {
    const { drops, read } = inbound();
    expect(read(announcementPacket())?.answer).toHaveLength(3);
    expect(read(queryPacket())?.question).toHaveLength(1);
    expect(read(foreignPacket())).toBeNull();
    expect(drops).toEqual([]);
  });

  it('that answers is taken from port 5353 only, a question from any', () => {
    const { drops, read } = inbound();
    expect(read(announcementPacket(), 40_000)).toBeNull();
    expect(drops).toEqual(['from another port']);
    expect(read(queryPacket(), 40_000)).not.toBeNull();
  });

  it('that is malformed or too much is dropped, each counted by its reason', () => {
    const { drops, read } = inbound();
    expect(read(Buffer.alloc(3))).toBeNull();
    expect(read(announcementPacket().subarray(0, -1))).toBeNull();
    expect(drops).toEqual(['packet too short', 'record beyond the packet']);
    for (let n = 0; n < 100; n += 1) read(queryPacket());
    expect(drops.slice(2)).toEqual(Array.from({ length: 100 - 62 }, () => 'too many from one source'));
  });
});
