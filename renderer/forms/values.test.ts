import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { grams as words } from '../../shared/contract/words.ts';
import { MAX_MG } from '../../shared/domain/commands.ts';
import { blankAsNull, grams, optionalId } from './values.ts';

const amount = grams(z.int().min(0, 'must not be negative').max(MAX_MG, 'must be at most 100 kg'));

function refusal(schema: z.ZodType, typed: unknown): string {
  const { error } = schema.safeParse(typed);
  return error?.issues[0]?.message ?? 'accepted';
}

describe('grams as people type them', () => {
  it.each([
    ['120', 120_000],
    ['12.5', 12_500],
    ['12,5', 12_500],
    ['  7 ', 7_000],
    ['0.001', 1],
    ['12.', 12_000],
    ['007', 7_000],
    ['100000', MAX_MG],
  ])('%s is %i mg', (typed, mg) => {
    expect(amount.parse(typed)).toBe(mg);
  });

  it.each([
    '1e3',
    '1e308',
    'NaN',
    'Infinity',
    '-1',
    '+1',
    '0x10',
    '1.2345',
    '1.2.3',
    '1,000.5',
    '١٢',
    '1 2',
    '.5',
  ])('%s is not a number of grams', (typed) => {
    expect(refusal(amount, typed)).toBe('must be a number like 120 or 12.5');
  });

  it('too much is told as too much, however much', () => {
    expect(refusal(amount, '100000.001')).toBe('must be at most 100 kg');
    expect(refusal(amount, '999999999999999')).toBe('must be at most 100 kg');
    expect(refusal(amount, '9'.repeat(400))).toBe('must be at most 100 kg');
  });

  it('nothing is told as nothing', () => {
    expect(refusal(amount, '')).toBe('must not be empty');
    expect(refusal(amount, '   ')).toBe('must not be empty');
  });

  it('what the console shows of any amount is read back as that amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_MG }), (mg) => {
        expect(amount.parse(words(mg))).toBe(mg);
        expect(amount.parse(words(mg).replace('.', ','))).toBe(mg);
      }),
    );
  });

  it('any text is refused or gives a whole number of milligrams in bounds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.bigInt().map(String)), (typed) => {
        const { data } = amount.safeParse(typed);
        if (data === undefined) return;
        expect(Number.isSafeInteger(data)).toBe(true);
        expect(data).toBeGreaterThanOrEqual(0);
        expect(data).toBeLessThanOrEqual(MAX_MG);
      }),
    );
  });
});

describe('an id', () => {
  it('may be left to the shop', () => {
    for (const typed of ['', '  ']) expect(optionalId.parse(typed)).toBeUndefined();
  });

  it('is trimmed, and refused where the contract refuses it', () => {
    expect(optionalId.parse(' MK4S-1 ')).toBe('MK4S-1');
    expect(refusal(optionalId, 'x'.repeat(65))).toBe('must be at most 64 characters');
    expect(refusal(optionalId, '__proto__')).toBe('is a reserved word');
    expect(refusal(optionalId, 'a\u0000b')).toBe('must not contain control characters');
    expect(refusal(optionalId, '\ud800')).toBe('must be well-formed Unicode');
  });
});

it('a field that may be unknown gives null where it is blank', () => {
  const known = blankAsNull(z.string().min(2, 'is too short').nullable());
  expect(known.parse(' ')).toBeNull();
  expect(known.parse(' ab ')).toBe('ab');
  expect(refusal(known, 'a')).toBe('is too short');
});
