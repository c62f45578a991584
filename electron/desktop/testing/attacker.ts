/** The app as a victim: one workstation, its page in somebody else's hands, and that somebody's computer. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { runApp } from '../../testing/app-process.ts';
import type { RunningApp } from '../../testing/app-process.ts';
import { freePorts } from '../../testing/free-ports.ts';
import { until } from '../../testing/until.ts';
import { pageOf } from './app-page.ts';
import { INSPECTED } from './main-process.ts';

export type Victim = Readonly<{
  app: RunningApp;
  /** What a second start takes to be this one's. */
  args: readonly string[];
  directory: string;
  /** The console in its window, once the shop is in it. */
  console: () => Promise<Page>;
  /** Expects that the workstation still answers, and that its log tells of this since the last call. */
  tells: (breach: string) => Promise<void>;
  /** Expects an answer over REST, within 2 s. */
  serves: () => Promise<void>;
  stop: () => Promise<void>;
}>;

/** Starts it; resolves when its window is there. */
export async function startVictim(): Promise<Victim> {
  const directory = await mkdtemp(join(tmpdir(), 'printraft-attack-'));
  const [http, link] = await freePorts(2);
  const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const args = ['--data', directory, '--found', 'A', ...at];
  // Without a microphone nobody would be asked whether a page may hear it.
  const app = runApp({ args: [INSPECTED, '--use-fake-device-for-media-stream', ...args] });
  await app.ready();
  const serves = async () => {
    const answer = await fetch(`http://127.0.0.1:${http}/api/v1/printers`, {
      signal: AbortSignal.timeout(2_000),
    });
    expect(answer.status).toBe(200);
  };
  let read = 0;
  return {
    app,
    args,
    directory,
    serves,
    console: async () => {
      const page = await pageOf(app);
      await page.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
      return page;
    },
    tells: async (breach) => {
      const said = () => app.stdout + app.stderr;
      await until(`the log tells: ${breach}`, () => said().includes(breach, read));
      read = said().indexOf(breach, read) + breach.length;
      await serves();
    },
    stop: async () => {
      await app.kill();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type Elsewhere = Readonly<{
  /** Where it listens, TCP and UDP alike: `127.0.0.1:PORT`. */
  at: string;
  /** How often anything came. */
  heard: () => number;
  stop: () => Promise<void>;
}>;

/** Somebody who waits to be told something, whatever the protocol. */
export async function listenElsewhere(): Promise<Elsewhere> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.on('error', () => undefined).destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4', () => (count += 1)).bind(port, '127.0.0.1');
  await once(datagrams, 'listening');
  return {
    at: `127.0.0.1:${port}`,
    heard: () => count,
    stop: async () => {
      datagrams.close();
      await once(server.close(), 'close');
    },
  };
}
