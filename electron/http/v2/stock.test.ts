/** The stock as `/api/v2` tells it. What is promised and what is to be bought is the domain's: `stock.test.ts` there. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CommandInput } from '../../../shared/domain/commands.ts';
import { call, serveSolo, type Served } from '../../testing/http.ts';
import { Stock } from './stock.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
  for (const command of SHOP) expect(await served.solo.execute(command)).toMatchObject({ ok: true });
});

type Told = { items: { filament: string; missingMg: number }[]; next: string | null; index: number };
const stock = async (query = '') => (await call(served, 'GET', `/api/v2/stock${query}`)).body as Told;
const ids = async (query: string) => (await stock(query)).items.map(({ filament }) => filament);

const G = 1_000;
const filament = (id: string, maker: string, material: string, colour: string, belowG: number | null) => ({
  ...({ type: 'filament.create', id, maker, material, colour } as const),
  reorderBelowMg: belowG === null ? null : belowG * G,
});
const SHOP: readonly CommandInput[] = [
  filament('F1', 'eSun', 'PLA', 'Red', 500),
  filament('F2', 'eSun', 'PETG', 'Blue', 500),
  filament('F3', 'Prusament', 'PLA', 'Black', null),
  filament('F4', 'Prusament', 'ASA', 'White', 100),
  ...(['F1', 'F2', 'F3'] as const).map(
    (id) =>
      ({
        type: 'spool.create',
        id: `S${id}`,
        filament: { id },
        totalMg: 900 * G,
        remainingMg: 600 * G,
      }) as const,
  ),
  { type: 'job.create', id: 'J1', file: 'a', weightMg: 50 * G, material: 'PLA', colour: 'red', copies: 3 },
  { type: 'job.create', id: 'J2', file: 'a', weightMg: 40 * G, spool: 'SF2' },
  { type: 'filament.retire', id: 'F4' },
];

describe('the stock', () => {
  it('says of each filament what is there, promised, free, and to be bought', async () => {
    const { items, index, next } = await stock();
    expect(items).toEqual([
      {
        ...{ filament: 'F1', maker: 'eSun', material: 'PLA', colour: 'Red', spools: 1 },
        ...{ remainingMg: 600 * G, reservedMg: 0, demandedMg: 150 * G, freeMg: 450 * G },
        ...{ reorderBelowMg: 500 * G, missingMg: 50 * G },
      },
      expect.objectContaining({ filament: 'F2', reservedMg: 40 * G, freeMg: 560 * G, missingMg: 0 }),
      expect.objectContaining({ filament: 'F3', reorderBelowMg: null, missingMg: 0 }),
    ]);
    for (const item of items) expect(Stock.strict().parse(item)).toEqual(item);
    expect([index, next]).toEqual([served.solo.appliedIndex, null]);
  });

  it.each([
    ['?reorder=true', ['F1']],
    ['?reorder=false', ['F2', 'F3']],
    ['?filament=F3', ['F3']],
    ['?filament=F9', []],
    ['?material=pla&maker=ESUN', ['F1']],
    ['?colour=black', ['F3']],
    ['?retired=true', []],
  ])('can be narrowed down with %s', async (query, expected) => expect(await ids(query)).toEqual(expected));

  it('comes page by page, and none is left out where one comes in between', async () => {
    const first = await stock('?limit=2');
    await served.solo.execute({ type: 'filament.create', id: 'F0', material: 'PC', colour: 'Clear' });
    const second = await stock(`?limit=2&cursor=${first.next ?? ''}`);
    expect([...first.items, ...second.items].map((one) => one.filament)).toEqual(['F1', 'F2', 'F3', 'F0']);
    expect(second.next).toBeNull();
  });

  it('is not told by a word that is no cursor, by a filter with a slip in it, or without a majority', async () => {
    for (const query of ['?cursor=x', '?reorder=yes', '?reorders=true', '?limit=0'])
      expect((await call(served, 'GET', `/api/v2/stock${query}`)).status, query).toBe(400);
    expect((await call(served, 'POST', '/api/v2/stock', {})).status).toBe(405);
    served.solo.setMode('readingOnly');
    expect((await call(served, 'GET', '/api/v2/stock')).status).toBe(503);
    expect((await stock('?consistency=local')).items).toHaveLength(3);
  });
});
