/** What a file did, by what the shop filed about it and whatever it filed since. */
import { describe, expect, it } from 'vitest';
import type { Activity, Archive } from '../../../shared/domain/model.ts';
import { doneOf } from './import-done.ts';

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
    expect(doneOf(['spools'], [{ place: { line: 2 } }], [0, 1], filed)).toEqual({
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
    expect(doneOf(['spools'], [{ place: { line: 2 } }], [0, 4], filed).creates).toEqual([
      { line: 2, id: 'S-0001' },
    ]);
  });

  it('is left out where nothing was made of it', () => {
    const rows = [{ place: { line: 2 } }, { place: { line: 3 } }];
    const filed = archive(['spool.create', made('S-0001')]);
    expect(doneOf(['spools'], rows, [0, 1], filed).creates).toEqual([{ line: 2, id: 'S-0001' }]);
  });
});

describe('a row that names its id', () => {
  const row = { place: { line: 2 }, id: 'X1' };

  it('was made by the file, though it was edited since', () => {
    const filed = archive(['spool.create', made('X1')], ['spool.edit', noted('X1', 'by hand')]);
    expect(doneOf(['spools'], [row], [0, 1], filed)).toMatchObject({
      ...{ creates: [{ line: 2, id: 'X1' }], changes: [] },
    });
  });

  it('was changed by the file, though it was edited since', () => {
    const filed = archive(
      ['spool.create', made('X1')],
      ['spool.edit', noted('X1', 'a')],
      ['spool.edit', noted('X1', 'by hand')],
    );
    expect(doneOf(['spools'], [row], [1, 2], filed)).toMatchObject({
      ...{ creates: [], changes: [{ line: 2, id: 'X1' }] },
    });
  });
});
