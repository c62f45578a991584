import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asLabel, oneLine } from './native-text.ts';

describe('text that others chose', () => {
  const any = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 60 }));

  it('becomes one well-formed line of bounded length, without controls or markup', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 40 }), (text, most) => {
        const line = oneLine(text, most);
        expect(line.length).toBeLessThanOrEqual(most);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069<>]/u);
        expect(line).toBe(line.trim());
        expect(oneLine(line, most)).toBe(line);
      }),
    );
  });

  it('is as it was where nothing is wrong with it', () => {
    expect(oneLine('Ada’s Laser-PC & Co_1', 40)).toBe('Ada’s Laser-PC & Co_1');
  });

  it('is cut between characters as people see them', () => {
    expect(oneLine('abcdef', 4)).toBe('abc…');
    expect(oneLine('ab👩‍🔧cd', 6)).toBe('ab…');
  });

  it('cannot turn around or break the sentence that it stands in', () => {
    expect(oneLine('a\u202egnp.exe\r\nb\u0000', 40)).toBe('a gnp.exe b');
  });

  it('keeps its ampersands in a menu', () => {
    expect(asLabel('Tom & Jerry && Co')).toBe('Tom && Jerry &&&& Co');
  });
});
