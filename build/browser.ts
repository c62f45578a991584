/** A browser to drive with playwright-core, found or got. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { LaunchOptions } from 'playwright-core';
import { chooseBrowser } from './choose-browser.ts';
import type { BrowserEffects } from './choose-browser.ts';

const TRY_OUT_MS = 15_000;
/** For the whole of a download of some 170 MB. */
const DOWNLOAD_MS = 180_000;
/** For a server to be reached at all: a closed network shall not cost minutes. */
const CONNECT_MS = 4_000;
const APT_MS = 240_000;
/** How much of a failed program's output goes into a message, from its end. */
const TOLD_CHARACTERS = 300;

const isRoot = process.getuid?.() === 0;

/** The path of a Chromium, Chrome or Edge that runs here. Rejects with NoBrowserError. */
export function findBrowser(): Promise<string> {
  return chooseBrowser(here);
}

/** How the tests start the browser at `executablePath`: quietly, and without calls to its maker. */
export function launchOptions(executablePath: string): LaunchOptions {
  return {
    executablePath,
    args: [
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      // Chromium refuses its sandbox to root, and only there is it given up.
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  };
}

const here: BrowserEffects = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  exists: existsSync,
  tryOut: async (path) => {
    // On Windows `--version` opens a window instead of answering; the file being there must do.
    if (process.platform !== 'win32') await run(path, ['--version'], TRY_OUT_MS);
  },
  playwrightPath: () => chromium.executablePath(),
  playwrightInstall: async () => {
    const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core')), 'cli.js');
    // The headless shell is another download, and not needed beside the browser.
    await run(process.execPath, [cli, 'install', '--no-shell', 'chromium'], DOWNLOAD_MS, {
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECT_MS),
    });
  },
  mayApt: () => isRoot && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get'),
  aptInstall: async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], APT_MS, env);
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], APT_MS, env);
  },
};

const execute = promisify(execFile);

/** Runs a program to its end; rejects with the end of what it said. */
async function run(
  file: string,
  args: readonly string[],
  timeoutMs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  try {
    await execute(file, args, { timeout: timeoutMs, env: { ...process.env, ...env } });
  } catch (cause) {
    const { killed, stdout, stderr } = cause as Partial<Record<'stdout' | 'stderr', string>> & {
      killed?: boolean;
    };
    if (killed === true) throw new Error(`no end within ${timeoutMs / 1_000} s`, { cause });
    const output = `${stdout ?? ''}\n${stderr ?? ''}`.replace(/\s+/g, ' ').trim();
    throw new Error(output.slice(-TOLD_CHARACTERS) || String(cause), { cause });
  }
}
