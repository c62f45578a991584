import { describe, expect, it } from 'vitest';
import { type Reason, reasonWords } from './reasons.ts';

const S = 1_000;
const cases: readonly (readonly [string, Reason])[] = [
  [
    'Laser-PC votes instead of Office-2: silent for 3 min',
    { kind: 'swapped', in: 'Laser-PC', out: 'Office-2', why: { kind: 'silent', forMs: 200 * S } },
  ],
  [
    'Laser-PC votes instead of Office-2: switched off or asleep',
    { kind: 'swapped', in: 'Laser-PC', out: 'Office-2', why: { kind: 'quitting' } },
  ],
  [
    'Without A: reading only until two of A, B, C are on',
    { kind: 'readingOnly', who: 'A', needed: 2, of: ['A', 'B', 'C'] },
  ],
  [
    'Without A: reading only until A and B are on',
    { kind: 'readingOnly', who: 'A', needed: 2, of: ['A', 'B'] },
  ],
  [
    'CNC-PC is removed as soon as two of A, B, C are on',
    { kind: 'removalWaits', who: ['CNC-PC'], needed: 2, of: ['A', 'B', 'C'] },
  ],
  ['CNC-PC is removed as soon as A is on', { kind: 'removalWaits', who: ['CNC-PC'], needed: 1, of: ['A'] }],
  [
    'A still votes, though it is about to be switched off: nobody else is ready to',
    { kind: 'noSubstitute', who: 'A', why: { kind: 'quitting' } },
  ],
  ['A, B and C vote: C is up to date and stable', { kind: 'promoted', who: ['C'], all: ['A', 'B', 'C'] }],
];

describe('Reasons, in words for those who run the shop', () => {
  it.each(cases)('%s', (words, reason) => {
    expect(reasonWords(reason)).toBe(words);
  });

  it.each([
    [9, '9 s'],
    [59.9, '59 s'],
    [119, '1 min'],
    [7_199, '1 h'],
    [47 * 3_600, '47 h'],
    [72 * 3_600, '3 days'],
  ])('%d s are %s', (seconds, words) => {
    const why = { kind: 'silent', forMs: seconds * S } as const;
    const sentence = reasonWords({ kind: 'noSubstitute', who: 'A', why });
    expect(sentence).toBe(`A still votes, though it has been silent for ${words}: nobody else is ready to`);
  });
});
