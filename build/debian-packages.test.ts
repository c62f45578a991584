import { describe, expect, it } from 'vitest';
import { NEEDED_COMMANDS, packagesFor, unresolved } from './debian-packages.ts';

const LDD = `	linux-vdso.so.1 (0x00007ffd)
	libgtk-3.so.0 => not found
	libnss3.so => /usr/lib/x86_64-linux-gnu/libnss3.so (0x00007f)
	libasound.so.2 => not found
`;

describe('what a machine lacks', () => {
  it('is what the linker did not find', () => {
    expect(unresolved(LDD)).toEqual(['libgtk-3.so.0', 'libasound.so.2']);
    expect(unresolved('	libc.so.6 => /lib/libc.so.6')).toEqual([]);
  });

  it('is in packages, each named once', () => {
    expect(packagesFor(['xvfb-run', 'Xvfb', 'ip', ...unresolved(LDD)], () => false)).toEqual([
      'xvfb',
      'iproute2',
      'libgtk-3-0',
      'libasound2',
    ]);
  });

  it('goes by the newer name where apt knows that', () => {
    const known = (name: string) => name === 'libasound2t64';
    expect(packagesFor(['libasound.so.2', 'libnotify.so.4'], known)).toEqual(['libasound2t64', 'libnotify4']);
  });

  it('may be had for every command that is looked for', () => {
    for (const command of NEEDED_COMMANDS) expect(packagesFor([command], () => false)).toHaveLength(1);
  });

  it('may be something that no package here is known for', () => {
    expect(packagesFor(['libstrange.so.1'], () => false)).toEqual([]);
  });
});
