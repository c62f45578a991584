/** `npm start` where no window comes of it, with programs in Electron's place that do what it does there. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyPlace } from '../testing/place.ts';
import type { RunningProcess } from '../testing/running-process.ts';
import { until } from '../testing/until.ts';
import { createProject, program } from './testing/project.ts';
import type { Project } from './testing/project.ts';

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The one sentence about why there is no window, once the same workstation answers in this very process. */
async function fallback({ http, data }: Project, start: RunningProcess): Promise<string> {
  await start.said(/Ctrl-C stops it/);
  expect(start.stdout).toContain(
    `PrintRaft is running. Open http://127.0.0.1:${http} in a browser.\nIts records are in ${data}.\n`,
  );
  const console = await fetch(`http://127.0.0.1:${http}/`, { headers: { accept: 'text/html' } });
  expect(await console.text()).toContain('<title>PrintRaft');
  expect(await (await fetch(`http://127.0.0.1:${http}/api/v1/printers`)).json()).toEqual([]);
  expect(await readFile(join(data, 'printraft.pid'), 'utf8')).toBe(`${start.pid}\n`);
  expect(await start.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(start.stderr).toMatch(/^[^\n]+, so PrintRaft runs without a window\.\n$/);
  return start.stderr.replace(', so PrintRaft runs without a window.\n', '');
}

/** Puts a program where the package keeps Electron's. */
async function installed(project: Project, text: string, mode = 0o755): Promise<string> {
  await project.electron('path.txt', 'electron');
  return project.electron('dist/electron', text, mode);
}

const LEAVES_A_MARK = 'require("node:fs").writeFileSync(__dirname + "/fetched", "");';

describe('without a display', () => {
  it('it runs without a window at once, and fetches and starts nothing', async () => {
    const project = await createProject();
    await project.electron('install.js', LEAVES_A_MARK);
    const began = performance.now();
    const start = project.start({ DISPLAY: undefined });
    await start.said(/without a window/);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await fallback(project, start)).toBe(
      'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)',
    );
    expect(start.stdout).not.toContain('Fetching');
    expect(existsSync(join(project.root, 'node_modules/electron/fetched'))).toBe(false);
  });
});

describe('without Electron', () => {
  it.each([
    ['refused', 'console.error("TypeError: fetch failed\\n    at x"); process.exit(1)', /\(fetch failed\)$/],
    ['a lie', '', /\(it is still not where it should be\)$/],
    [
      'impossible on this Node.js',
      'console.error("Error [ERR_REQUIRE_ESM]: require() of ES Module"); process.exit(1)',
      /^Node\.js \S+ cannot run what fetches Electron/,
    ],
  ])('it tries to fetch it, and where that is %s says so within seconds', async (_, script, says) => {
    const project = await createProject();
    await project.electron('install.js', script);
    const start = project.start();
    await start.said(/Fetching Electron, .* for at most 60 s/);
    expect(await fallback(project, start)).toMatch(says);
  });

  it('a fetch that succeeds leads to the app', async () => {
    const project = await createProject();
    const app = program('process.send("ready", () => process.exit(0))');
    await project.electron(
      'install.js',
      `const fs = require('node:fs');
       fs.mkdirSync(__dirname + '/dist');
       fs.writeFileSync(__dirname + '/dist/electron', ${JSON.stringify(app)}, { mode: 0o755 });
       fs.writeFileSync(__dirname + '/path.txt', 'electron');`,
    );
    const start = project.start();
    expect(await start.ended).toEqual({ code: 0, signal: null });
    expect(start.stdout).toContain('PrintRaft is open in its window');
  });

  it('Ctrl-C while it is fetched ends both, and no workstation is started', async () => {
    const project = await createProject();
    await project.electron('install.js', 'console.log(process.pid); setInterval(() => {}, 1e6)');
    const start = project.start();
    const [, pid] = await start.said(/^(\d+)$/m);
    expect(await start.kill('SIGINT')).toEqual({ code: 0, signal: null });
    await until('the end of the fetch', () => !isRunning(Number(pid)));
    expect(existsSync(project.data)).toBe(false);
  });

  it('it says that the override leads nowhere, and fetches nothing', async () => {
    const project = await createProject();
    await project.electron('install.js', LEAVES_A_MARK);
    const nowhere = await emptyPlace();
    expect(await fallback(project, project.start({ ELECTRON_OVERRIDE_DIST_PATH: nowhere }))).toBe(
      `ELECTRON_OVERRIDE_DIST_PATH names ${nowhere}, where there is no electron`,
    );
    expect(existsSync(join(project.root, 'node_modules/electron/fetched'))).toBe(false);
  });
});

