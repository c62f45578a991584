/** The packed app: what is in it, what its fuses shut, and that it runs. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { addPrinter } from '../../electron/testing/add-printer.ts';
import { runApp } from '../../electron/testing/app-process.ts';
import type { RunningApp } from '../../electron/testing/app-process.ts';
import { freePorts } from '../../electron/testing/free-ports.ts';
import { emptyPlace } from '../../electron/testing/place.ts';
import { iconFiles } from '../icons/files.ts';
import { pack } from './testing/pack.ts';
import type { Packed } from './testing/pack.ts';

/** A fuse in the program's bytes: the digit 1, which @electron/fuses does not export. */
const SET = '1'.charCodeAt(0);

let packed: Packed;
let executable: string;

beforeAll(async () => {
  packed = await pack(['--linux', 'dir']);
  executable = join(packed.app, 'printraft');
});
afterAll(() => packed.remove());

type Started = Readonly<{ app: RunningApp; url: string; data: string }>;

/** Starts the packed app on an empty data directory. */
async function start(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Started> {
  const data = await emptyPlace();
  const [http = 0, link = 0] = await freePorts(2);
  const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const own = ['--data', data, '--found', 'A', ...at];
  const app = runApp({ executable, args: [...args, ...own], env });
  onTestFinished(async () => {
    await app.kill();
  });
  await app.ready();
  return { app, url: `http://127.0.0.1:${http}`, data };
}

describe('the packed app', () => {
  it('holds these files and no others', async () => {
    const icons = (await iconFiles())
      .map(({ path }) => `/dist/desktop/icons/${path}`)
      .filter((path) => /\/(app\/|tray-)/.test(path));
    const expected = [
      '/package.json',
      '/dist/node/main.cjs',
      '/dist/node/preload.cjs',
      '/dist/node/scheme.cjs',
      '/dist/renderer/index.html',
      '/dist/renderer/icon.svg',
      '/dist/renderer/assets/index-HASH.css',
      '/dist/renderer/assets/index-HASH.js',
      ...icons,
    ];
    const listed = listPackage(join(packed.app, 'resources', 'app.asar'), { isPack: false });
    const folders = new Set(listed.map((path) => path.slice(0, path.lastIndexOf('/'))));
    const files = listed.filter((path) => !folders.has(path));
    const named = files.map((path) => path.replace(/(assets\/index)-[\w-]{8}\./, '$1-HASH.'));
    expect(named.sort()).toEqual(expected.sort());
  });

  it('has no app beside its own', async () => {
    const all = await readFile(join(packed.app, 'resources', 'default_app.asar')).catch(() => null);
    expect(all).toBeNull();
  });

  it('starts, shows its window, keeps records for REST, and ends', async () => {
    const { app, url } = await start();
    expect(await addPrinter(url, 'packed')).toBe(201);
    const printers = (await (await fetch(`${url}/api/v1/printers`)).json()) as { id: string }[];
    expect(printers.map(({ id }) => id)).toEqual(['packed']);
    expect(await app.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});

describe('its fuses', () => {
  it('are set in the program itself', async () => {
    const wire = await getCurrentFuseWire(executable);
    const on = (option: FuseV1Options) => Number(wire[option]) === SET;
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeInspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: false,
      nodeOptions: false,
      nodeInspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      ownSnapshot: false,
      filePrivileges: false,
    });
  });

  it('let nobody make it Node, load code into it, debug it, or lay another app beside its own', async () => {
    const place = await emptyPlace();
    const trace = join(place, 'trace');
    const script = join(place, 'intruder.cjs');
    await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'was here');`);
    const beside = join(packed.app, 'resources', 'app');
    await mkdir(beside);
    await writeFile(join(beside, 'package.json'), '{"name":"intruder","main":"main.cjs"}');
    await writeFile(join(beside, 'main.cjs'), await readFile(script));

    const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script}` };
    const { app, url } = await start(['--inspect=0'], env);

    // It is the app all the same, and nothing of that had an effect.
    expect((await fetch(`${url}/api/v1/printers`)).status).toBe(200);
    expect(await readFile(trace, 'utf8').catch(() => null)).toBeNull();
    expect(app.stderr).not.toContain('Debugger listening');
  });
});
