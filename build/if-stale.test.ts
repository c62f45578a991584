/** The step before `npm run printraft`, in a folder of its own with a build that only leaves its marks. */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';

const BUILT = 'dist/node/printraft.js';
const BUILD = `const { appendFileSync } = require('node:fs');
console.log('building');
appendFileSync('built', '.');
require('node:fs').writeFileSync('${BUILT}', '');`;

let root: string;
/** How often it has built so far. */
const builds = async () => (await readFile(join(root, 'built'), 'utf8').catch(() => '')).length;
/** Whole seconds from now, so that no clock of a file system is too coarse. */
const touch = (path: string, seconds: number) => {
  const time = Date.now() / 1000 + seconds;
  return utimes(join(root, path), time, time);
};
const step = () =>
  execFileSync(process.execPath, [join(root, 'build/if-stale.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'printraft stale-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const room of ['electron/cli', 'renderer', 'shared', 'build', 'dist/node']) {
    await mkdir(join(root, room), { recursive: true });
  }
  await copyFile(fileURLToPath(new URL('if-stale.mjs', import.meta.url)), join(root, 'build/if-stale.mjs'));
  await writeFile(join(root, 'build.cjs'), BUILD);
  await writeFile(join(root, 'package.json'), '{"scripts":{"build":"node build.cjs"}}');
  await writeFile(join(root, 'electron/cli/a.ts'), '');
  await writeFile(join(root, 'electron/cli/a.test.ts'), '');
});

it('builds where nothing is built, and says nothing on stdout', async () => {
  expect(step().toString()).toBe('');
  expect(await builds()).toBe(1);
});

it('builds nothing where everything is built, nor for a test', async () => {
  await writeFile(join(root, BUILT), '');
  await touch(BUILT, 5);
  await touch('electron/cli/a.test.ts', 10);
  step();
  expect(await builds()).toBe(0);
});

it.each(['electron/cli/a.ts', 'package.json'])('builds anew for a change of %s', async (path) => {
  await writeFile(join(root, BUILT), '');
  await touch(BUILT, 5);
  await touch(path, 10);
  step();
  expect(await builds()).toBe(1);
});

it('builds anew for a file that was taken away', async () => {
  await writeFile(join(root, BUILT), '');
  await touch(BUILT, -5);
  for (const path of [
    'electron',
    'electron/cli/a.ts',
    'renderer',
    'shared',
    'build',
    'build/if-stale.mjs',
    'package.json',
  ]) {
    await touch(path, -10);
  }
  await touch('electron/cli', -10);
  step();
  expect(await builds()).toBe(0);
  await unlink(join(root, 'electron/cli/a.ts'));
  step();
  expect(await builds()).toBe(1);
});

it('ends with a code of its own where the build fails, so that no script takes it for an answer', async () => {
  await writeFile(join(root, 'build.cjs'), 'process.exit(1)');
  expect(step).toThrow(expect.objectContaining({ status: 70 }));
});
