/** electron-builder.yml, with all that is not built on one machine: read and judged by electron-builder itself. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Configuration = Awaited<ReturnType<typeof getConfig>>;

let config: Configuration;
beforeAll(async () => {
  config = await getConfig(ROOT, null, null);
});

const validate = (candidate: Configuration) => validateConfiguration(candidate, new DebugLogger(false));

describe('electron-builder.yml', () => {
  it('is as electron-builder’s schema wants it', async () => {
    await expect(validate(config)).resolves.toBeUndefined();
  });

  it.each(['nsis', 'mac', 'deb', 'rpm', 'electronFuses'] as const)(
    'would be refused with a word in %s that electron-builder does not know',
    async (part) => {
      await expect(validate({ ...config, [part]: { ...config[part], perMachina: true } })).rejects.toThrow(
        `configuration.${part} `,
      );
    },
  );

  it('makes what people install on each system', () => {
    const both = ['x64', 'arm64'];
    expect(config.win?.target).toEqual([{ target: 'nsis', arch: both }]);
    expect(config.mac?.target).toEqual([{ target: 'dmg', arch: both }]);
    expect(config.linux?.target).toEqual(['AppImage', 'deb', 'rpm']);
  });

  it('names only files that are there', () => {
    const hooks = [config.beforeBuild, config.afterExtract].map(String);
    const named = [config.nsis?.include, config.mac?.entitlements, config.mac?.entitlementsInherit, ...hooks];
    const started = [config.deb, config.rpm]
      .flatMap((each) => each?.fpm ?? [])
      .map((each) => each.split('=')[0]);
    for (const file of [...named, ...started]) {
      expect(file).toBeTruthy();
      expect(existsSync(join(ROOT, file ?? '')), `${file} exists`).toBe(true);
    }
  });
});

describe('the installer for Windows', () => {
  it('lets workstations reach the program on the ports that it uses, not from public networks, and takes each rule back', async () => {
    expect(config.nsis).toMatchObject({ perMachine: true, oneClick: false });
    const script = await readFile(join(ROOT, config.nsis?.include ?? ''), 'utf8');
    const added = [...script.matchAll(/add rule name="\$\{(\w+)\}" (.*)'/g)].map(([, name, rest]) => ({
      name,
      rest,
    }));
    const rule = (protocol: string, port: number) =>
      `dir=in action=allow program="$INSTDIR\\\${APP_EXECUTABLE_FILENAME}" protocol=${protocol} localport=${port} profile=private,domain`;
    expect(added.map(({ rest }) => rest)).toEqual([rule('TCP', 7100), rule('UDP', 5353)]);
    const dropped = [...script.matchAll(/delete rule name="\$\{(\w+)\}"/g)].map(([, name]) => name);
    expect(dropped).toEqual(added.map(({ name }) => name));
    for (const macro of ['customInstall', 'customUnInstall']) {
      const body = script.split(`!macro ${macro}\n`)[1]?.split('!macroend')[0];
      expect(body).toContain('!insertmacro printraftDropRules');
    }
  });
});

describe('the app on macOS', () => {
  it('asks for the local network by name, and gives up nothing of the hardened runtime but what V8 needs', async () => {
    expect(config.mac).toMatchObject({ hardenedRuntime: true });
    expect(config.mac?.extendInfo).toMatchObject({
      NSLocalNetworkUsageDescription: expect.stringContaining('local network') as unknown,
      NSBonjourServices: ['_printraft._tcp'],
    });
    const plist = await readFile(join(ROOT, String(config.mac?.entitlements)), 'utf8');
    const keys = [...plist.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key);
    expect(keys).toEqual(['com.apple.security.cs.allow-jit']);
  });
});
