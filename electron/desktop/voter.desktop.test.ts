/** The app is a workstation like the others: its node runs in its main process, and votes, leads and dies with it. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAppConsoles } from '../../renderer/testing/app-consoles.ts';
import type { Consoles } from '../../renderer/testing/consoles.ts';
import { printerOf } from '../../renderer/testing/pages.ts';
import { addPrinter } from '../testing/add-printer.ts';
import { startShop } from '../testing/shop-processes.ts';
import type { ShopProcesses } from '../testing/shop-processes.ts';

/** The app; 2 and 3 run without a window. */
const APP = 1;

let shop: ShopProcesses;
let consoles: Consoles;

beforeAll(async () => {
  shop = await startShop({ apps: (number) => number === APP });
  consoles = openAppConsoles((number) => shop.app(number));
});
afterAll(async () => {
  await consoles.close();
  await shop.stopAll();
});

/** Kills whoever leads, until the app was elected. */
async function untilAppLeads(): Promise<void> {
  // Each of the two that are left is as likely to win.
  for (let tries = 0; tries < 30; tries += 1) {
    const leader = await shop.untilLed();
    if (leader === APP) return;
    await shop.restart(leader);
  }
  throw new Error('the app was never elected');
}

async function idsAt(number: number): Promise<readonly string[]> {
  const response = await fetch(`${shop.url(number)}/api/v1/printers`);
  return ((await response.json()) as { id: string }[]).map(({ id }) => id);
}

/** Inodes of the TCP sockets that a process holds. */
async function socketsOf(pid: number): Promise<readonly string[]> {
  const fds = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Inode of the socket that listens on a port of 127.0.0.1. */
async function listenerOf(port: number): Promise<string> {
  const table = await readFile('/proc/net/tcp', 'utf8');
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  // 0A is TCP_LISTEN (include/net/tcp_states.h).
  const inode = rows.find(([, address, , state]) => address === local && state === '0A')?.[9];
  if (inode === undefined) throw new Error(`nothing listens on ${port}`);
  return inode;
}

describe('the node of the app', () => {
  it.runIf(process.platform === 'linux')(
    'listens in the main process itself, in no child of it',
    async () => {
      const held = await socketsOf(shop.pid(APP));
      for (const port of shop.ports(APP)) expect(held).toContain(await listenerOf(port));
    },
  );

  it('keeps its log in its own data directory', async () => {
    const log = join(shop.directory(APP), 'records', 'log');
    expect(await readdir(log)).not.toEqual([]);
    const pid = await readFile(join(shop.directory(APP), 'printraft.pid'), 'utf8');
    expect(Number(pid)).toBe(shop.pid(APP));
  });

  it('is elected like any other, and takes writes for all', async () => {
    await untilAppLeads();
    expect(await addPrinter(shop.url(2), 'while-the-app-leads')).toBe(201);
    expect(await idsAt(3)).toContain('while-the-app-leads');
  });

  it('shows its window what changes, which asks for nothing but its own files', async () => {
    const page = await consoles.open(APP);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    expect(await addPrinter(shop.url(3), 'seen-in-the-window')).toBe(201);
    await printerOf(page, 'seen-in-the-window').waitFor();
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter((url) => !url.startsWith('app://printraft/'))).toEqual([]);
    expect(consoles.takeFaults()).toEqual([]);
  });

  it('killed with the app while it leads, leaves the two others working, and comes back with all of it', async () => {
    await untilAppLeads();
    await shop.kill(APP);
    expect(await shop.untilLed()).not.toBe(APP);
    expect(await addPrinter(shop.url(2), 'without-the-app')).toBe(201);
    expect(await idsAt(3)).toContain('without-the-app');
    await shop.start(APP);
    await shop.untilLed();
    expect(await idsAt(APP)).toEqual(expect.arrayContaining(['while-the-app-leads', 'without-the-app']));
  });
});
