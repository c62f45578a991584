/** An update goes from machine to machine, while the shop works: what an older program and today's do with each other. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, afterAll, expect, it, onTestFinished } from 'vitest';
import { unpackOlder } from './testing/older/unpack.ts';
import { createShop, type ShopProcesses } from './testing/shop-processes.ts';
import { until } from './testing/until.ts';

/** More than the workstations apply between two comparisons of what they hold. */
const MANY = 1_200;
const WRITERS = 24;

let place = '';
let older = '';
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'printraft-older-'));
  older = await unpackOlder(2, place);
});
afterAll(() => rm(place, { recursive: true, force: true }));

/** A shop that was founded by the older program, and which of its machines still run that. */
async function oldShop() {
  const outdated = new Set([1, 2, 3]);
  const shop = await createShop({ program: (number) => (outdated.has(number) ? older : null) });
  onTestFinished(() => shop.stopAll());
  const path = join(shop.root, 'cluster.json');
  const file = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...file, v: undefined }));
  await shop.startAll();
  await shop.untilLed();
  const update = async (number: number) => {
    outdated.delete(number);
    await shop.restart(number, 'SIGTERM');
    await shop.untilLed();
  };
  return { shop, outdated, update };
}

async function send(url: string, path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const command = (shop: ShopProcesses, number: number, body: object) =>
  send(shop.url(number), '/api/v2/commands', body, {
    'idempotency-key': `key-${Math.random()}`,
    operator: 'Ada',
  });
const get = async (shop: ShopProcesses, number: number, path: string): Promise<unknown> =>
  (await fetch(shop.url(number) + path)).json();

/** Printers, spools and jobs that start and finish, on all machines at once. */
async function work(shop: ShopProcesses, name: string, count: number): Promise<void> {
  const one = async (writer: number) => {
    const url = shop.url(1 + (writer % 3));
    const id = `${name}-${writer}`;
    const [printer, spool] = [`P-${id}`, `S-${id}`];
    expect(
      (await send(url, '/api/v1/printers', { id: printer, company: 'Prusa', model: 'MK4' })).status,
    ).toBe(201);
    const weights = { total_weight_in_grams: 1_000, remaining_weight_in_grams: 900.5 };
    await send(url, '/api/v1/filaments', { id: spool, type: 'PETG', color: `Colour ${writer}`, ...weights });
    for (let n = 0; n < count / WRITERS / 3; n++) {
      const job = {
        id: `J-${id}-${n}`,
        printer_id: printer,
        filament_id: spool,
        filepath: 'a.gcode',
        print_weight_in_grams: 3,
      };
      expect((await send(url, '/api/v1/jobs', job)).status).toBe(201);
      for (const status of ['Running', n % 4 === 0 ? 'Cancelled' : 'Done']) {
        const path = `/api/v1/jobs/${job.id}/status`;
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(url + path, {
          method: 'PATCH',
          headers,
          body: JSON.stringify({ status }),
        });
        expect([response.status, await response.json()]).toEqual([200, { success: true }]);
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => one(writer)));
}

async function sameEverywhere(shop: ShopProcesses): Promise<void> {
  for (const path of ['/api/v1/printers', '/api/v1/filaments', '/api/v1/jobs']) {
    const [first, ...others] = await Promise.all(shop.numbers.map((number) => get(shop, number, path)));
    for (const other of others) expect(other).toEqual(first);
  }
}

const news = { type: 'filament.create', material: 'PLA-CF', colour: 'Black', densityMgPerCm3: 1_290 };

it('works in a shop of both, and has what is new once all are updated', async () => {
  const { shop, outdated, update } = await oldShop();
  await work(shop, 'old', 120);
  await update(1);
  await work(shop, 'one', MANY);
  await sameEverywhere(shop);
  // They have compared what they hold by now: whoever held something else would have said so and been gone for a moment.
  for (const number of shop.numbers) expect(shop.stderr(number)).not.toMatch(/had come to differ/);
  expect(await command(shop, 1, news)).toMatchObject({ status: 409, body: { code: 'tooNew' } });
  const plain = { type: 'printer.create', id: 'plain', maker: 'Prusa', model: 'MK4S' };
  expect(await command(shop, 1, plain)).toMatchObject({ status: 201 });

  await update(2);
  expect(await command(shop, 2, news)).toMatchObject({ status: 409 });
  await until('who is waited for', async () =>
    JSON.stringify(await get(shop, 1, '/api/v2/membership')).includes('update PrintRaft there'),
  );
  await update(3);
  expect(outdated.size).toBe(0);
  await until('the newer rules', async () => (await command(shop, 2, news)).status === 201);
  await work(shop, 'new', MANY);
  await sameEverywhere(shop);
  const filaments = JSON.stringify(await get(shop, 3, '/api/v2/filaments?limit=500'));
  expect(filaments).toContain('PLA-CF');
  for (const number of shop.numbers) expect(shop.stderr(number)).not.toMatch(/had come to differ/);
}, 180_000);

it('says *update* where it was away for too long, and goes on once it is updated', async () => {
  const { shop, outdated, update } = await oldShop();
  await work(shop, 'old', 120);
  // The third is updated too, but goes off before the second is, and comes back as it was before.
  await update(1);
  await update(3);
  // The first has heard by then that the third knows the newer rules: it waits for the second alone.
  await until('who is waited for', async () =>
    JSON.stringify(await get(shop, 1, '/api/v2/membership')).includes('waits for Workstation 2:'),
  );
  await shop.kill(3, 'SIGTERM');
  outdated.add(3);
  await update(2);
  // The first alone knows what the third ran: were the second to lead, it would wait for the third.
  while ((await shop.untilLed()) !== 1) await shop.restart(2, 'SIGTERM');
  await until('the newer rules', async () => (await command(shop, 1, news)).status === 201);
  const away = shop.spawn(3);
  await away.ended;
  expect(shop.stderr(3)).toMatch(/update PrintRaft/);
  // Again: it does not get past what it cannot read.
  expect(await shop.spawn(3).ended).toMatchObject({ code: 1 });
  outdated.delete(3);
  await shop.start(3);
  await until('its records', async () =>
    JSON.stringify(await get(shop, 3, '/api/v2/filaments')).includes('PLA-CF'),
  );
}, 180_000);
