/** What a shop on a LAN costs while nobody does anything: traffic and processor, with 5 and with 30 workstations. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Host, mayMakeNetworks, Switch } from '../../electron/discovery/testing/namespaces.ts';
import { LanWorkstation } from '../../electron/testing/lan-workstation.ts';
import { median } from '../../electron/testing/figures.ts';
import { until } from '../../electron/testing/until.ts';
import { type Figure, type Row, valueRow } from './figure.ts';

const SIZES = [5, 30] as const;
/** Long enough for questions to have become rare and for who votes to be settled. */
const SETTLE_MS = 60_000;
const WATCH_MS = 30_000;
/** Of the kernel's count of a process's time, on every Linux that Node runs on. */
const TICKS_PER_S = 100;

export const rest: Figure = {
  name: 'rest',
  measure: async () => {
    if (!mayMakeNetworks) return [valueRow('at rest', 'not measured: that takes Linux and root')];
    const rows: Row[] = [];
    for (const size of SIZES) rows.push(...(await atRest(size)));
    return rows;
  },
};

type Place = Readonly<{ host: Host; workstation: LanWorkstation; pid: () => number }>;

async function atRest(size: number): Promise<readonly Row[]> {
  const root = await mkdtemp(join(tmpdir(), 'printraft-rest-'));
  const lan = new Switch();
  const places = Array.from({ length: size }, (_, n) => placeOf(lan, root, n));
  try {
    await becomeOneShop(places, join(root, 'shop.key'));
    await pause(SETTLE_MS);
    const leader = await leaderOf(places);
    const before = await Promise.all(places.map(counters));
    await pause(WATCH_MS);
    const after = await Promise.all(places.map(counters));
    const rates = after.map((now, n) => rate(before[n] ?? now, now));
    const lead = rates[places.indexOf(leader)];
    const others = rates.filter((one) => one !== lead);
    const of = `${size} workstations at rest`;
    const kb = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB/s`;
    return [
      valueRow(`${of}: the leader sends`, kb(lead?.sent ?? 0)),
      valueRow(`${of}: the leader receives`, kb(lead?.received ?? 0)),
      valueRow(`${of}: the leader's processor`, `${(lead?.percent ?? 0).toFixed(1)} %`),
      valueRow(`${of}: another one sends`, kb(median(others.map(({ sent }) => sent)))),
      valueRow(
        `${of}: another one's processor`,
        `${median(others.map(({ percent }) => percent)).toFixed(1)} %`,
      ),
    ];
  } finally {
    await Promise.all(places.map(({ host }) => host.remove()));
    lan.remove();
    await rm(root, { recursive: true, force: true });
  }
}

function placeOf(lan: Switch, root: string, n: number): Place {
  const host = new Host();
  host.plug(lan, `10.79.0.${n + 1}/24`);
  const data = join(root, `${n + 1}`);
  const workstation = new LanWorkstation(host, data);
  return {
    host,
    workstation,
    pid: () => Number(execFileSync('cat', [join(data, 'printraft.pid')]).toString()),
  };
}

async function becomeOneShop(places: readonly Place[], key: string): Promise<void> {
  const [founder, ...others] = places;
  if (founder === undefined) throw new RangeError('A shop has one workstation at least.');
  await founder.workstation.start('--found', 'At rest', '--name', 'W1').said(/At rest/);
  const made = await founder.workstation.manage({
    action: 'invite',
    label: 'rest',
    kind: 'keyFile',
    uses: null,
    hours: 1,
  });
  if (!made.ok || made.invitation === null) throw new Error('There is no key.');
  await writeFile(key, made.invitation.text, { mode: 0o600 });
  for (const [n, { workstation }] of others.entries())
    await workstation.start('--key', key, '--name', `W${n + 2}`).said(/ · http:\/\//, 60_000);
  await until(
    'all are members',
    async () => (await founder.workstation.membership())?.members.length === places.length,
    240_000,
  );
}

async function leaderOf(places: readonly Place[]): Promise<Place> {
  const now = await places[0]?.workstation.membership();
  const name = now?.members.find(({ leader }) => leader)?.name;
  const leader = places[Number(name?.slice(1)) - 1];
  if (leader === undefined) throw new Error('Nobody leads.');
  return leader;
}

type Counters = Readonly<{ at: number; sent: number; received: number; ticks: number }>;

async function counters({ host, pid }: Place): Promise<Counters> {
  const [link] = JSON.parse(
    execFileSync('ip', ['-n', host.namespace, '-s', '-j', 'link', 'show', 'eth0']).toString(),
  ) as { stats64: { tx: { bytes: number }; rx: { bytes: number } } }[];
  const stat = (await readFile(`/proc/${pid()}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return {
    at: performance.now(),
    sent: link?.stats64.tx.bytes ?? 0,
    received: link?.stats64.rx.bytes ?? 0,
    // utime and stime: proc_pid_stat(5), fields 14 and 15.
    ticks: Number(stat[11]) + Number(stat[12]),
  };
}

function rate(before: Counters, after: Counters) {
  const seconds = (after.at - before.at) / 1_000;
  return {
    sent: (after.sent - before.sent) / seconds,
    received: (after.received - before.received) / seconds,
    percent: ((after.ticks - before.ticks) / TICKS_PER_S / seconds) * 100,
  };
}
