import { expect, it } from 'vitest';
import { parseCsv } from '../csv.ts';
import { shopOf } from '../testing/shops.ts';
import { writeActivity } from './activity.ts';

it('who did what is told record by record, oldest first, in cells that spreadsheets leave alone', () => {
  const shop = shopOf([
    { type: 'printer.create', id: '=P1', maker: 'a', model: 'b' },
    { type: 'printer.edit', id: '=P1', note: 'x, "y"' },
    { type: 'activity.undo', id: '2' },
  ]);
  const [header, ...rows] = [...parseCsv([...writeActivity(shop)].join(''))].map((row) =>
    row.kind === 'row' ? row.cells : [],
  );
  expect(header).toEqual([
    ...['Number', 'When (UTC)', 'Operator', 'Workstation', 'Action'],
    ...['Table', 'ID', 'Before', 'After', 'Note', 'Takes back'],
  ]);
  const [before, after] = ['{"note":""}', '{"note":"x, \\"y\\""}'];
  expect(rows.map(([number, , , , ...cells]) => [number, ...cells])).toEqual([
    ['1', 'printer.create', 'printers', "'=P1", '', expect.stringContaining('"id":"=P1"'), '', ''],
    ['2', 'printer.edit', 'printers', "'=P1", before, after, '', ''],
    ['3', 'activity.undo', 'printers', "'=P1", after, before, '', '2'],
  ]);
  expect(rows[0]?.slice(1, 4)).toEqual(['1970-01-01T00:00:01Z', 'Ada', 'Office']);
});
