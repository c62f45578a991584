import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseElectron, layoutOf, NoDesktopError } from './choose-electron.ts';
import type { ElectronEffects } from './choose-electron.ts';

const ROOT = join('/src', 'printraft');
const OWN = join(ROOT, 'node_modules', 'electron', 'dist');
const TOOL = join('/src', 'shared', 'tools', 'get-electron');
const UNPACKED = join(ROOT, '.electron', 'runtime');

/** A machine with these files, on which `TOOL` may be able to unpack one. */
function machine(
  files: readonly string[],
  fields: Partial<ElectronEffects> & { unpacks?: boolean } = {},
): ElectronEffects & { unpacked: string[] } {
  const { unpacks = true, ...rest } = fields;
  const there = new Set(files);
  const unpacked: string[] = [];
  return {
    platform: 'linux',
    env: {},
    root: ROOT,
    exists: (path) => there.has(path),
    unpack: (program, directory) => {
      unpacked.push(`${program} ${directory}`);
      if (!unpacks) return Promise.reject(new Error('no network'));
      there.add(join(directory, 'electron'));
      return Promise.resolve();
    },
    unpacked,
    ...rest,
  };
}

describe('an Electron for the tests', () => {
  it('is the one that ELECTRON_DIST names, whatever else there is', async () => {
    const files = [join('/opt/e', 'electron'), join(OWN, 'electron'), TOOL];
    const here = machine(files, { env: { ELECTRON_DIST: '/opt/e' } });
    expect(await chooseElectron(here)).toBe('/opt/e');
    expect(here.unpacked).toEqual([]);
  });

  it('is no other one where ELECTRON_DIST names a directory without one', async () => {
    const here = machine([join(OWN, 'electron'), TOOL], { env: { ELECTRON_DIST: '/opt/e' } });
    await expect(chooseElectron(here)).rejects.toThrow(/ELECTRON_DIST names \/opt\/e/);
  });

  it('is what the package has downloaded, before any tool is asked', async () => {
    const here = machine([join(OWN, 'electron'), TOOL]);
    expect(await chooseElectron(here)).toBe(OWN);
    expect(here.unpacked).toEqual([]);
  });

  it('is what the tool beside the project unpacks, where there is one', async () => {
    const here = machine([TOOL], { env: { ELECTRON_DIST: '' } });
    expect(await chooseElectron(here)).toBe(UNPACKED);
    expect(here.unpacked).toEqual([`${TOOL} ${UNPACKED}`]);
  });

  it('is none, with the reason, where the tool fails', async () => {
    const failure = chooseElectron(machine([TOOL], { unpacks: false }));
    await expect(failure).rejects.toThrow(NoDesktopError);
    await expect(failure).rejects.toThrow(/no network/);
  });

  it.each(['linux', 'darwin', 'win32'] as const)(
    'is none, with a way to one, on a bare %s',
    async (platform) => {
      await expect(chooseElectron(machine([], { platform }))).rejects.toThrow(
        /no Electron here.*ELECTRON_DIST/,
      );
    },
  );

  it('is not asked of a tool that makes one for another system', async () => {
    const here = machine([TOOL], { platform: 'darwin' });
    await expect(chooseElectron(here)).rejects.toThrow(NoDesktopError);
    expect(here.unpacked).toEqual([]);
  });

  it('is looked for under the name that it has on each system', async () => {
    for (const platform of ['darwin', 'win32'] as const) {
      const here = machine([join(OWN, layoutOf(platform).executable)], { platform });
      expect(await chooseElectron(here)).toBe(OWN);
    }
  });
});
