/** `npm run demo` as somebody at a terminal meets it: real processes in a folder and on ports of their own. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { addPrinter } from './testing/add-printer.ts';
import { freePorts } from './testing/free-ports.ts';
import { emptyPlace, started } from './testing/place.ts';
import type { RunningEntry } from './testing/run-entry.ts';
import { until } from './testing/until.ts';

type Demo = Readonly<{
  cwd: string;
  http: number;
  run: (...args: string[]) => RunningEntry;
  url: (number: number) => string;
  pid: (number: number) => Promise<number>;
}>;

async function demo(): Promise<Demo> {
  const cwd = await emptyPlace();
  // Six ports in a row for each: the free one that the system gives lies among many that nobody uses.
  const [base] = (await freePorts(1)) as [number];
  const http = Math.min(base, 65_000);
  const env = { PRINTRAFT_DEMO_PORTS: `${http},${http + 10}` };
  const pid = async (number: number) =>
    Number(await readFile(join(cwd, '.demo', String(number), 'printraft.pid'), 'utf8'));
  onTestFinished(async () => {
    for (const number of [1, 2, 3]) {
      const left = await pid(number).catch(() => null);
      try {
        if (left !== null) process.kill(left, 'SIGKILL');
      } catch {
        // Gone already.
      }
    }
  });
  return {
    cwd,
    http,
    run: (...args) => started('demo', args, { cwd, env }),
    url: (number) => `http://127.0.0.1:${http + number - 1}`,
    pid,
  };
}

async function count(url: string, list: string): Promise<number | null> {
  try {
    const answer: unknown = await (await fetch(`${url}/api/v1/${list}`)).json();
    return Array.isArray(answer) ? answer.length : null;
  } catch {
    return null;
  }
}

async function sentenceOf(entry: RunningEntry): Promise<string> {
  expect((await entry.ended).code).toBe(1);
  expect(entry.stderr).toMatch(/^printraft: [^\n]+\.\n$/);
  return entry.stderr.slice('printraft: '.length, -1);
}

const READY = /Ctrl-C stops what this command started/;

it('shows a filled shop, goes on without a killed workstation, and --only brings that one back', async () => {
  const { run, url, pid, cwd } = await demo();
  const first = run();
  await first.said(READY, 60_000);
  for (const number of [1, 2, 3]) expect(first.stdout).toContain(url(number));
  for (const number of [1, 2, 3])
    expect(await until('the printers', () => count(url(number), 'printers'))).toBe(8);
  expect(await count(url(2), 'jobs')).toBe(60);
  expect(await count(url(3), 'filaments')).toBe(40);
  expect(existsSync(join(cwd, '.demo', 'filling'))).toBe(false);

  const running = run();
  expect(await sentenceOf(running)).toBe(
    `Workstation 1 is still running (process ${await pid(1)}); stop it first, or start just a missing one with --only N.`,
  );
  expect(await sentenceOf(run('--fresh'))).toMatch(/^Workstation 1 is still running /);
  expect(await sentenceOf(run('--only', '2'))).toMatch(/^Workstation 2 is still running /);

  process.kill(await pid(2), 'SIGKILL');
  await first.said(/Workstation 2 ended \(SIGKILL\)/);
  await until('a write without number 2', async () => (await addPrinter(url(1), 'New-1')) === 201);
  expect(first.isRunning).toBe(true);
  expect(await count(url(2), 'printers')).toBeNull();

  const only = run('--only', '2');
  await only.said(READY, 60_000);
  await until('number 2 has what it missed', async () => (await count(url(2), 'printers')) === 9);
  expect(await only.kill('SIGINT')).toEqual({ code: 0, signal: null });
  expect(await until('the others go on', () => count(url(3), 'printers'))).toBe(9);

  expect(await first.kill('SIGINT')).toEqual({ code: 0, signal: null });
  for (const number of [1, 2, 3]) await expect(pid(number)).rejects.toThrow(/ENOENT/);

  const again = run();
  await again.said(READY, 60_000);
  expect(await until('the printers', () => count(url(1), 'printers'))).toBe(9);
  await again.kill('SIGTERM');

  const fresh = run('--fresh', '--empty');
  await fresh.said(READY, 60_000);
  expect(await until('an empty list', () => count(url(1), 'printers'))).toBe(0);
});

it('goes on with the sample records where an interruption stopped it, and nothing is there twice', async () => {
  const { run, url, cwd } = await demo();
  const first = run();
  const progress = async () => Number(await readFile(join(cwd, '.demo', 'filling'), 'utf8').catch(() => '0'));
  await until('some of the records', async () => (await progress()) > 30, 60_000);
  await first.kill('SIGTERM');
  expect(existsSync(join(cwd, '.demo', 'filling'))).toBe(true);
  const second = run();
  await second.said(READY, 60_000);
  expect(await until('the printers', () => count(url(1), 'printers'))).toBe(8);
  expect(await count(url(1), 'filaments')).toBe(40);
  expect(await count(url(1), 'jobs')).toBe(60);
  expect(existsSync(join(cwd, '.demo', 'filling'))).toBe(false);
});

it('says which port is taken, and for whom, and starts nobody', async () => {
  const { run, http, cwd } = await demo();
  const server = createServer().listen(http + 1, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const entry = run();
  expect(await sentenceOf(entry)).toBe(
    `Port ${http + 1}, which the console of workstation 2 needs, is taken by another program.`,
  );
  for (const number of [1, 2, 3]) expect(existsSync(join(cwd, '.demo', `${number}`, 'records'))).toBe(false);
});

it('never brings a workstation back under its name without its records', async () => {
  const { run, cwd } = await demo();
  const first = run('--empty');
  await first.said(READY, 60_000);
  await first.kill('SIGINT');
  const gone = join(cwd, '.demo', '3');
  await rm(gone, { recursive: true });
  const sentence = `The records of workstation 3 are gone from ${gone}; --fresh starts a new shop with all three.`;
  expect(await sentenceOf(run('--only', '3'))).toBe(sentence);
  expect(await sentenceOf(run())).toBe(sentence);
});

it.each([
  { args: ['--only', '4'], says: '--only takes the number of a workstation: 1, 2 or 3.' },
  { args: ['--only'], says: '--only takes the number of a workstation: 1, 2 or 3.' },
  {
    args: ['--only', '1', '--fresh'],
    says: '--fresh wipes all three workstations, so it does not go with --only.',
  },
  { args: ['--quick'], says: 'There is no flag --quick; try --help.' },
  { args: ['--only', '1'], says: 'There is no demo shop in .demo yet; start it without --only.' },
])('answers $args in a sentence', async ({ args, says }) => {
  const { run, cwd } = await demo();
  expect(await sentenceOf(run(...args))).toBe(says);
  expect(existsSync(join(cwd, '.demo'))).toBe(false);
});
