/** The launcher's limits, made short: what takes too long is ended, or told of, and leaves nothing behind. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyPlace } from '../testing/place.ts';
import { until } from '../testing/until.ts';
import { fetchElectron } from './fetch-electron.ts';
import { launch } from './launch.ts';
import type { Limits } from './launch.ts';
import { program } from './testing/project.ts';

const NEVER = new AbortController().signal;
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const pidIn = async (file: string) => Number(await readFile(file, 'utf8').catch(() => '')) || null;

/** Both hang for ever; the child tells its id, as does the folder in which a download would lie. */
const HANGS = `
  const { spawn } = require('node:child_process');
  const { writeFileSync } = require('node:fs');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'inherit' });
  writeFileSync(require('node:os').tmpdir() + '/half of a download', '');
  writeFileSync(__dirname + '/folder', require('node:os').tmpdir());
  writeFileSync(__dirname + '/child', String(child.pid));
`;

async function installer(script: string): Promise<{ place: string; file: string }> {
  const place = await emptyPlace();
  const file = join(place, 'install.js');
  await writeFile(file, script);
  return { place, file };
}

it('a fetch that hangs is cut at the limit, with its children and what it had of the download', async () => {
  const { place, file } = await installer(HANGS);
  const began = performance.now();
  expect(await fetchElectron({ installer: file, env: process.env, limitMs: 1_500, stop: NEVER })).toMatch(
    /^Electron, which shows the window, did not arrive within 2 s \(npx install-electron /,
  );
  expect(performance.now() - began).toBeLessThan(4_000);
  const child = await pidIn(join(place, 'child'));
  await until('the end of its child', () => child !== null && !isRunning(child));
  expect(existsSync(await readFile(join(place, 'folder'), 'utf8'))).toBe(false);
});

it('a fetch that is stopped ends at once, also where it was stopped before it began', async () => {
  const { place, file } = await installer(HANGS);
  const controller = new AbortController();
  const fetching = fetchElectron({
    installer: file,
    env: process.env,
    limitMs: 60_000,
    stop: controller.signal,
  });
  const child = await until('its child', () => pidIn(join(place, 'child')));
  controller.abort();
  await fetching;
  await until('the end of its child', () => !isRunning(child));

  const stop = AbortSignal.abort();
  await fetchElectron({ installer: file, env: process.env, limitMs: 60_000, stop });
});

it('a fetch that ends leaves nothing running and nothing of it in the folder for temporary files', async () => {
  const { place, file } = await installer(`${HANGS} process.exit(0);`);
  expect(await fetchElectron({ installer: file, env: process.env, limitMs: 60_000, stop: NEVER })).toBe(null);
  const child = await pidIn(join(place, 'child'));
  await until('the end of its child', () => child !== null && !isRunning(child));
  expect(existsSync(await readFile(join(place, 'folder'), 'utf8'))).toBe(false);
});

/** A launch of a made-up app with short limits; `signal` is what a terminal would send. */
async function launched(script: string, limits: Partial<Limits>) {
  const place = await emptyPlace();
  const dist = join(place, 'electron');
  await mkdir(dist);
  await writeFile(join(dist, 'electron'), program(script), { mode: 0o755 });
  const said: string[] = [];
  const controller = new AbortController();
  const followers: ((signal: NodeJS.Signals) => void)[] = [];
  const ended = launch({
    root: place,
    scheme: join(place, 'scheme.cjs'),
    isRoot: false,
    own: [],
    platform: 'linux',
    env: { ...process.env, DISPLAY: ':20999', ELECTRON_OVERRIDE_DIST_PATH: dist },
    directory: place,
    limits: { fetchMs: 1_000, readyMs: 60_000, stopMs: 60_000, ...limits },
    signals: {
      stop: controller.signal,
      follow: (act) => void followers.push(act),
      close: () => undefined,
    },
    say: (line) => said.push(line),
    warn: (line) => said.push(line),
  });
  const signal = (name: NodeJS.Signals) => {
    controller.abort();
    for (const act of followers) act(name);
  };
  return { place, said, ended, signal, dist };
}

it('an app that takes long is told of, and waited for: it may still come', async () => {
  const { said, ended } = await launched(
    'setTimeout(() => process.send("ready", () => process.exit(0)), 1500)',
    { readyMs: 200 },
  );
  expect(await ended).toEqual({ kind: 'ended', code: 0 });
  expect(said.slice(0, 2)).toEqual([
    'The window is not there after 0 s, but the app lives; Ctrl-C ends it.',
    'PrintRaft is open in its window, which says what is in the way.',
  ]);
});

it('an app that does not stop is ended, and that is no success', async () => {
  const app = await launched(
    `process.on('SIGTERM', () => require('node:fs').writeFileSync(__dirname + '/told', ''));
     setInterval(() => {}, 1e6);
     require('node:fs').writeFileSync(__dirname + '/pid', String(process.pid));`,
    { stopMs: 1_000 },
  );
  const pid = await until('its start', () => pidIn(join(app.dist, 'pid')));
  app.signal('SIGTERM');
  app.signal('SIGTERM');
  expect(await app.ended).toEqual({ kind: 'ended', code: 1 });
  expect(app.said).toEqual(['The app did not stop within 1 s and was ended.']);
  expect(await readdir(app.dist)).toContain('told');
  expect(isRunning(pid)).toBe(false);
});
