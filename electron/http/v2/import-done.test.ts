/** What a file did, found again among what the shop filed since. */
import { describe, expect, it } from 'vitest';
import type { Activity, Archive } from '../../../shared/domain/model.ts';
import { doneBefore, madeBy, withIds } from './import-done.ts';

type Change = Activity['changes'][number];
const change = (id: string, before: Change['before'], after: Change['after']): Change => ({
  ...{ table: 'spools', id, before, after },
});
const made = (id: string) => change(id, null, { filament: 'F1', totalMg: 1_000 });
const noted = (id: string, note: string) => change(id, { note: '' }, { note });

/** Each `[action, …what it changed]`. */
function archive(...filed: readonly (readonly [string, ...Change[]])[]): Archive<Activity> {
  const all = filed.map(([action, ...changes], n): Activity => ({
    ...{ id: String(n + 1), at: n, operator: '', workstation: '', note: '', undoes: null },
    ...{ action, changes },
  }));
  const get = (id: string) => all.find((one) => one.id === id);
  return { length: all.length, has: (id) => get(id) !== undefined, get, at: (position) => all[position] };
}

describe('a row that names no id', () => {
  it('gets that of the record that was made of it, whatever became of that since', () => {
    const filed = archive(
      ['spool.create', made('S-0001')],
      ['spool.edit', noted('S-0001', 'x')],
      ['spool.weigh', change('S-0001', { remainingMg: 1 }, { remainingMg: 0 })],
    );
    expect(doneBefore('spools', [{ place: { line: 2 } }], ['S-0001'], filed)).toEqual({
      ...{ creates: [{ line: 2, id: 'S-0001' }], changes: [], same: [] },
    });
  });

  it('gets it where products were brought back for the time being', () => {
    const product = { ...change('F1', { retired: true }, { retired: false }), table: 'filaments' } as const;
    const filed = archive(
      ['filament.restore', product],
      ['spool.create', made('S-0001')],
      ['spool.retire', change('S-0001', { retired: false }, { retired: true })],
      ['filament.retire', { ...product, before: product.after, after: product.before }],
      ['spool.edit', noted('S-0001', 'x')],
    );
    const answered = ['F1', 'S-0001', 'S-0001', 'F1'];
    expect(doneBefore('spools', [{ place: { line: 2 } }], answered, filed).creates).toEqual([
      { line: 2, id: 'S-0001' },
    ]);
  });

  it('is told with no id rather than with a wrong one, or not at all where nothing is known of it', () => {
    // Of two equal spools the answer names the first, and what was filed is too long ago.
    const done = doneBefore(
      'spools',
      [{ place: { line: 2 } }, { place: { line: 3 } }],
      ['S-0001'],
      archive(),
    );
    expect(done.creates).toEqual([{ line: 2, id: 'S-0001' }]);
    expect(withIds([{ line: 2, id: '', generated: true }], [])).toEqual([]);
    expect(withIds([{ line: 2, id: 'S-0007', generated: true }], [])).toEqual([{ line: 2, id: 'S-0007' }]);
  });
});

describe('a row that names its id', () => {
  const row = { place: { line: 2 }, id: 'X1', given: { id: 'X1', totalMg: 1_000, note: 'a' } };

  it('was made by the file, though it was edited since', () => {
    const filed = archive(['spool.create', made('X1')], ['spool.edit', noted('X1', 'by hand')]);
    expect(doneBefore('spools', [row], ['X1'], filed)).toMatchObject({
      ...{ creates: [{ line: 2, id: 'X1' }], changes: [] },
    });
  });

  it('was changed by the file, though it was edited since', () => {
    const filed = archive(
      ['spool.create', made('X1')],
      ['spool.edit', noted('X1', 'a')],
      ['spool.edit', noted('X1', 'by hand')],
    );
    expect(doneBefore('spools', [row], ['X1'], filed)).toMatchObject({
      ...{ creates: [], changes: [{ line: 2, id: 'X1' }] },
    });
  });
});

it('what was just done is told from what was sent', () => {
  const filed = archive(['spool.create', made('S-0001')], ['spool.edit', noted('S-0001', 'x')]);
  expect(madeBy(['S-0001'], filed, [({ action }) => action === 'spool.create'])).toEqual(['S-0001']);
  expect(madeBy(['S-0002'], filed)).toBeNull();
});
