import { describe, expect, it } from 'vitest';
import { bestFixed, bestPossible, type Slice } from './testing/days/bound.ts';

/** Each letter is a machine that is on; each word one unit of time. */
function times(words: string): Slice[] {
  return words.split(' ').map((word) => ({
    ms: 1,
    on: Array.from(word).reduce((mask, letter) => mask | (1 << 'ABCDE'.indexOf(letter)), 0),
  }));
}

describe('The best that anybody could do', () => {
  const best = (words: string, sizes = [3]) => bestPossible(times(words), 5, sizes);

  it.each([
    ['two of three are on all the time', 'AB AB AB', 3],
    ['machines hand over to each other', 'ABC BCD CDE DE', 4],
    ['somebody who will be back keeps its vote over night', 'ABC BC B AB', 3],
    ['one machine is a majority of nothing', 'ABC A A AB', 2],
    ['nobody of yesterday is there', 'AB CD', 1],
    ['it is worth waiting for the longer day', 'AB CD CD CD', 3],
    ['who votes cannot change while there is no majority', 'ABC AD DE DE', 3],
    ['there are no two', 'A B C', 0],
  ])('where %s', (_, words, hours) => {
    expect(best(words)).toBe(hours);
  });

  it('with five voters survives a change of shifts that three do not', () => {
    expect(best('ABC CDE')).toBe(2);
    expect(best('ABC CDE', [5])).toBe(2);
    expect(best('AB CDE', [5])).toBe(1);
  });

  it('is more than with voters that never change', () => {
    expect(bestFixed(times('ABC BCD CDE DE'), 5, 3)).toBe(3);
  });
});
