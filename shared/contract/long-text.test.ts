import { describe, expect, it } from 'vitest';
import { MAX_TEXT_LENGTH } from './limits.ts';
import { createGatherer, partsOf } from './long-text.ts';

const MOST = 20 * MAX_TEXT_LENGTH;
/** What comes out at the other end. */
const through = (json: string) => {
  const take = createGatherer(MOST);
  return partsOf(json).map((part) => take(part));
};

describe('a text', () => {
  it('that is short travels as it is', () => {
    expect(partsOf('{"id":1}')).toEqual(['{"id":1}']);
  });

  it.each(['x', 'ü', '語', '😀', '"\\'])(
    'of many %s comes in parts that every door takes, and whole',
    (letter) => {
      const json = JSON.stringify({ text: letter.repeat(100_000) });
      const parts = partsOf(json);
      expect(parts.length).toBeGreaterThan(1);
      for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
      const last = through(json).at(-1);
      // Not by `toEqual`, which would print all of it.
      expect(last?.kind === 'whole' && JSON.stringify(JSON.parse(last.text)) === json).toBe(true);
    },
  );

  it('may come between the parts of another', () => {
    const [first = '', ...rest] = partsOf(JSON.stringify('x'.repeat(100_000)));
    const take = createGatherer(MOST);
    expect(take(first)).toEqual({ kind: 'part' });
    expect(take('{"id":2}')).toEqual({ kind: 'whole', text: '{"id":2}' });
    expect(rest.map((part) => take(part)).at(-1)).toMatchObject({ kind: 'whole' });
  });

  it('that never ends is said to be too long once, is not kept, and is no harm to the next', () => {
    const take = createGatherer(100);
    const kinds = Array.from({ length: 5 }, () => take(`+${'x'.repeat(60)}`).kind);
    expect(kinds).toEqual(['part', 'tooLong', 'part', 'part', 'part']);
    expect(take('.x')).toEqual({ kind: 'part' });
    expect(take('+[1,')).toEqual({ kind: 'part' });
    expect(take('.2]')).toEqual({ kind: 'whole', text: '[1,2]' });
    expect(take(`.${'x'.repeat(101)}`)).toEqual({ kind: 'tooLong' });
    expect(take('.[]')).toEqual({ kind: 'whole', text: '[]' });
  });
});
