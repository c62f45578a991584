/** How long somebody waits for the window, and for its end. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runApp } from '../../../electron/testing/app-process.ts';
import { freePorts } from '../../../electron/testing/free-ports.ts';
import { type Row, timesRow } from '../figure.ts';
import { usableWindow } from './console.ts';

const STARTS = 10;

type Times = Readonly<{ start: number; quit: number }>;

/** Rows: cold and warm start to a usable window, quit. */
export async function startsAndQuits(): Promise<readonly Row[]> {
  const [cold, warm]: [Times[], Times[]] = [[], []];
  let isReallyCold = true;
  for (let n = 0; n < STARTS; n++) {
    const data = await mkdtemp(join(tmpdir(), 'printraft-measure-'));
    try {
      isReallyCold = (await forgetFiles()) && isReallyCold;
      cold.push(await startAndQuit(data));
      warm.push(await startAndQuit(data));
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  }
  const first = isReallyCold ? 'first start, nothing of it in memory' : 'first start';
  const starts = (times: readonly Times[]) => times.map(({ start }) => start);
  return [
    timesRow(`app: ${first} → usable window`, starts(cold)),
    timesRow('app: second start → usable window', starts(warm)),
    timesRow(
      'app: quit → process gone',
      [...cold, ...warm].map(({ quit }) => quit),
    ),
  ];
}

async function startAndQuit(data: string): Promise<Times> {
  const [http, link] = await freePorts(2);
  const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const begun = performance.now();
  const app = runApp({
    args: ['--data', data, '--found', 'A', ...at],
  });
  const { browser } = await usableWindow(app);
  const start = performance.now() - begun;
  const quitting = performance.now();
  await app.kill('SIGTERM');
  const quit = performance.now() - quitting;
  // Closed while the page is still loading, it would wait for the page.
  await browser.close();
  return { start, quit };
}

/** Makes the kernel forget what it has read from disk (Linux, root); whether it did. */
async function forgetFiles(): Promise<boolean> {
  spawnSync('sync');
  return writeFile('/proc/sys/vm/drop_caches', '3').then(
    () => true,
    () => false,
  );
}
