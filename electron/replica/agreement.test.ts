import { describe, expect, it } from 'vitest';
import { type Checkpoint, verdictOf } from './agreement.ts';

const VOTERS = ['a', 'b', 'c', 'd', 'e'];

/** One letter a node, in order: the digest it told of entry 10; `.` on and still silent, `-` off. */
function verdict(told: string, voters = VOTERS.slice(0, told.length), self = 'a') {
  const nodes = VOTERS.slice(0, told.length);
  const at = (id: string) => told[nodes.indexOf(id)] ?? '-';
  const checkpoints = (id: string): Checkpoint[] =>
    at(id) === '.' || at(id) === '-' ? [] : [{ index: 10, digest: at(id) }];
  const others = nodes.filter((id) => id !== self);
  return verdictOf(
    { own: checkpoints(self), peers: new Map(others.map((id) => [id, checkpoints(id)])) },
    self,
    voters,
    new Set(others.filter((id) => at(id) !== '-')),
  );
}

describe('a replica', () => {
  it.each(['x', 'xxx', 'xx-', 'x--', 'x..', 'xxy', 'xxxyy', '...', '-xx'])('goes on among %s', (told) => {
    expect(verdict(told)).toBe('same');
  });

  it.each(['xyy', 'xyyy-', 'xyyyz', 'xxyyy'])('knows that it is the one that is wrong among %s', (told) => {
    expect(verdict(told)).toBe('differs');
  });

  it.each(['xy-', 'xyz', 'xxyy-', 'xxyyz', 'xy'])('cannot know who is right among %s', (told) => {
    expect(verdict(told)).toBe('split');
  });

  it.each(['xy.', 'xxyy.', 'xx.yy', 'xy...'])('waits for those who have yet to tell among %s', (told) => {
    expect(verdict(told)).toBe('open');
  });

  it('that does not vote is judged by those who do, and judges nobody', () => {
    expect(verdict('xyyy', ['b', 'c', 'd'])).toBe('differs');
    expect(verdict('xxxy', ['a', 'b', 'c'])).toBe('same');
    expect(verdict('xyyyy', ['a'])).toBe('same');
    expect(verdict('xxxy', ['b', 'c', 'd'])).toBe('same');
    // A lone voter's word against one's own.
    expect(verdict('xy', ['b'])).toBe('split');
  });

  it('waits for nobody who has gone past without telling', () => {
    const peers = new Map([
      ['b', [{ index: 10, digest: 'y' }]],
      ['c', [{ index: 20, digest: 'x' }]],
    ]);
    const own = [{ index: 10, digest: 'x' }];
    expect(verdictOf({ own, peers }, 'a', ['a', 'b', 'c'], new Set(['b', 'c']))).toBe('split');
  });

  it('compares each index with the same index', () => {
    const own = [
      { index: 10, digest: 'x' },
      { index: 20, digest: 'y' },
    ];
    const peers = new Map(['b', 'c'].map((id) => [id, [{ index: 20, digest: 'x' }]]));
    expect(verdictOf({ own, peers }, 'a', ['a', 'b', 'c'], new Set(['b', 'c']))).toBe('differs');
    const older = { own: own.slice(0, 1), peers };
    expect(verdictOf(older, 'a', ['a', 'b', 'c'], new Set(['b', 'c']))).toBe('same');
  });
});
