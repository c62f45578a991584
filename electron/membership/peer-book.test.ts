import { describe, expect, it } from 'vitest';
import { PeerBook } from './peer-book.ts';

const at = (host: string, port = 7100) => ({ host, port });

describe('where a member is dialled', () => {
  it('is where it last connected from, then where it was heard, then where it said it would be', () => {
    const book = new PeerBook();
    book.replace('roster', [['b', [at('10.0.0.1'), at('10.0.0.2')]]]);
    book.replace('seen', [['b', [at('10.0.0.2'), at('10.0.0.3')]]]);
    book.connected('b', at('10.0.0.4'));
    const [peer] = book.peers(['b']);
    expect(peer?.addresses.map(({ host }) => host)).toEqual(['10.0.0.4', '10.0.0.2', '10.0.0.3', '10.0.0.1']);
  });

  it('is forgotten where its source knows it no more', () => {
    const book = new PeerBook();
    book.replace('seen', [['b', [at('10.0.0.3')]]]);
    book.replace('seen', []);
    expect(book.peers(['b'])).toEqual([{ id: 'b', addresses: [] }]);
  });

  it('has a bound, whatever is heard', () => {
    const book = new PeerBook();
    book.replace('seen', [['b', Array.from({ length: 100 }, (_, n) => at('10.0.0.9', n + 1))]]);
    expect(book.peers(['b'])[0]?.addresses).toHaveLength(12);
  });
});
