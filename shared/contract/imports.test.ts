import { describe, expect, it } from 'vitest';
import type { FilePlace } from './files.ts';
import { errorCount, problemErrors } from './imports.ts';

type Told = ReturnType<typeof problemErrors>[number];

describe('what is wrong with a file', () => {
  it.each<[string, FilePlace, Omit<Told, 'message'>]>([
    [
      'in a cell',
      { line: 3, column: 'Hex', character: 12 },
      { path: 'line 3, Hex', line: 3, column: 'Hex', character: 12 },
    ],
    [
      'where there is no column',
      { line: 4, column: '7', character: 7 },
      { path: 'line 4, 7', line: 4, character: 7 },
    ],
    ['with a row', { line: 5, column: null, character: 1 }, { path: 'line 5', line: 5, character: 1 }],
    ['with a record', { path: '[3].density' }, { path: '[3].density' }],
    ['as a whole', {}, { path: '' }],
  ])('%s is told by its place', (_what, place, told) => {
    expect(problemErrors([{ ...place, message: 'x' }])).toEqual([{ message: 'x', ...told }]);
  });

  it('is counted', () => {
    expect([errorCount(1), errorCount(2)]).toEqual(['the file has one error', 'the file has 2 errors']);
  });
});
