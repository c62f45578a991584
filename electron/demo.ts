/**
 * `npm run demo`: a shop of three workstations on this machine, each its own process. Never starts a
 * child again by itself, runs while one lives, and stops on Ctrl-C what it started.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sampleShop } from '../shared/domain/sample.ts';
import type { ClusterFile } from './cluster-file.ts';
import { fillShop } from './demo-fill.ts';
import { DEMO_HELP, type DemoOptions, parseDemoOptions } from './demo-options.ts';
import { DemoError, DemoShop, NUMBERS } from './demo-shop.ts';
import { formatAddress } from './links/address.ts';
import { isFree } from './places.ts';

type Member = ClusterFile['members'][number];
type Started = Readonly<{ number: number; url: string; child: ChildProcess }>;

let stopping = false;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const options = parseDemoOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(DEMO_HELP);
    return;
  }
  const shop = new DemoShop(resolve('.demo'));
  const numbers: readonly number[] = options.only === null ? NUMBERS : [options.only];
  const cluster = await prepare(shop, options, numbers);

  const started = numbers.map((number) => start(shop, number, memberOf(cluster, number)));
  stopOnSignal(started);
  const ready = await Promise.all(started.map(answers));
  const living = started.filter((_, n) => ready[n]);
  const [first] = living;
  if (stopping) return;
  if (first === undefined) {
    process.exitCode = 1;
    return;
  }
  if (options.only === null && !options.empty && living.length > 1) await fill(shop, first.url);
  const who = options.only === null ? `${living.length} workstations are` : `workstation ${options.only} is`;
  say(`${cluster.shop}: ${who} running.`);
  for (const { number, url, child } of living) {
    say(`  ${number}  ${memberOf(cluster, number).name.padEnd(10)} ${url}  (process ${String(child.pid)})`);
  }
  if (options.only === null) {
    say('Open two of the consoles and change something in one: the other follows.');
    say('Kill a process (kill -9) and go on working; npm run demo -- --only N starts number N again.');
  }
  say('Ctrl-C stops what this command started.');
}

/** Everything that can be in the way is found before anything is started. */
async function prepare(
  shop: DemoShop,
  options: DemoOptions,
  numbers: readonly number[],
): Promise<ClusterFile> {
  for (const number of options.fresh ? NUMBERS : numbers) await shop.assertStopped(number);
  if (options.fresh) await shop.wipe();
  if (!shop.exists) {
    if (options.only !== null)
      throw new DemoError('There is no demo shop in .demo yet; start it without --only.');
    await shop.create(options.ports, !options.empty);
  } else if (options.empty) {
    say('The shop in .demo goes on as it is; --fresh --empty starts an empty one.');
  }
  const cluster = await shop.read();
  for (const number of numbers) {
    await shop.assertPresent(number);
    const { http, link } = memberOf(cluster, number);
    for (const [what, place] of [
      ['console', http],
      ['link to the others', link],
    ] as const) {
      if (await isFree(place)) continue;
      throw new DemoError(
        `Port ${place.port}, which the ${what} of workstation ${number} needs, is taken by another program.`,
      );
    }
  }
  return cluster;
}

function memberOf(cluster: ClusterFile, number: number): Member {
  const member = cluster.members[number - 1];
  if (member === undefined) throw new DemoError(`The cluster file in .demo has no workstation ${number}.`);
  return member;
}

function start(shop: DemoShop, number: number, { http, link }: Member): Started {
  const entry = fileURLToPath(new URL('./headless.js', import.meta.url));
  const args = ['--data', shop.directory(number), '--cluster', shop.clusterFile, '--node', shop.idOf(number)];
  args.push('--http', formatAddress(http), '--link', formatAddress(link));
  // stderr is inherited: a workstation goes on, and can speak, when this process is killed.
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.once('exit', (code, signal) =>
    say(`Workstation ${number} ended (${signal ?? `code ${String(code)}`}).`),
  );
  return { number, url: `http://${formatAddress(http)}`, child };
}

/** Whether it came to answer; false if it ended before. It says one line when it does. */
function answers({ child }: Started): Promise<boolean> {
  return new Promise((done) => {
    child.stdout?.once('data', () => done(true));
    child.once('exit', () => done(false));
  });
}

/** Puts in what is missing of the sample records; an interruption is made good for at the next start. */
async function fill(shop: DemoShop, url: string): Promise<void> {
  const from = await shop.filled();
  if (from === null) return;
  try {
    await fillShop(url, sampleShop(), { from, progress: (count) => shop.filledTo(count) });
    await shop.filledUp();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    say(`The sample records are not all in (${why}); the next npm run demo goes on with them.`);
  }
}

function stopOnSignal(started: readonly Started[]): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopping = true;
      for (const { child } of started) child.kill('SIGTERM');
    });
  }
}

main().catch((cause: unknown) => {
  process.stderr.write(`printraft: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});
