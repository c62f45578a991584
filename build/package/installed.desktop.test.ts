/** The Debian package from its installation to its end, on a machine of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPrinter } from '../../electron/testing/add-printer.ts';
import { runApp } from '../../electron/testing/app-process.ts';
import { freePorts } from '../../electron/testing/free-ports.ts';
import { contentsOf, emptyPlace } from '../../electron/testing/place.ts';
import { RunningProcess } from '../../electron/testing/running-process.ts';
import { pack } from './testing/pack.ts';
import type { Packed } from './testing/pack.ts';
import { spareMachine } from './testing/spare-machine.ts';
import type { SpareMachine } from './testing/spare-machine.ts';

/** dpkg's own books, which tell of every package that ever was. */
const BOOKS = /^\/var\/(lib\/dpkg\/|log\/(dpkg|alternatives)\.log$)/;
/** What other packages' triggers count together from the files of all, and count again after a removal. */
const TRIGGERED = /^\/usr\/share\/(applications\/mimeinfo\.cache|icons\/hicolor\/icon-theme\.cache)$/;
/** Whoever is root of the machine, and not of a user namespace alone, can be somebody else. */
const canBeOthers =
  process.getuid?.() === 0 && /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'utf8'));
/** An ordinary user's id; nobody needs to have it. */
const USER = 61_234;
const AUTOSTART = '/etc/xdg/autostart/printraft.desktop';

describe.runIf(existsSync('/usr/bin/dpkg-deb'))('the Debian package', () => {
  let packed: Packed;
  let machine: SpareMachine;
  let deb: string;

  beforeAll(async () => {
    packed = await pack(['--deb']);
    machine = await spareMachine();
    const name = (await readdir(packed.output)).find((each) => each.endsWith('.deb'));
    deb = join(packed.output, name ?? 'none');
  });
  afterAll(async () => {
    await machine.remove();
    await packed.remove();
  });

  const ours = async () =>
    (await machine.changes()).filter((path) => !BOOKS.test(path) && !TRIGGERED.test(path));

  it('is installed, started, removed and purged, and leaves nothing but people’s records', async () => {
    const before = await ours();
    await machine.run(['dpkg', '-i', deb]);
    const installed = await ours();
    expect(installed).toEqual(
      expect.arrayContaining(['/usr/bin/printraft', '/opt/PrintRaft/printraft', AUTOSTART]),
    );
    // As it was packed, to the byte.
    expect(await machine.run(['dpkg', '--verify', 'printraft'])).toBe('');
    expect(await machine.run(['stat', '-c', '%a %U', '/opt/PrintRaft/chrome-sandbox'])).toBe('4755 root\n');

    const home = await emptyPlace();
    await startOn(home);
    const records = join(home, 'data', 'printraft');
    const kept = await contentsOf(records);
    expect([...kept.keys()].some((path) => path.startsWith(join('records', 'log')))).toBe(true);
    expect(await ours()).toEqual(installed);

    await machine.run(['dpkg', '-r', 'printraft']);
    // Configuration stays until a purge, as everywhere in Debian; alone it starts nothing (TryExec).
    expect(await ours()).toEqual([...before, AUTOSTART].sort());
    await machine.run(['dpkg', '-P', 'printraft']);
    expect(await ours()).toEqual(before);
    expect(await contentsOf(records)).toEqual(kept);
  });

  it.runIf(canBeOthers)('runs for an ordinary user with its pages in Chromium’s sandbox', async () => {
    await machine.run(['dpkg', '-i', deb]);
    const home = await emptyPlace();
    const [http = 0, link = 0] = await freePorts(2);
    // The screen is the suite's, and its key is root's.
    const key = join(home, 'xauthority');
    await copyFile(process.env.XAUTHORITY ?? '', key);
    for (const path of [home, key]) await chown(path, USER, USER);
    const user = ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'];
    const places = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
    const [file = '', ...args] = machine.on([...user, '/usr/bin/printraft', ...places]);
    const own = { HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home };
    const env = { ...own, XAUTHORITY: key, XDG_RUNTIME_DIR: home, DBUS_SESSION_BUS_ADDRESS: undefined };
    const app = new RunningProcess(file, args, { env, ipc: true });
    try {
      await app.sent('ready', 30_000);
      const pages = await pagesOf(USER);
      expect(pages).toHaveLength(1);
      for (const pid of pages) {
        // A system-call filter (2: SECCOMP_MODE_FILTER), and no process to be seen but its own.
        expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m);
        expect(await readlink(`/proc/${pid}/ns/pid`)).not.toBe(await readlink('/proc/self/ns/pid'));
      }
      expect(await app.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    } finally {
      await app.kill();
    }
  });

  /** Starts it by its name on the PATH, on the usual data directory of a home folder, and quits it. */
  async function startOn(home: string): Promise<void> {
    const starter = join(home, 'start.sh');
    const command = machine.on(['/usr/bin/printraft']).map((word) => `'${word}'`);
    await writeFile(starter, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`);
    await chmod(starter, 0o755);
    await mkdir(join(home, 'data'));
    const [http = 0, link = 0] = await freePorts(2);
    const app = runApp({
      executable: starter,
      args: ['--found', 'A', '--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`],
      // Mesa keeps compiled shaders in the user's cache, wherever HOME is.
      env: { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CACHE_HOME: join(home, 'cache') },
    });
    try {
      await app.ready();
      // The one that was installed: its name on the PATH leads there.
      expect(await readFile(`/proc/${app.pid}/cmdline`, 'utf8')).toMatch(/^\/opt\/PrintRaft\/printraft\b/);
      expect(await addPrinter(`http://127.0.0.1:${http}`, 'installed')).toBe(201);
      expect(await app.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    } finally {
      await app.kill();
    }
  }
});

/** The ids of the processes in which an installed app of this user shows its pages. */
async function pagesOf(user: number): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Processes come and go while one looks.
      const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      const isPage = /^\/opt\/PrintRaft\/printraft .*--type=renderer/s.test(
        (await read('cmdline')).replaceAll('\0', ' '),
      );
      return isPage && (await read('status')).includes(`\nUid:\t${user}\t`) ? [pid] : [];
    }),
  );
  return found.flat();
}
