import { describe, expect, it } from 'vitest';
import { likelyPlaces } from './browsers.ts';
import { chooseBrowser, NoBrowserError } from './choose-browser.ts';
import type { BrowserEffects } from './choose-browser.ts';

const PLAYWRIGHT = '/cache/chromium/chrome';

type World = Readonly<{
  /** What is there at first. */
  files?: readonly string[];
  /** What is there but does not run. */
  broken?: readonly string[];
  env?: Record<string, string>;
  playwright?: 'works' | 'fails';
  apt?: 'works' | 'fails' | 'not allowed';
}>;

/** A Linux machine in memory, and what was done to it. */
function machine({ files = [], broken = [], env = {}, playwright = 'fails', apt = 'not allowed' }: World) {
  const present = new Set([...files, ...broken]);
  const done: string[] = [];
  const effects: BrowserEffects = {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin', ...env },
    home: '/home/maker',
    exists: (path) => present.has(path),
    tryOut: (path) =>
      broken.includes(path) ? Promise.reject(new Error('libnss3.so is missing')) : Promise.resolve(),
    playwrightPath: () => PLAYWRIGHT,
    playwrightInstall: () => {
      done.push('playwright');
      if (playwright === 'fails') return Promise.reject(new Error('ENOTFOUND cdn.playwright.dev'));
      present.add(PLAYWRIGHT);
      return Promise.resolve();
    },
    mayApt: () => apt !== 'not allowed',
    aptInstall: () => {
      done.push('apt');
      if (apt === 'fails') return Promise.reject(new Error('Unable to locate package chromium'));
      present.add('/usr/bin/chromium');
      return Promise.resolve();
    },
  };
  return { effects, done };
}

async function refusal(world: World): Promise<string> {
  const failure = await chooseBrowser(machine(world).effects).catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(NoBrowserError);
  return (failure as NoBrowserError).message;
}

describe('a browser for the tests', () => {
  it('is the one that PRINTRAFT_BROWSER names, before any other', async () => {
    const { effects, done } = machine({
      files: ['/opt/mine', '/usr/bin/chromium'],
      env: { PRINTRAFT_BROWSER: '/opt/mine' },
    });
    expect(await chooseBrowser(effects)).toBe('/opt/mine');
    expect(done).toEqual([]);
  });

  it('is never another one where PRINTRAFT_BROWSER names one that is not there or does not run', async () => {
    const env = { PRINTRAFT_BROWSER: '/opt/mine' };
    expect(await refusal({ files: ['/usr/bin/chromium'], env })).toMatch(/\/opt\/mine.*is not there/);
    expect(await refusal({ files: ['/usr/bin/chromium'], broken: ['/opt/mine'], env })).toContain('libnss3');
  });

  it('is an installed one, and nothing is downloaded then', async () => {
    const { effects, done } = machine({ files: ['/usr/bin/google-chrome', PLAYWRIGHT], apt: 'works' });
    expect(await chooseBrowser(effects)).toBe('/usr/bin/google-chrome');
    expect(done).toEqual([]);
  });

  it('is the next installed one where the first does not run', async () => {
    const { effects } = machine({ broken: ['/usr/bin/chromium-browser'], files: ['/usr/bin/google-chrome'] });
    expect(await chooseBrowser(effects)).toBe('/usr/bin/google-chrome');
  });

  it('is the one that Playwright got earlier', async () => {
    const { effects, done } = machine({ files: [PLAYWRIGHT] });
    expect(await chooseBrowser(effects)).toBe(PLAYWRIGHT);
    expect(done).toEqual([]);
  });

  it('is got by Playwright before apt is asked', async () => {
    const { effects, done } = machine({ playwright: 'works', apt: 'works' });
    expect(await chooseBrowser(effects)).toBe(PLAYWRIGHT);
    expect(done).toEqual(['playwright']);
  });

  it('is got by apt where Playwright gets none', async () => {
    const { effects, done } = machine({ playwright: 'fails', apt: 'works' });
    expect(await chooseBrowser(effects)).toBe('/usr/bin/chromium');
    expect(done).toEqual(['playwright', 'apt']);
  });

  it("is got by apt where Playwright's does not run here", async () => {
    const { effects, done } = machine({ broken: [PLAYWRIGHT], apt: 'works' });
    expect(await chooseBrowser(effects)).toBe('/usr/bin/chromium');
    expect(done).toEqual(['apt']);
  });

  it('is not asked of apt by anybody but root on Debian', async () => {
    const { effects, done } = machine({});
    await expect(chooseBrowser(effects)).rejects.toThrow(NoBrowserError);
    expect(done).toEqual(['playwright']);
  });

  it('that cannot be had is told with everything that was tried and what to install', async () => {
    const told = await refusal({ broken: ['/usr/bin/chromium'], playwright: 'fails', apt: 'fails' });
    expect(told).toContain('Install Chromium or Google Chrome');
    expect(told).toContain('/usr/bin/chromium does not run (libnss3.so is missing)');
    expect(told).toContain('ENOTFOUND cdn.playwright.dev');
    expect(told).toContain('Unable to locate package chromium');
  });

  it('that apt put nowhere is not claimed', async () => {
    const { effects } = machine({ playwright: 'fails', apt: 'works' });
    const hidden = { ...effects, env: { PATH: '/nowhere' } };
    await expect(chooseBrowser(hidden)).rejects.toThrow(/ENOTFOUND/);
  });
});

describe('the places looked at', () => {
  it('are the folders of PATH on Linux', () => {
    const places = likelyPlaces({ platform: 'linux', env: { PATH: '/a::/b' }, home: '/home/maker' });
    expect(places).toContain('/a/chromium');
    expect(places).toContain('/b/google-chrome');
    expect(places).toContain('/snap/bin/chromium');
    expect(places.every((place) => place.startsWith('/'))).toBe(true);
  });

  it('are the applications of the machine and of the user on macOS', () => {
    const places = likelyPlaces({ platform: 'darwin', env: {}, home: '/Users/maker' });
    expect(places[0]).toBe('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(places).toContain('/Users/maker/Applications/Chromium.app/Contents/MacOS/Chromium');
  });

  it('are the program folders that exist on Windows, Edge among them', () => {
    const env = { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\m\\AppData\\Local' };
    const places = likelyPlaces({ platform: 'win32', env, home: 'C:\\Users\\m' });
    expect(places[0]).toBe('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
    expect(places).toContain('C:\\Users\\m\\AppData\\Local\\Microsoft\\Edge\\Application\\msedge.exe');
    expect(places).toHaveLength(6);
  });
});
