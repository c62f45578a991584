/** Real workstations for pictures: built entries in processes of their own, on free ports, in a temporary folder. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fillShop } from '../../electron/demo-fill.ts';
import { layOut } from '../../electron/lay-out.ts';
import type { CommandInput } from '../../shared/domain/commands.ts';

const ENTRY = fileURLToPath(new URL('../../dist/node/headless.js', import.meta.url));
const PATIENCE_MS = 20_000;

export type RunningShop = Readonly<{
  /** Consoles, in the order of the names. */
  urls: readonly string[];
  /** Stops workstation `number` (from 0), at once. */
  kill: (number: number) => Promise<void>;
  /** Stops everything and removes its records. */
  stop: () => Promise<void>;
}>;

/** Starts a shop of these workstations and carries the commands out in it. */
export async function startShop(
  names: readonly string[],
  commands: readonly CommandInput[],
): Promise<RunningShop> {
  const directory = await mkdtemp(join(tmpdir(), 'printraft-screens-'));
  const ports = await freePorts(names.length * 2);
  const host = '127.0.0.1';
  const members = names.map((name, n) => ({
    id: `workstation-${n + 1}`,
    name,
    http: { host, port: ports[2 * n] ?? 0 },
    link: { host, port: ports[2 * n + 1] ?? 0 },
  }));
  const cluster = join(directory, 'cluster.json');
  await layOut({
    shop: 'Northside Prints',
    clusterId: '5c4ee0000000000000005c4ee0000000',
    members,
    directoryOf: (id) => join(directory, id),
    clusterFile: cluster,
  });
  const children = members.map(({ id, http, link }) =>
    start(['--data', join(directory, id), '--cluster', cluster, '--node', id], http.port, link.port),
  );
  const urls = members.map(({ http }) => `http://${host}:${http.port}`);
  await Promise.all(urls.map(answering));
  if (commands.length > 0) await fillShop(urls[0] ?? '', commands);
  return {
    urls,
    kill: (number) => end(children[number]),
    async stop() {
      await Promise.all(children.map(end));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Starts one workstation that belongs to no shop. */
export async function startShopless(): Promise<RunningShop> {
  const directory = await mkdtemp(join(tmpdir(), 'printraft-screens-'));
  const [http, link] = await freePorts(2);
  const child = start(['--data', directory], http, link);
  const url = `http://127.0.0.1:${http}`;
  await answering(url);
  return {
    urls: [url],
    kill: () => end(child),
    async stop() {
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function start(args: readonly string[], http: number | undefined, link: number | undefined): ChildProcess {
  const addresses = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  return spawn(process.execPath, [ENTRY, ...args, ...addresses], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Resolves once a server answers there; its process has no other way to say so. */
async function answering(url: string): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; ;) {
    try {
      await fetch(url);
      return;
    } catch (cause) {
      if (performance.now() > deadline) throw new Error(`No workstation answers at ${url}.`, { cause });
      await delay(50);
    }
  }
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
