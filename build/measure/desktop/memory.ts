/** What the app takes of a machine's memory while nobody does anything. Linux only: /proc tells it. */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Row, valueRow } from '../figure.ts';
import { withShop } from '../with-shop.ts';
import { usableWindow } from './console.ts';

const SETTLED_MS = 5_000;

type Used = Readonly<{ pid: number; parent: number; kind: string; residentKb: number; sharedOutKb: number }>;

/** Rows: main, renderer, and all processes of the app that is one of three. */
export async function memory(): Promise<readonly Row[]> {
  if (process.platform !== 'linux') return [];
  return withShop({ apps: (number) => number === 1 }, async (shop) => {
    const { browser } = await usableWindow(shop.app(1));
    await pause(SETTLED_MS);
    const all = family(await processes(), shop.pid(1));
    await browser.close();
    const resident = (kind: string) => sum(all.filter((each) => each.kind === kind).map((p) => p.residentKb));
    return [
      valueRow('app: memory of main, which runs the workstation (resident)', inMb(resident('main'))),
      valueRow('app: memory of the renderer (resident)', inMb(resident('renderer'))),
      valueRow(
        `app: memory of all ${all.length} processes (what they share counted once)`,
        inMb(sum(all.map(({ sharedOutKb }) => sharedOutKb))),
      ),
    ];
  });
}

function family(all: readonly Used[], root: number): readonly Used[] {
  const below = (pid: number): readonly Used[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return [...all.filter(({ pid }) => pid === root), ...below(root)];
}

async function processes(): Promise<readonly Used[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => used(pid).catch(() => null)));
  return found.filter((each) => each !== null);
}

async function used(pid: number): Promise<Used> {
  const [status, sums, command] = await Promise.all(
    ['status', 'smaps_rollup', 'cmdline'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
  );
  const [, kind = 'main'] = /--type=([\w-]+)/.exec(command ?? '') ?? [];
  return {
    pid,
    kind,
    parent: numberAfter('PPid', status),
    residentKb: numberAfter('Rss', sums),
    sharedOutKb: numberAfter('Pss', sums),
  };
}

function numberAfter(name: string, text = ''): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const inMb = (kb: number) => `${Math.round(kb / 1024)} MB`;
