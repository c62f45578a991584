/** One write after another, as people make them: a job is added, started and finished. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from '../../../electron/testing/load/client.ts';
import { probe } from '../../../electron/testing/probe.ts';
import { median } from '../../../electron/testing/figures.ts';
import type { ShopProcesses } from '../../../electron/testing/shop-processes.ts';
import { type Row, timesRow, valueRow } from '../figure.ts';
import { withApi } from './api.ts';

const SETTLE_MS = 2_000;
const WARM_UP = 60;
const WRITES = 300;
/** What the jobs are for. */
const PLACE = { printer: 'measured-printer', spool: 'measured-spool' };

export type Writes = Readonly<{ times: readonly number[]; loopMax: number }>;

/** Sends them to the leader. @param shop whose workstations are all up to date, and where nobody did this before */
export async function writesAt(shop: ShopProcesses): Promise<Writes> {
  const leader = await shop.untilLed();
  await pause(SETTLE_MS);
  return withApi(shop.url(leader), async (api) => {
    for (const call of BASE) await api.call(call);
    await api.times(WARM_UP, step);
    await probe(shop.process(leader));
    const times = await api.times(WRITES, (n) => step(WARM_UP + n));
    const { loopMax } = await probe(shop.process(leader));
    return { times, loopMax };
  });
}

export function writeRows(empty: Writes, large: Writes): readonly Row[] {
  const ratio = median(large.times) / median(empty.times);
  return [
    timesRow('one write (a job added, started or finished), empty shop', empty.times),
    timesRow('… longest delay of the event loop in who leads meanwhile', [empty.loopMax]),
    timesRow('one write, large shop', large.times),
    timesRow('… longest delay of the event loop in who leads meanwhile', [large.loopMax]),
    valueRow('… as a multiple of the empty one', `${ratio.toFixed(2)} ×`),
  ];
}

const BASE: readonly Call[] = [
  {
    method: 'POST',
    path: '/api/v2/printers',
    body: { id: PLACE.printer, maker: 'Prusa', model: 'MK4S' },
  },
  {
    method: 'POST',
    path: '/api/v2/spools',
    body: {
      id: PLACE.spool,
      filament: { product: { maker: 'Prusament', material: 'PLA', colour: 'Black' } },
      totalMg: 100_000_000,
      remainingMg: 100_000_000,
    },
  },
];

function step(n: number): Call {
  const id = `measured-${Math.floor(n / 3)}`;
  const [path, body] = [
    ['/api/v2/jobs', { id, ...PLACE, file: `${id}.gcode`, weightMg: 40_000 }],
    [`/api/v2/jobs/${id}/start`, { cleared: true, anyway: true }],
    [`/api/v2/jobs/${id}/finish`, {}],
  ][n % 3] as [string, object];
  return { method: 'POST', path, body };
}
