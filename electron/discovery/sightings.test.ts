import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sightings } from './sightings.ts';
import type { Announcement } from './types.ts';

const said = (node: string, more: Partial<Announcement> = {}): Announcement => ({
  clusterId: 'c-1',
  shop: 'Shop',
  node,
  name: node,
  port: 7_100,
  ...more,
});

function table() {
  const drops: string[] = [];
  return { drops, sightings: new Sightings((reason) => drops.push(reason)) };
}

describe('a workstation that was heard', () => {
  it('is there until its time is over, and longer each time that it is heard again', () => {
    const { sightings } = table();
    expect(sightings.heard(said('a'), '10.0.0.1', 120, 0)).toBe(true);
    expect(sightings.heard(said('a'), '10.0.0.1', 120, 60_000)).toBe(false);
    expect(sightings.expire(179_999)).toBe(false);
    expect(sightings.list()).toEqual([{ ...said('a'), hosts: ['10.0.0.1'] }]);
    expect(sightings.expire(180_000)).toBe(true);
    expect(sightings.list()).toEqual([]);
  });

  it('is gone at once when it takes itself back, and a stranger cannot take it back', () => {
    const { sightings } = table();
    sightings.heard(said('a'), '10.0.0.1', 120, 0);
    expect(sightings.heard(said('a'), '10.0.0.66', 0, 1)).toBe(false);
    expect(sightings.list()).toHaveLength(1);
    expect(sightings.heard(said('a'), '10.0.0.1', 0, 2)).toBe(true);
    expect(sightings.list()).toEqual([]);
  });

  it('under two addresses has both, the newer first, each with its own end', () => {
    const { sightings } = table();
    sightings.heard(said('a'), '10.0.0.1', 120, 0);
    expect(sightings.heard(said('a'), '10.0.0.2', 120, 60_000)).toBe(true);
    expect(sightings.list()[0]?.hosts).toEqual(['10.0.0.2', '10.0.0.1']);
    sightings.expire(120_000);
    expect(sightings.list()[0]?.hosts).toEqual(['10.0.0.2']);
  });

  it('can change what it says; somebody else at another address cannot', () => {
    const { sightings } = table();
    sightings.heard(said('a'), '10.0.0.1', 120, 0);
    expect(sightings.heard(said('a', { shop: 'New' }), '10.0.0.1', 120, 1)).toBe(true);
    sightings.heard(said('a', { shop: 'Trap', port: 1 }), '10.0.0.66', 120, 2);
    expect(sightings.list()[0]).toMatchObject({ shop: 'New', port: 7_100, hosts: ['10.0.0.66', '10.0.0.1'] });
  });

  it('is not believed for longer than ten minutes, whatever it claims', () => {
    const { sightings } = table();
    sightings.heard(said('a'), '10.0.0.1', 0xffff_ffff, 0);
    expect(sightings.expire(600_000)).toBe(true);
  });
});

describe('what need not be said again', () => {
  it('is who was heard on that link, for what is left of its time', () => {
    const { sightings } = table();
    sightings.heard(said('a'), '10.0.0.1', 120, 0);
    sightings.heard(said('a'), '10.1.0.1', 120, 50_000);
    sightings.heard(said('b'), '10.0.0.2', 120, 30_000);
    sightings.heard(said('c'), '10.1.0.3', 120, 0);
    expect(sightings.fresh((host) => host.startsWith('10.0.'), 60_500)).toEqual([
      { node: 'b', seconds: 89 },
      { node: 'a', seconds: 59 },
    ]);
    expect(sightings.fresh(() => true, 200_000)).toEqual([]);
  });
});

describe('a flood of workstations', () => {
  it('fills a table that does not grow, and drives nobody out who was there before', () => {
    const { drops, sightings } = table();
    sightings.heard(said('first'), '10.0.0.1', 120, 0);
    for (let n = 0; n < 2_000; n += 1) sightings.heard(said(`n${n}`), `10.0.1.${n % 200}`, 120, 0);
    expect(sightings.list()).toHaveLength(256);
    expect(sightings.list()[0]?.node).toBe('first');
    expect(drops.filter((reason) => reason === 'too many workstations')).toHaveLength(2_000 - 255);
  });

  it('from one address fills a quarter of it; one of many addresses keeps few', () => {
    const { drops, sightings } = table();
    for (let n = 0; n < 100; n += 1) sightings.heard(said(`n${n}`), '10.0.0.66', 120, 0);
    expect(sightings.list()).toHaveLength(64);
    for (let n = 0; n < 100; n += 1) sightings.heard(said('a'), `10.0.1.${n}`, 120, 0);
    expect(sightings.list().find(({ node }) => node === 'a')?.hosts).toHaveLength(4);
    expect(new Set(drops)).toEqual(
      new Set(['too many workstations from one address', 'too many addresses of one workstation']),
    );
  });

  it('in any order changes nothing without saying so', () => {
    const step = fc.record({
      node: fc.constantFrom('a', 'b', 'c'),
      host: fc.constantFrom('10.0.0.1', '10.0.0.2'),
      ttl: fc.constantFrom(0, 1, 5),
      shop: fc.constantFrom('S', 'T'),
      pause: fc.nat(3_000),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { sightings } = table();
        let [now, before] = [0, sightings.list()];
        const check = (changed: boolean) => {
          const after = sightings.list();
          // What a second address says is kept, and shows only once the first is gone.
          if (!changed) expect(after).toEqual(before);
          before = after;
        };
        for (const { node, host, ttl, shop, pause } of steps) {
          now += pause;
          check(sightings.expire(now));
          check(sightings.heard(said(node, { shop }), host, ttl, now));
        }
      }),
    );
  });
});
