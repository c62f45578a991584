import { describe, expect, it } from 'vitest';
import { DistUsageError, planDist } from './dist-plan.ts';

const LINUX = { platform: 'linux', arch: 'x64' } as const;

describe('what npm run dist was asked for', () => {
  it('goes to electron-builder as it came', () => {
    const args = ['--linux', 'dir', '-c.compression=store'];
    expect(planDist(args, LINUX)).toEqual({ passed: args, deb: false, output: null, fitsHost: true });
  });

  it('is a Debian package of the unpacked app with --deb', () => {
    const plan = planDist(['--deb', '--output', '/tmp/there'], LINUX);
    expect(plan).toEqual({ passed: ['--linux', 'dir'], deb: true, output: '/tmp/there', fitsHost: true });
  });

  it.each([
    [[], true],
    [['-l', 'AppImage', '--x64'], true],
    [['--win'], false],
    [['--mac', 'dmg'], false],
    [['--linux', 'dir', '--arm64'], false],
    [['--linux', 'deb:arm64'], false],
    [['--linux', '--win'], false],
  ])('takes this machine’s own Electron for %j: %s', (args, fits) => {
    expect(planDist(args, LINUX).fitsHost).toBe(fits);
  });

  it.each([[['--output']], [['--output', '--linux']], [['--deb', '--linux', 'rpm']]])(
    'refuses %j',
    (args) => {
      expect(() => planDist(args, LINUX)).toThrow(DistUsageError);
    },
  );

  it('refuses --deb elsewhere than on Linux', () => {
    expect(() => planDist(['--deb'], { platform: 'win32', arch: 'x64' })).toThrow(DistUsageError);
  });
});
