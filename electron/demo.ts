/**
 * `npm run demo`: a shop of three workstations on this machine, each its own process. Never starts a
 * child again by itself, runs while one lives, and stops on Ctrl-C what it started.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sampleShop } from '../shared/domain/sample.ts';
import { readClusterFile } from './cluster-file.ts';
import { fillShop } from './demo-fill.ts';
import { parseDemoOptions } from './demo-options.ts';

const DIRECTORY = resolve('.demo');
const CLUSTER_FILE = join(DIRECTORY, 'cluster.json');
/** Present until the sample records are all in. */
const FILLING = join(DIRECTORY, 'filling');
const NAMES = ['Office', 'Workshop', 'Laser-PC'];
const FIRST_HTTP = 5100;
const FIRST_LINK = 7100;

const directoryOf = (number: number) => join(DIRECTORY, String(number));

class DemoError extends Error {
  override readonly name = 'DemoError';
}

async function main(): Promise<void> {
  const options = parseDemoOptions(process.argv.slice(2));
  if (options.fresh) await wipe();
  if (!existsSync(CLUSTER_FILE)) await create(!options.empty);
  const cluster = await readClusterFile(CLUSTER_FILE);

  const numbers = options.only === null ? [1, 2, 3] : [options.only];
  for (const number of numbers) {
    if (existsSync(directoryOf(number))) continue;
    throw new DemoError(
      `The records of workstation ${number} are gone from .demo/${number}; --fresh starts a new shop with all three.`,
    );
  }
  const children = numbers.map((number) => start(number));
  stopOnSignal(children);
  for (const [n, child] of children.entries()) {
    child.once('exit', (code, signal) => {
      process.stdout.write(`workstation ${String(numbers[n])} ended (${signal ?? `code ${String(code)}`})\n`);
    });
  }
  const urls = numbers.map((number) => {
    const http = cluster.members[number - 1]?.http;
    return `http://${http?.host ?? '127.0.0.1'}:${String(http?.port ?? 0)}`;
  });
  if (options.only === null && existsSync(FILLING)) {
    await fillShop(urls[0] ?? '', sampleShop());
    await rm(FILLING, { force: true });
  }
  process.stdout.write(
    `${cluster.shop}\n${urls.map((url, n) => `  ${String(numbers[n])}  ${url}`).join('\n')}\n`,
  );
  process.stdout.write(
    'Kill one and go on; `npm run demo -- --only N` starts it again. Ctrl-C stops them.\n',
  );
}

/** Lays out the three directories and the file from which each writes the identical first log entry. */
async function create(filled: boolean): Promise<void> {
  for (const number of [1, 2, 3]) await mkdir(directoryOf(number), { recursive: true });
  if (filled) await writeFile(FILLING, '');
  const host = '127.0.0.1';
  const members = NAMES.map((name, n) => ({
    id: `workstation-${n + 1}`,
    name,
    link: { host, port: FIRST_LINK + n },
    http: { host, port: FIRST_HTTP + n },
  }));
  const cluster = { format: 1, clusterId: randomBytes(16).toString('hex'), shop: 'Demo shop', members };
  await writeFile(CLUSTER_FILE, `${JSON.stringify(cluster, null, 2)}\n`);
}

async function wipe(): Promise<void> {
  for (const number of [1, 2, 3]) {
    const pid = await readFile(join(directoryOf(number), 'printraft.pid'), 'utf8').catch(() => null);
    if (pid !== null && isRunning(Number(pid))) {
      throw new DemoError(`Workstation ${number} is still running (process ${pid.trim()}); stop it first.`);
    }
  }
  await rm(DIRECTORY, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function start(number: number): ChildProcess {
  const entry = fileURLToPath(new URL('./headless.js', import.meta.url));
  const node = `workstation-${number}`;
  const args = ['--data', directoryOf(number), '--cluster', CLUSTER_FILE, '--node', node];
  args.push(
    '--http',
    `127.0.0.1:${FIRST_HTTP + number - 1}`,
    '--link',
    `127.0.0.1:${FIRST_LINK + number - 1}`,
  );
  return spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function stopOnSignal(children: readonly ChildProcess[]): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      for (const child of children) child.kill('SIGTERM');
    });
  }
}

main().catch((cause: unknown) => {
  process.stderr.write(`printraft: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});
