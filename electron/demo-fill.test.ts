/** The sample records, put through a real console socket into a workstation of one. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleShop } from '../shared/domain/sample.ts';
import { fillShop } from './demo-fill.ts';
import { recordsOf, type Served, serveSolo } from './testing/http.ts';
import { UnknownOutcome } from './workstation-interface.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
});
afterEach(() => served.http.close());

const sizes = () => {
  const { printers, filaments, spools, jobs } = served.solo.shop;
  return [printers.size, filaments.size, spools.size, jobs.size];
};
const WHOLE = [8, 12, 40, 60];

it('are all there afterwards, and nothing appears twice when it is done again', async () => {
  const told: number[] = [];
  await fillShop(served.url, sampleShop(), {
    progress: (count) => Promise.resolve(void told.push(count)),
  });
  expect(sizes()).toEqual(WHOLE);
  expect(told).toEqual(sampleShop().map((_, n) => n + 1));
  const before = recordsOf(served);
  await fillShop(served.url, sampleShop());
  expect(recordsOf(served)).toBe(before);
});

it('go on where they were interrupted', async () => {
  const half = 100;
  await fillShop(served.url, sampleShop().slice(0, half));
  await fillShop(served.url, sampleShop(), { from: half });
  expect(sizes()).toEqual(WHOLE);
});

it('are asked for again where the outcome is not known', async () => {
  served.solo.failNext(new UnknownOutcome('nobody confirmed it in time'));
  await fillShop(served.url, sampleShop());
  expect(sizes()).toEqual(WHOLE);
});

it('leave a job of the same id alone that somebody made meanwhile: it is not started for them', async () => {
  const commands = sampleShop();
  const taken = commands.find((command) => command.type === 'job.start');
  if (taken === undefined) throw new Error('the sample has jobs that were started');
  const create = commands.find((command) => command.type === 'job.create' && command.id === taken.id);
  if (create?.type !== 'job.create') throw new Error('each has been created');
  const shelves = commands.filter(({ type }) => !type.startsWith('job.'));
  await fillShop(served.url, shelves);
  await served.solo.execute({ ...create, note: 'mine' });
  await fillShop(served.url, commands);
  expect(served.solo.shop.jobs.get(taken.id)).toMatchObject({ note: 'mine', status: 'Queued', print: null });
});
