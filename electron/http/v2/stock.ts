/** `GET /api/v2/stock`: what there is of each filament, what of it is promised, and what is to be bought. */
import { z } from 'zod';
import { pageOf } from '../../../shared/contract/v2.ts';
import type { Filament, Shop } from '../../../shared/domain/model.ts';
import { type FilamentStock, isToBuy, stockOf } from '../../../shared/domain/stock.ts';
import { ownTurn } from '../../viewer/turns.ts';
import { badCursor, decode } from './cursor.ts';
import { filterOf, filterShape } from './filters.ts';
import { PAGING, USUAL } from './list.ts';
import { STAGES } from './order.ts';
import { Page } from './page.ts';
import { Nothing } from './reads.ts';
import { type Route, route, upToDate } from './route.ts';

const LIST = 'stock';
const [order] = STAGES.filaments;

const text = z.string();
const mg = z.int();
export const Stock = z
  .object({
    ...{ filament: text, maker: text, material: text, colour: text },
    spools: z.int().meta({ description: 'In use.' }),
    remainingMg: mg.meta({ description: 'On them.' }),
    reservedMg: mg.meta({
      description: 'Promised to jobs that name one of the spools, and to running prints.',
    }),
    demandedMg: mg.meta({
      description: 'Its part of what jobs that name no spool are promised of its material and colour.',
    }),
    freeMg: mg.meta({ description: 'Promised to nobody; negative where a scale found less.' }),
    reorderBelowMg: mg.nullable(),
    missingMg: mg.meta({ description: 'To be bought, so that reorderBelowMg is free; 0 for nothing.' }),
  })
  .meta({ id: 'Stock' });

export const StockQuery = z.strictObject({
  ...PAGING,
  filament: text.max(200).optional().meta({ description: 'Only the one with this id.' }),
  ...filterShape('filaments'),
  reorder: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Only what is to be bought (true), or not (false). Nobody buys what is retired.' }),
});
type Asked = z.output<typeof StockQuery>;

const told = ({ filament, ...amounts }: FilamentStock): z.input<typeof Stock> => {
  const { id, maker, material, colour, reorderBelowMg } = filament;
  return { filament: id, maker, material, colour, ...amounts, reorderBelowMg };
};

/** One page as JSON. @param index what `shop` is at @throws Refused 400 for a bad cursor */
export function tellStock(shop: Shop, index: number, query: Asked): string {
  const page = new Page(query.limit ?? USUAL);
  const follows = following(query.cursor);
  const matches = filterOf('filaments', query as Readonly<Record<string, string | undefined>>);
  const rows = stockOf(shop)
    .filter((stock) => {
      const { filament } = stock;
      if (query.filament !== undefined && filament.id !== query.filament) return false;
      return (
        matches(filament) && (query.reorder === undefined || isToBuy(stock) === (query.reorder === 'true'))
      );
    })
    .sort((one, other) => order.compare(one.filament, other.filament));
  let last: Filament | null = null;
  for (const stock of rows) {
    if (!follows(stock.filament)) continue;
    if (page.room === 0 && last !== null)
      return page.toText(LIST, { in: 'table', stage: order.name, after: order.mark(last) }, index);
    page.add(told(stock));
    last = stock.filament;
  }
  return page.toText(LIST, null, index);
}

function following(cursor: string | undefined): (filament: Filament) => boolean {
  if (cursor === undefined) return () => true;
  const place = decode(LIST, cursor);
  if (place.in !== 'table' || place.stage !== order.name) throw badCursor();
  return order.follows(place.after);
}

export const STOCK: Route = route(
  {
    method: 'GET',
    path: '/api/v2/stock',
    summary:
      'What there is of each filament, in the order in which they were added: on its spools, promised, free, and to be bought.',
    params: Nothing,
    query: StockQuery,
    body: null,
    status: 200,
    answer: pageOf(Stock),
    refusals: [],
  },
  async ({ workstation, query }) => {
    await upToDate(workstation, query.consistency);
    await ownTurn();
    return { text: tellStock(workstation.shop, workstation.appliedIndex, query) };
  },
);
