/** What a file of printers does to a shop, and what it is told if it cannot. */
import { describe, expect, it } from 'vitest';
import { bringIn } from '../testing/bring-in.ts';
import { commands, error, errors, shop } from '../testing/small-shop.ts';

describe('printers', () => {
  it('are made and edited, and go into maintenance and out of it', () => {
    const csv =
      'ID,Company,Model,Nozzles (mm),Tags,Maintenance\nP1,Prusa,XL,0.4,,yes\nP9,Bambu,X1C,"0,4; 0,6",a\\;b; c,no\n';
    expect(commands('printers', csv)).toMatchObject([
      { type: 'printer.maintain', id: 'P1', on: true },
      { type: 'printer.create', id: 'P9', maker: 'Bambu', nozzlesUm: [400, 600], tags: ['a;b', 'c'] },
    ]);
  });

  it('have names for ids, and lists as people write them', () => {
    expect(commands('printers', 'Name,Maker,Model,Materials\nMini 1,Prusa,Mini,"pla, PETG"\n')).toMatchObject(
      [{ type: 'printer.create', id: 'Mini 1', materials: ['PLA', 'PETG'] }],
    );
    expect(commands('printers', 'ID,Maker,Model,Materials\nP8,a,b,"PLA, stuff"\n')).toMatchObject([
      { materials: ['PLA, STUFF'] },
    ]);
  });

  it('are retired and restored', () => {
    const here = shop();
    bringIn('printers', 'ID,Retired\nP2,yes\n', here);
    bringIn('printers', 'ID,Retired,Maintenance\nP2,no,yes\n', here);
    expect(here.printers.get('P2')).toMatchObject({ retired: false, state: 'maintenance' });
  });

  it('are refused with fewer slots than they have spools in', () => {
    expect(errors('printers', 'ID,Slots\nP1,1\n')).toEqual([error(2, null, 'Slot 2 of P1 holds S2')]);
    expect(errors('printers', 'ID,Nozzles\nP1,0.4; thick\n')).toEqual([error(2, 'Nozzles (mm)', 'thick')]);
  });
});
