import { describe, expect, it } from 'vitest';
import type { Facts } from './plan.ts';
import { appArguments, planLaunch } from './plan.ts';
import { windowless } from './sentences.ts';

const there = { kind: 'there', program: '/e/electron' } as const;
const fetchable = { kind: 'fetchable', installer: '/e/install.js' } as const;
const misnamed = { kind: 'misnamed', directory: '/no', program: 'electron' } as const;
const uninstalled = { kind: 'uninstalled' } as const;

const plan = (platform: Facts['platform'], env: Facts['env'], electron: Facts['electron']) =>
  planLaunch({ platform, env, electron });
const why = (...facts: Parameters<typeof plan>) => {
  const planned = plan(...facts);
  return planned.kind === 'windowless' ? windowless(planned.why) : planned.kind;
};

const open = { kind: 'open', program: '/e/electron' };
const fetch = { kind: 'fetch', installer: '/e/install.js' };

describe('where there is a display', () => {
  it.each<[Facts['platform'], Facts['env']]>([
    ['linux', { DISPLAY: ':0' }],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }],
    ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }],
    ['linux', { DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' }],
    ['freebsd', { DISPLAY: ':0' }],
    ['darwin', {}],
    ['win32', {}],
  ])('on %s with %j it opens the app that is there, and fetches the one that is not', (platform, env) => {
    expect(plan(platform, env, there)).toEqual(open);
    expect(plan(platform, env, fetchable)).toEqual(fetch);
  });

  it('goes without where the override leads nowhere: fetching one would not mend it', () => {
    expect(why('linux', { DISPLAY: ':0' }, misnamed)).toBe(
      'ELECTRON_OVERRIDE_DIST_PATH names /no, where there is no electron, so PrintRaft runs without a window.',
    );
  });

  it('goes without where the package is not installed', () => {
    expect(why('darwin', {}, uninstalled)).toBe(
      'Electron, which shows the window, is not installed (npm ci installs it), so PrintRaft runs without a window.',
    );
  });
});

describe('where there is none', () => {
  it.each<[Facts['platform'], Facts['env']]>([
    ['linux', {}],
    ['linux', { DISPLAY: '' }],
    ['linux', { DISPLAY: '', WAYLAND_DISPLAY: '' }],
    ['freebsd', {}],
  ])('on %s with %j it goes without, and fetches nothing', (platform, env) => {
    for (const electron of [there, fetchable, misnamed, uninstalled]) {
      expect(why(platform, env, electron)).toBe(
        'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so PrintRaft runs without a window.',
      );
    }
  });
});

describe('the command line of Electron', () => {
  const place = { root: '/p', scheme: '/p/dist/node/scheme.cjs', own: ['--data', 'd'] };

  it('begins with the scheme, then the project, then the own flags', () => {
    expect(appArguments({ ...place, isRoot: false })).toEqual(['-r', place.scheme, '/p', '--data', 'd']);
  });

  it('gives the sandbox up for root only', () => {
    expect(appArguments({ ...place, isRoot: true })).toEqual([
      '-r',
      place.scheme,
      '--no-sandbox',
      '/p',
      '--data',
      'd',
    ]);
  });
});
