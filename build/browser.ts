/** A browser to drive with playwright-core, found or got. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { LaunchOptions } from 'playwright-core';
import { chooseBrowser } from './choose-browser.ts';
import type { BrowserEffects } from './choose-browser.ts';
import { runQuietly } from './run-quietly.ts';

const TRY_OUT_MS = 15_000;
/** For the whole of a download of some 170 MB. */
const DOWNLOAD_MS = 180_000;
/** For a server to be reached at all: a closed network shall not cost minutes. */
const CONNECT_MS = 4_000;
const APT_MS = 240_000;

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
    if (process.platform !== 'win32') await runQuietly(path, ['--version'], TRY_OUT_MS);
  },
  playwrightPath: () => chromium.executablePath(),
  playwrightInstall: async () => {
    const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core')), 'cli.js');
    // The headless shell is another download, and not needed beside the browser.
    await runQuietly(process.execPath, [cli, 'install', '--no-shell', 'chromium'], DOWNLOAD_MS, {
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECT_MS),
    });
  },
  mayApt: () => isRoot && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get'),
  aptInstall: async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runQuietly('apt-get', ['update'], APT_MS, env);
    await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], APT_MS, env);
  },
};
