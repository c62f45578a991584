/** What a file of orders does to a shop, and what it is told if it cannot. */
import { describe, expect, it } from 'vitest';
import { planCsv } from '../testing/bring-in.ts';
import { commands, error, errors, shop } from '../testing/small-shop.ts';

describe('jobs', () => {
  it('are made to wait, held if they were, and edited while they are open', () => {
    const csv =
      'ID,File,Weight (g),Material,Due,On hold\nJ1,a.gcode,100,,2026-01-31,\nJ9,c.gcode,12.5,pla,2026-01-31T09:05:00+01:00,yes\n';
    expect(commands('jobs', csv)).toMatchObject([
      { type: 'job.edit', id: 'J1', dueAt: Date.UTC(2026, 0, 31) },
      { type: 'job.create', id: 'J9', weightMg: 12_500, material: 'PLA', dueAt: Date.UTC(2026, 0, 31, 8, 5) },
      { type: 'job.hold', id: 'J9', held: true },
    ]);
  });

  it('that are half done are ordered for the copies that are left', () => {
    const csv = 'ID,File,Weight,Spool,Copies,Copies done,Status\nJ9,c,1,S1,5,2,Running\n';
    expect(commands('jobs', csv)).toMatchObject([{ type: 'job.create', copies: 3 }]);
  });

  it('that are over elsewhere are left out, which is told, and the others come', () => {
    const csv = 'ID,File,Weight,Material,Status\nJ8,b,1,PLA,done\nJ9,c,1,PLA,queued\n';
    const { warnings, creates, same } = planCsv('jobs', csv, shop());
    expect(warnings).toMatchObject([
      { line: 2, column: 'Status', message: expect.stringMatching(/is over/) as string },
    ]);
    expect([creates, same]).toEqual([[{ line: 3, id: 'J9', generated: false }], []]);
  });

  it('that are over are left alone, but for their words', () => {
    expect(planCsv('jobs', 'ID,Status,Copies\nJ2,Cancelled,1\n', shop()).same).toEqual([
      { line: 2, id: 'J2' },
    ]);
    expect(commands('jobs', 'ID,Note\nJ2,too thin\n')).toMatchObject([
      { type: 'job.edit', note: 'too thin' },
    ]);
    expect(errors('jobs', 'ID,Weight\nJ2,2\n')).toEqual([error(2, null, 'J2 is over')]);
  });

  it.each<[string, string, ReturnType<typeof error>]>([
    [
      'to be cancelled',
      'ID,Status\nJ1,Cancelled\n',
      error(2, 'Status', 'cannot be finished or cancelled by CSV'),
    ],
    [
      'with a status that is none',
      'ID,Status\nJ1,Lost\n',
      error(2, 'Status', 'Queued, Running, Done, Cancelled'),
    ],
    [
      'of which nothing is left',
      'ID,File,Weight,Copies,Done\nJ9,c,1,2,2\n',
      error(2, 'Copies done', 'none is left'),
    ],
    ['due in the year 9999', 'ID,Due\nJ1,9999-01-01\n', error(2, 'Due (UTC)', 'before the year 2200')],
    ['with 1e9 copies', 'ID,Copies\nJ1,1e9\n', error(2, 'Copies', 'is no number')],
    ['with a billion copies', 'ID,Copies\nJ1,1000000000\n', error(2, 'Copies', 'at most 10000')],
    [
      'that ask for more than there is',
      'File,Weight,Spool\nc,301,S1\n',
      error(2, 'Weight (g)', 'Spool S1 has only 300 g'),
    ],
    ['that ask for nothing', 'File,Weight\nc,1\n', error(2, 'Material', 'which material')],
    ['without a file', 'File,Weight,Spool\n,1,S1\n', error(2, 'File', 'is missing')],
    ['without a weight', 'File,Weight,Spool\nc,,S1\n', error(2, 'Weight (g)', 'is missing')],
  ])('are refused %s', (_name, csv, expected) => expect(errors('jobs', csv)).toEqual([expected]));

  it('are counted together: the second finds what the first left', () => {
    const csv = 'File,Weight,Spool\na,200,S1\nb,200,S1\n';
    expect(errors('jobs', csv)).toEqual([error(3, 'Weight (g)', '100 g that nobody was promised')]);
  });
});
