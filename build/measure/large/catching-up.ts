/** A workstation that was away is given the snapshot of a large shop by the others. */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { probe } from '../../../electron/testing/probe.ts';
import type { ShopProcesses } from '../../../electron/testing/shop-processes.ts';
import { until } from '../../../electron/testing/until.ts';
import { type Row, timesRow } from '../figure.ts';
import { withApi } from './api.ts';
import { OLDEST_JOB } from './history.ts';

const TIMES = 3;
const PATIENCE_MS = 120_000;

/** Leaves all three running and up to date. @param shop of which nobody has run yet */
export async function catchingUpRows(
  shop: ShopProcesses,
  filled: readonly number[],
  away: number,
): Promise<readonly Row[]> {
  const before = join(shop.root, 'before');
  for (const number of shop.numbers) await copy(shop.directory(number), join(before, `${number}`));
  const [took, delays]: [number[], number[]] = [[], []];
  for (let n = 0; n < TIMES; n++) {
    if (n > 0) await goBack(shop, before);
    await Promise.all(filled.map((number) => shop.start(number)));
    const leader = shop.process(await shop.untilLed());
    await probe(leader);
    const begun = performance.now();
    await shop.start(away);
    await withApi(shop.url(away), (api) =>
      until('it has everything', () => api.has(`/api/v2/jobs/${OLDEST_JOB}`), PATIENCE_MS),
    );
    took.push(performance.now() - begun);
    delays.push((await probe(leader)).loopMax);
  }
  return [
    timesRow('one that was away is started beside two → it has shown the oldest job, linearizably', took),
    timesRow('… longest delay of the event loop in who leads meanwhile', delays),
  ];
}

/** All of them at once, so that nobody has promised anybody what it forgets. */
async function goBack(shop: ShopProcesses, before: string): Promise<void> {
  await shop.killAll();
  for (const number of shop.numbers) {
    await rm(shop.directory(number), { recursive: true });
    await copy(join(before, `${number}`), shop.directory(number));
  }
}

const copy = (from: string, to: string) => cp(from, to, { recursive: true });
