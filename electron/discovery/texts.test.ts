import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instanceOf, readTexts, textsOf } from './texts.ts';
import type { Announcement } from './types.ts';

const own: Announcement = {
  clusterId: 'c-1',
  shop: 'Müller & Söhne, Halle 2.1',
  node: 'node-1',
  name: 'Laser PC',
  port: 7_100,
};

const listed = (announcement: Announcement) =>
  Object.entries(textsOf(announcement) ?? {}).map(([key, value]) => `${key}=${value}`);
const fullname = (node: string) => `${instanceOf(node)}._printraft._tcp.local`;
const read = (texts: readonly string[], port = 7_100) => readTexts(fullname('node-1'), port, texts);

describe('an announcement', () => {
  it('comes back as it was said, dots, umlauts and equal signs included', () => {
    for (const announcement of [own, { ...own, clusterId: null, shop: '' }, { ...own, name: 'a=b.c' }]) {
      expect(read(listed(announcement))).toEqual({ announcement, wasCleaned: false });
    }
  });

  it('of any texts is understood by others, or not said at all', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(text, text, text, (shop, name, node) => {
        const texts = textsOf({ ...own, shop, name, node });
        if (texts === null) return;
        const pairs = Object.entries(texts).map(([key, value]) => `${key}=${value}`);
        for (const pair of pairs) expect(Buffer.byteLength(pair)).toBeLessThanOrEqual(0xbf);
        const heard = readTexts(fullname(node), own.port, pairs);
        expect(heard).toMatchObject({ wasCleaned: false, announcement: { node } });
      }),
    );
  });

  it('is not made of an id that others would refuse, nor of a port that is none', () => {
    for (const node of ['', 'a\nb', 'x'.repeat(65), '漢'.repeat(60)]) {
      expect(textsOf({ ...own, node })).toBeNull();
    }
    for (const port of [0, -1, 65_536, 1.5]) expect(textsOf({ ...own, port })).toBeNull();
  });
});

describe('what is heard', () => {
  it('is refused without version, node or name, with another version, or for another instance', () => {
    const texts = listed(own);
    for (const key of ['v', 'node', 'cluster', 'name']) {
      expect(read(texts.filter((text) => !text.startsWith(`${key}=`)))).toBeNull();
    }
    expect(read(texts.map((text) => (text === 'v=1' ? 'v=2' : text)))).toBeNull();
    expect(readTexts(fullname('node-2'), 7_100, texts)).toBeNull();
    expect(read(texts, 0)).toBeNull();
  });

  it('is refused with control characters in an id', () => {
    expect(
      read(listed(own).map((text) => (text.startsWith('cluster=') ? 'cluster=a\u0007' : text))),
    ).toBeNull();
  });

  it('loses control characters and what is too long of its names', () => {
    const said = (shop: string) =>
      read([...listed({ ...own, shop: '' }).filter((t) => t !== 'shop='), `shop=${shop}`]);
    expect(said('A\u0000\u001b[31mB\u202eC')).toMatchObject({
      announcement: { shop: 'A[31mBC' },
      wasCleaned: true,
    });
    const long = said('ä'.repeat(10_000));
    expect(long).toMatchObject({ announcement: { shop: 'ä'.repeat(64) }, wasCleaned: true });
    expect(said('<b>&amp;</b>')).toMatchObject({ announcement: { shop: '<b>&amp;</b>' }, wasCleaned: false });
  });

  it('counts its first text of a key, ignores keys of later versions, and is not read without an end', () => {
    expect(read([...listed(own), 'name=Another', 'colour=red', '__proto__=x'])?.announcement).toEqual(own);
    const many = Array.from({ length: 1_000 }, (_, n) => `k${n}=v`);
    expect(read([...many, ...listed(own)])).toBeNull();
  });
});

describe('an instance', () => {
  it('is named as its node where that is a label, and by what follows from it otherwise', () => {
    expect(instanceOf('8a7e-41')).toBe('8a7e-41');
    for (const node of ['a.b', 'ä', 'x'.repeat(64), 'a b'])
      expect(instanceOf(node)).toMatch(/^[0-9a-f]{32}$/);
    expect(instanceOf('a.b')).not.toBe(instanceOf('a.c'));
  });
});
