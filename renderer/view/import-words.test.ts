import { describe, expect, it } from 'vitest';
import type { Planned } from '../../shared/contract/files.ts';
import { doneWords, notBroughtIn, placeWords, planWords, rowsOf } from './import-words.ts';

const planned = (fields: Partial<Planned> = {}, counts: Partial<Planned['counts']> = {}): Planned => ({
  ...{ kind: 'printers', sure: true, creates: [], changes: [], errors: [], warnings: [], ignored: [] },
  counts: { creates: 0, changes: 0, same: 0, errors: 0, warnings: 0, ...counts },
  commands: [{ type: 'printer.clear', id: 'P1' }],
  ...fields,
});

describe('one sentence says', () => {
  it('what would be done', () => {
    const words = planWords(planned({}, { creates: 2, changes: 1, same: 1 }));
    expect(words).toBe('2 printers will be added, 1 printer will change, 1 printer stays as it is.');
  });
  it('that there is nothing to do', () => {
    expect(planWords(planned({ commands: [] }, { same: 3 }))).toMatch(/here already: 3 printers/);
    expect(planWords(planned({ commands: [] }))).toBe('There is nothing in it to bring in.');
  });
  it('what is wrong with the file as a whole', () => {
    const errors = [{ message: 'The file is empty.' }];
    expect(planWords(planned({ kind: null, errors }, { errors: 1 }))).toBe('The file is empty.');
  });
  it('why it was not done', () => {
    const held = { code: 'held', params: { job: 'J1' } } as const;
    const refusal = { code: 'inBatch', params: { at: 2, refusal: held } } as const;
    expect(notBroughtIn({ kind: 'refused', refusal })).toMatch(
      /changed meanwhile\. Nothing was done, for number 3/,
    );
    expect(notBroughtIn({ kind: 'unavailable' })).toMatch(/^Nothing was brought in: .* Try again/);
  });
  it('that nothing is done, as something is wrong', () => {
    expect(planWords(planned({}, { errors: 1 }))).toMatch(/^One thing is wrong/);
    expect(planWords(planned({}, { errors: 12 }))).toMatch(/^12 things are wrong/);
  });
  it('what was done', () => {
    const words = doneWords(planned({ kind: 'spoolman' }, { creates: 1, changes: 2 }));
    expect(words).toBe('Brought in: 1 record added, 2 records changed.');
  });
});

it('a place in a file is told as people count', () => {
  expect(placeWords({ line: 3, column: 'Hex' })).toBe('Line 3, Hex');
  expect(placeWords({ line: 3, column: '17' })).toBe('Line 3, character 17');
  expect(placeWords({ line: 3, column: null })).toBe('Line 3');
  expect(placeWords({ path: 'spools[2].price' })).toBe('spools[2].price');
  expect(placeWords({})).toBe('');
});

it('each record is told with its name, or with what changes about it, in the order of the file', () => {
  const rows = rowsOf(
    planned({
      creates: [
        { line: 4, id: 'P9' },
        { line: 2, id: 'PR-0001' },
      ],
      changes: [{ line: 3, id: 'P1' }],
      commands: [
        { type: 'printer.create', id: 'P9', maker: 'Voron', model: '2.4' },
        { type: 'printer.edit', id: 'P1', note: 'x', nozzlesUm: [400] },
        { type: 'printer.retire', id: 'P1' },
        { type: 'printer.create', maker: 'Prusa', model: 'MK4S' },
      ],
    }),
  );
  expect(rows.map(({ where, id, isNew, words }) => [where, id, isNew, words])).toEqual([
    ['Line 2', 'PR-0001', true, 'Prusa MK4S'],
    ['Line 3', 'P1', false, 'note, nozzles, retired'],
    ['Line 4', 'P9', true, 'Voron 2.4'],
  ]);
});
