/** The Debian package from its installation to its end, on a machine of its own. */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPrinter } from '../../electron/testing/add-printer.ts';
import { runApp } from '../../electron/testing/app-process.ts';
import { freePorts } from '../../electron/testing/free-ports.ts';
import { contentsOf, emptyPlace } from '../../electron/testing/place.ts';
import { pack } from './testing/pack.ts';
import type { Packed } from './testing/pack.ts';
import { spareMachine } from './testing/spare-machine.ts';
import type { SpareMachine } from './testing/spare-machine.ts';

/** dpkg's own books, which tell of every package that ever was. */
const BOOKS = /^\/var\/(lib\/dpkg\/|log\/(dpkg|alternatives)\.log$)/;
/** What other packages' triggers count together from the files of all, and count again after a removal. */
const TRIGGERED = /^\/usr\/share\/(applications\/mimeinfo\.cache|icons\/hicolor\/icon-theme\.cache)$/;
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
      args: ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`],
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
