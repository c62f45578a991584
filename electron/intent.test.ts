import { describe, expect, it } from 'vitest';
import { foundShop } from './found.ts';
import { belongingFor } from './intent.ts';
import { DEFAULT_HTTP, DEFAULT_LINK, placesFor } from './places.ts';

const http = { host: '127.0.0.1', port: 5200 };
const link = { host: '127.0.0.1', port: 7200 };
const { belonging: own } = await foundShop('Northside', { name: 'Office', http, link });

describe('a directory that belongs to a shop', () => {
  it('goes on in it, also where an invitation or a key file is still there', () => {
    expect(belongingFor('d', own, { kind: 'goOn' })).toBe(own);
    expect(belongingFor('d', own, { kind: 'join', invitation: 'PR1-…' })).toBe(own);
    expect(belongingFor('d', own, { kind: 'key', path: 'shop.key' })).toBe(own);
  });

  it('is founded again under the same name only', () => {
    const intent = { kind: 'found', shop: 'Northside', name: 'X' } as const;
    expect(belongingFor('d', own, intent)).toBe(own);
    expect(() => belongingFor('d', own, { ...intent, shop: 'Southside' })).toThrow(/already holds the shop/);
  });
});

describe('where a workstation listens', () => {
  it('is the usual place, whose link may move, in a shop of one', () => {
    const places = placesFor({ http: undefined, link: undefined }, own);
    expect(places).toEqual({ http: DEFAULT_HTTP, link: DEFAULT_LINK, linkMayMove: true });
  });

  it('is where the others look for it in a shop of several', () => {
    const [first] = own.founding.members;
    const members = [first!, { ...first!, id: 'other' }];
    const several = { ...own, founding: { ...own.founding, members } };
    const places = placesFor({ http: undefined, link: undefined }, several);
    expect(places).toEqual({ http, link, linkMayMove: false });
  });
});
