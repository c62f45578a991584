/** A file sent again under its key, on whichever workstation: done once, and answered as the first time. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CommandInput } from '../../../shared/domain/commands.ts';
import { recordsOf, type Served, serveSolo } from '../../testing/http.ts';
import { UnknownOutcome } from '../../workstation-interface.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
});

type Row = { line?: number; path?: string; id: string };
type Body = {
  code?: string;
  detail?: string;
  applied: boolean;
  counts: Record<string, number>;
  creates: Row[];
  changes: Row[];
};
async function bring(what: string, body: string, key: string): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${served.url}/api/v2/import/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'idempotency-key': key },
    body,
  });
  return { status: response.status, body: (await response.json()) as Body };
}
const run = (...commands: CommandInput[]) => Promise.all(commands.map((one) => served.solo.execute(one)));

const PRODUCT: CommandInput = { type: 'filament.create', id: 'F1', material: 'PLA', colour: 'Red' };
const spool = (id?: string): CommandInput => ({
  ...{ type: 'spool.create', filament: { id: 'F1' }, totalMg: 1_000, remainingMg: 1_000 },
  ...(id === undefined ? {} : { id }),
});
const SPOOLS =
  'ID,Filament,Total,Remaining,Note,Invoice\n,F1,1000,,a\nX1,F1,1000,,\nX2,F1,,,seen\n,F1,1000,,b\n';

describe('the same file under the same key', () => {
  it('is done once, and told with the ids that its records really got', async () => {
    await run(PRODUCT, spool('X2'));
    const first = await bring('spools', SPOOLS, 'same-key-1');
    expect(first).toMatchObject({ status: 200, body: { applied: true, counts: { creates: 3, changes: 1 } } });
    expect(first.body.creates).toEqual([
      { line: 3, id: 'X1' },
      { line: 2, id: 'S-0001' },
      { line: 5, id: 'S-0002' },
    ]);
    // Whatever happens to the shop in between.
    await run(spool(), { type: 'spool.edit', id: 'X2', note: 'changed by hand' });
    const before = recordsOf(served);
    expect(first.body).toMatchObject({ kind: 'spools', ignored: ['Invoice'] });
    const again = await bring('spools', SPOOLS, 'same-key-1');
    expect(recordsOf(served)).toBe(before);
    expect(again).toMatchObject({ status: 200, body: { kind: 'spools', ignored: ['Invoice'] } });
    expect(again.body.counts).toEqual(first.body.counts);
    expect(again.body.changes).toEqual([{ line: 4, id: 'X2' }]);
    const byLine = (rows: Row[]) => rows.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
    expect(byLine(again.body.creates)).toEqual(byLine(first.body.creates));
  });

  it('is told the same whatever became of the one record that it made', async () => {
    await run(PRODUCT);
    const first = await bring('spools', 'Filament,Total\nF1,1000\n', 'same-key-8');
    expect(first.body.creates).toEqual([{ line: 2, id: 'S-0001' }]);
    await run({ type: 'spool.edit', id: 'S-0001', note: 'opened' });
    expect((await bring('spools', 'Filament,Total\nF1,1000\n', 'same-key-8')).body).toEqual(first.body);
    const named = await bring('spools', 'ID,Filament,Total\nX1,F1,1000\n', 'same-key-9');
    await run({ type: 'spool.edit', id: 'X1', note: 'opened' });
    expect((await bring('spools', 'ID,Filament,Total\nX1,F1,1000\n', 'same-key-9')).body).toEqual(named.body);
  });

  it('is told the same where products made by the first stand in its way now', async () => {
    const csv = 'Maker,Material,Colour\na,PLA,Red\nb,PLA,Blue\n';
    const first = await bring('filament', csv, 'same-key-2');
    expect(first.body.creates.map(({ id }) => id)).toEqual(['F-0001', 'F-0002']);
    expect((await bring('filament', csv, 'same-key-2')).body.creates).toEqual(first.body.creates);
    expect(await bring('filament', csv, 'another-key')).toMatchObject({
      status: 422,
      body: { code: 'importErrors' },
    });
  });

  it("is told the same of another program's file", async () => {
    const filament = { id: 3, name: 'Orange', material: 'PETG', diameter: 1.75, vendor: { name: 'P' } };
    const file = JSON.stringify([{ id: 7, remaining_weight: 800, initial_weight: 1000, filament }]);
    const first = await bring('spoolman', file, 'same-key-3');
    const again = await bring('spoolman', file, 'same-key-3');
    expect(again.body.counts).toEqual(first.body.counts);
    expect(new Set(again.body.creates.map(({ id }) => id))).toEqual(new Set(['F-SM-3', 'S-SM-7']));
  });

  it('tells of many equal spools, which are one change, each with its id', async () => {
    await run(PRODUCT);
    const rows = ',F1,1000\n'.repeat(1_200);
    const first = await bring('spools', `ID,Filament,Total\n${rows}`, 'same-key-4');
    expect(first.body).toMatchObject({ applied: true, counts: { creates: 1_200 } });
    expect(served.solo.shop.spools.size).toBe(1_200);
    expect(served.solo.shop.archive.activity.length).toBe(1 + 3);
    expect(new Set(first.body.creates.map(({ id }) => id)).size).toBe(500);
    expect((await bring('spools', `ID,Filament,Total\n${rows}`, 'same-key-4')).body).toEqual(first.body);
  });

  it('whose first answer was lost on the way is carried out, once', async () => {
    await run(PRODUCT);
    served.solo.failNext(new UnknownOutcome('it is not known'));
    expect((await bring('spools', SPOOLS.replace(/^X2.*\n/m, ''), 'same-key-5')).status).toBe(504);
    expect((await bring('spools', SPOOLS.replace(/^X2.*\n/m, ''), 'same-key-5')).status).toBe(200);
    expect((await bring('spools', SPOOLS.replace(/^X2.*\n/m, ''), 'same-key-5')).status).toBe(200);
    expect(served.solo.shop.spools.size).toBe(3);
  });

  it('sent twice at once is done once, and both are told', async () => {
    await run(PRODUCT);
    const sent = ['F1,1\n', 'F1,1\n'].map((row) => bring('spools', `Filament,Total\n${row}`, 'same-key-6'));
    for (const { status, body } of await Promise.all(sent))
      expect([status, body.creates.map(({ id }) => id)]).toEqual([200, ['S-0001']]);
    expect(served.solo.shop.spools.size).toBe(1);
  });
});

it('another file under the same key is refused', async () => {
  await bring('printers', 'ID,Maker,Model\nP1,a,b\n', 'used-key-1');
  const other = await bring('printers', 'ID,Maker,Model\nP2,a,b\n', 'used-key-1');
  expect(other).toMatchObject({ status: 422, body: { code: 'keyReused' } });
  expect(served.solo.shop.printers.size).toBe(1);
});

describe('a shop that moves on while a file is looked at', () => {
  /** What others do just before the first of the file's changes is carried out. */
  function meanwhile(...commands: CommandInput[]): void {
    const execute = served.solo.execute.bind(served.solo);
    vi.spyOn(served.solo, 'execute').mockImplementationOnce(async (command, by) => {
      for (const one of commands) await execute(one);
      return execute(command, by);
    });
  }

  it('takes no id away from it that was only foreseen', async () => {
    await run(PRODUCT, { type: 'printer.create', id: 'P1', maker: 'a', model: 'b', slots: 4 });
    meanwhile(spool());
    // The spool goes into a slot, so that its id has to be known beforehand.
    const done = await bring('spools', 'Filament,Total,Printer\nF1,1000,P1\n', 'moved-key-1');
    expect(done).toMatchObject({ status: 200, body: { creates: [{ line: 2, id: 'S-0002' }] } });
    expect(served.solo.shop.printers.get('P1')?.loaded).toEqual(['S-0002']);
  });

  it('makes an edit of what was new', async () => {
    meanwhile({ type: 'printer.create', id: 'P1', maker: 'a', model: 'other' });
    const done = await bring('printers', 'ID,Maker,Model\nP1,a,b\n', 'moved-key-2');
    expect(done).toMatchObject({ status: 200, body: { counts: { creates: 0, changes: 1 } } });
    expect(served.solo.shop.printers.get('P1')?.model).toBe('b');
  });

  it('again and again is given up, and nothing is done', async () => {
    let n = 0;
    const execute = served.solo.execute.bind(served.solo);
    vi.spyOn(served.solo, 'execute').mockImplementation(async (command, by) => {
      // Each time somebody takes the id that was foreseen.
      await execute(spool());
      n += 1;
      return execute(command, by);
    });
    await run(PRODUCT, { type: 'printer.create', id: 'P1', maker: 'a', model: 'b', slots: 4 });
    n = 0;
    const refused = await bring('spools', 'Filament,Total,Printer\nF1,1000,P1\n', 'moved-key-4');
    expect([refused.status, refused.body.code, n]).toEqual([409, 'inBatch', 3]);
    expect(served.solo.shop.printers.get('P1')?.loaded).toEqual([]);
    vi.restoreAllMocks();
    expect(await bring('spools', 'Filament,Total,Printer\nF1,1000,P1\n', 'moved-key-4')).toEqual(refused);
  });

  it('and does not know files yet says so', async () => {
    const tooNew = { ok: false, refusal: { code: 'tooNew', params: {} } } as const;
    vi.spyOn(served.solo, 'execute').mockResolvedValue(tooNew);
    const refused = await bring('printers', 'ID,Maker,Model\nP1,a,b\n', 'moved-key-5');
    expect(refused).toMatchObject({ status: 409, body: { code: 'tooNew' } });
  });

  it('that now forbids it says so by line', async () => {
    await run(PRODUCT, spool('X1'));
    meanwhile({ type: 'spool.retire', id: 'X1' });
    const refused = await bring('spools', 'ID,Remaining\nX1,0.5\n', 'moved-key-3');
    expect(refused).toMatchObject({ status: 422, body: { code: 'importErrors' } });
    expect(JSON.stringify(refused.body)).toMatch(/line 2.*retired/);
  });
});