describe('an app that ends before its window is there', () => {
  it.each([
    [
      'crashes',
      'process.kill(process.pid, "SIGSEGV")',
      /^The app ended .* \(SIGSEGV: most likely the display/,
    ],
    ['ends with the code of a crash', 'process.exit(139)', /^The app ended .* \(exit code 139: most likely/],
    ['ends with 1', 'process.exit(1)', /^The app ended before its window was there \(exit code 1\)$/],
    [
      'finds no display',
      'console.error("[1:1125/205340.4:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY"); process.exit(139)',
      /^The display cannot be used/,
    ],
  ])('and %s is followed by the same workstation without one', async (_, script, says) => {
    const project = await createProject();
    await installed(project, program(script));
    expect(await fallback(project, project.start())).toMatch(says);
  });

  it('as a library is missing is told so by its name', async () => {
    const project = await createProject();
    await installed(
      project,
      '#!/bin/sh\necho "$0: error while loading shared libraries: libgtk-3.so.0: cannot open" >&2; exit 127\n',
    );
    const start = project.start();
    await start.said(/Ctrl-C stops it/);
    expect(start.stderr).toMatch(/\nElectron, which shows the window, needs libgtk-3\.so\.0, which is not /);
  });

  it('or that is no program is told of by its path', async () => {
    const project = await createProject();
    const file = await installed(project, 'text', 0o644);
    expect(await fallback(project, project.start())).toBe(`${file} cannot be run (EACCES)`);
  });

  it('with 0, as a second one does whose window is open already, ends this too', async () => {
    const project = await createProject();
    await installed(project, program('console.error("PrintRaft is open already."); process.exit(0)'));
    const start = project.start();
    expect(await start.ended).toEqual({ code: 0, signal: null });
    expect(start.stderr).toBe('PrintRaft is open already.\n');
    expect(existsSync(project.data)).toBe(false);
  });
});

describe('an app that lives', () => {
  it('is given the flags, and no ELECTRON_RUN_AS_NODE', async () => {
    const project = await createProject();
    await installed(
      project,
      program(
        'console.log(JSON.stringify([process.argv.slice(2), process.env.ELECTRON_RUN_AS_NODE ?? null]))',
      ),
    );
    // Where Node itself is the program it takes the flags for its own, so they are told by a shell.
    await installed(project, '#!/bin/sh\nprintf "%s\\n" "[$ELECTRON_RUN_AS_NODE]" "$@"\n');
    const start = project.start({ ELECTRON_RUN_AS_NODE: '1' });
    await start.ended;
    const isRoot = process.getuid?.() === 0;
    expect(start.stdout.split('\n').slice(0, isRoot ? 6 : 5)).toEqual([
      '[]',
      '-r',
      join(project.root, 'dist/node/scheme.cjs'),
      ...(isRoot ? ['--no-sandbox'] : []),
      `${project.root}/`,
      '--data',
    ]);
  });

  it('and never says that it is ready is not joined by a second workstation, and stops with this', async () => {
    const project = await createProject();
    await installed(project, program('console.log("pid", process.pid); setInterval(() => {}, 1e6)'));
    const start = project.start();
    const [, pid] = await start.said(/^pid (\d+)$/m);
    expect(await start.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(isRunning(Number(pid))).toBe(false);
    expect(existsSync(project.data)).toBe(false);
  });

  it('is left by its end with its code, and with a sentence where that is a bad one', async () => {
    const project = await createProject();
    await installed(project, program('process.send("ready", () => process.exit(3))'));
    const start = project.start();
    expect(await start.ended).toEqual({ code: 3, signal: null });
    expect(start.stderr).toBe('The app ended (exit code 3).\n');
  });
});
