/** Files in and out over REST: all of one or nothing, told before it is done. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordsOf, type Served, serveSolo } from '../../testing/http.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
});
afterEach(() => served.http.close());

let keys = 0;
async function bring(what: string, body: string | Uint8Array, query = '', type = 'text/csv') {
  const response = await fetch(`${served.url}/api/v2/import/${what}${query}`, {
    method: 'POST',
    headers: { 'content-type': type, 'idempotency-key': `import-${++keys}`, operator: 'Ada' },
    body: body as BodyInit,
  });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}
const fetched = async (path: string) => (await fetch(`${served.url}/api/v2/${path}`)).text();

const PRINTERS = 'ID;Maker;Model;Nozzles (mm)\nP1;Prusa;MK4S;0,4\nP2;Voron;2.4;0,4; 0,6\n';

describe('a table', () => {
  it('is brought in as a whole, in the name of whoever does it, and comes out as it is', async () => {
    const dry = await bring('printers', PRINTERS.replace('0,4; 0,6', '"0,4; 0,6"'), '?dryRun=true');
    expect(dry).toMatchObject({ status: 200, body: { applied: false, counts: { creates: 2, errors: 0 } } });
    expect(served.solo.shop.printers.size).toBe(0);
    const done = await bring('printers', PRINTERS.replace('0,4; 0,6', '"0,4; 0,6"'));
    expect(done).toMatchObject({ status: 200, body: { applied: true, counts: { creates: 2 } } });
    expect(served.solo.shop.printers.get('P2')).toMatchObject({ maker: 'Voron', nozzlesUm: [400, 600] });
    expect(served.solo.shop.archive.activity.at(0)).toMatchObject({
      operator: 'Ada',
      action: 'printer.create',
    });
    const csv = await fetched('export/printers');
    const again = await bring('printers', csv);
    expect(again.body).toMatchObject({
      applied: true,
      counts: { creates: 0, changes: 0, same: 2, errors: 0, warnings: 0 },
    });
  });

  it('with one row that is wrong brings nothing in, and says the line, the column and why', async () => {
    const before = recordsOf(served);
    const refused = await bring('filament', 'ID,Material,Colour,Hex\nF1,PLA,Red,#ff0000\nF2,PLA,Blue,#GGG\n');
    expect(refused).toMatchObject({ status: 422, body: { code: 'importErrors' } });
    expect(JSON.stringify(refused.body)).toMatch(/line 3/);
    expect(recordsOf(served)).toBe(before);
  });

  it('of more rows than can be taken at once is refused whole, without holding anybody up', async () => {
    const rows = Array.from({ length: 1_001 }, (_, n) => `P${n},Prusa,MK4S`).join('\n');
    const refused = await bring('printers', `ID,Maker,Model\n${rows}\n`);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toMatch(
      /Split it into parts of 1000 rows, each with the first line/,
    );
    expect(served.solo.shop.printers.size).toBe(0);
  });

  it('is asked for by its name, as a file, with a key', async () => {
    expect((await bring('gadgets', PRINTERS)).status).toBe(400);
    expect((await bring('printers', '{}', '', 'text/plain')).status).toBe(415);
    const response = await fetch(`${served.url}/api/v2/import/printers`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: PRINTERS,
    });
    expect(response.status).toBe(428);
    expect((await fetch(`${served.url}/api/v2/export/gadgets`)).status).toBe(400);
  });
});

describe("another program's file", () => {
  it('of Spoolman comes in once', async () => {
    const spool = { id: 7, remaining_weight: 800, initial_weight: 1000, used_weight: 200 };
    const filament = { id: 3, name: 'Orange', material: 'PETG', density: 1.27, diameter: 1.75, weight: 1000 };
    const file = JSON.stringify([
      { ...spool, filament: { ...filament, vendor: { id: 1, name: 'Prusament' } } },
    ]);
    const first = await bring('spoolman', file, '', 'application/json');
    expect(first).toMatchObject({ status: 200, body: { applied: true, counts: { creates: 2 } } });
    expect(served.solo.shop.spools.get('S-SM-7')).toMatchObject({ remainingMg: 800_000 });
    const second = await bring('spoolman', file, '', 'application/json');
    expect(second.body).toMatchObject({ applied: true, counts: { creates: 0 } });
    expect((await bring('spoolman', '{', '', 'application/json')).status).toBe(422);
  });

  it('of the original system comes in with its jobs', async () => {
    const file = JSON.stringify({
      printers: [{ id: 'P1', company: 'Prusa', model: 'MK4' }],
      filaments: [
        { id: 'F1', type: 'PLA', color: 'Red', total_weight_in_grams: 1000, remaining_weight_in_grams: 700 },
      ],
      print_jobs: [],
    });
    expect(await bring('original', file, '', 'application/octet-stream')).toMatchObject({
      status: 200,
      body: { applied: true },
    });
    expect(served.solo.shop.spools.get('F1')).toMatchObject({ remainingMg: 700_000 });
  });
});

it('everything comes out as one JSON', async () => {
  await bring('printers', 'ID,Maker,Model\nP1,Prusa,MK4S\n');
  expect(JSON.parse(await fetched('export'))).toMatchObject({
    format: 'printraft-export',
    version: 1,
    printers: [{ id: 'P1' }],
    activity: [{ action: 'printer.create' }],
  });
});
