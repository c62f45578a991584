import { describe, expect, it } from 'vitest';
import type { ImportAnswer } from '../../shared/contract/imports.ts';
import { tellErrors, tellImport } from './tell-import.ts';

const NOTHING: ImportAnswer = {
  ...{ kind: 'spools', applied: false, counts: { creates: 0, changes: 0, same: 0, errors: 0, warnings: 0 } },
  ...{ creates: [], changes: [], errors: [], warnings: [], ignored: [] },
};

describe('a file', () => {
  it('is told row by row before it is brought in', () => {
    const answer: ImportAnswer = {
      ...NOTHING,
      counts: { creates: 2, changes: 1, same: 4, errors: 0, warnings: 0 },
      creates: [
        { line: 5, id: 'X1', generated: false },
        { line: 2, id: 'S-0007', generated: true },
      ],
      changes: [{ line: 3, id: 'S2' }],
      ignored: ['Shelf height'],
    };
    expect(tellImport('s.csv', answer)).toBe(
      [
        's.csv holds spools: 2 would be added, 1 changed, 4 are so already.',
        '',
        'LINE  WHAT    ID',
        '2     add     S-0007 or the next',
        '3     change  S2',
        '5     add     X1',
        '',
        'Columns that nothing is known of are left out: Shelf height',
        '',
        'Nothing was changed: this was a dry run.',
        '',
      ].join('\n'),
    );
  });

  it('is told as it was brought in, with what came over otherwise, and how much is not told', () => {
    const answer: ImportAnswer = {
      ...{ ...NOTHING, kind: 'spoolman', applied: true },
      counts: { creates: 900, changes: 0, same: 1, errors: 0, warnings: 3 },
      creates: [{ path: '[0].filament', id: 'F-SM-1' }],
      warnings: [{ path: '[0].comment', message: 'only the first 500 characters are kept' }],
    };
    expect(tellImport('a\u001b.json', answer)).toBe(
      [
        'a\\u{1b}.json is brought in: 900 added, 0 changed, 1 were so already.',
        '',
        'PLACE         WHAT   ID',
        '[0].filament  added  F-SM-1',
        '… and 899 more',
        '',
        'a\\u{1b}.json: [0].comment: only the first 500 characters are kept',
        '… and 2 more',
        '',
      ].join('\n'),
    );
  });
});

it('what is wrong stands at its place, as editors find it', () => {
  const errors = [
    { line: 3, character: 12, column: 'Hex', path: 'line 3, Hex', message: 'must be a colour' },
    { line: 4, character: 7, path: 'line 4, 7', message: 'A quote that is never closed.' },
    { line: 5, path: 'line 5', message: 'still has spools' },
    { path: '[3].density', message: 'must be a number' },
    { path: '', message: 'Split it.' },
  ];
  expect(tellErrors('f.csv', errors).split('\n')).toEqual([
    'f.csv:3:12: Hex: must be a colour',
    'f.csv:4:7: A quote that is never closed.',
    'f.csv:5: still has spools',
    'f.csv: [3].density: must be a number',
    'f.csv: Split it.',
    '',
  ]);
});
