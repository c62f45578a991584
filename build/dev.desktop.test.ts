/** `npm run dev` on a copy of the project, whose sources are edited while the real app runs. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageOf } from '../electron/desktop/testing/app-page.ts';
import { Npm, openElectron, ownPlace, untilGone } from '../electron/launch/testing/npm.ts';
import { copyProject } from '../electron/launch/testing/working-copy.ts';
import { addPrinter } from '../electron/testing/add-printer.ts';
import { until } from '../electron/testing/until.ts';

const dev = (root: string, electron: string, flags: readonly string[]) =>
  new Npm(root, ['run', 'dev', '--', ...flags], electron);

/** Resolves once the app was open this often. */
const opened = (npm: Npm, times: number) =>
  until(`open for the ${times}. time`, () => npm.times(/PrintRaft is open in its window/) === times, 30_000);

const NAVIGATION = 'renderer/shell/navigation.tsx';
const LABEL = "printers: 'Printers'";
const SENTENCES = 'electron/launch/sentences.ts';
const OPEN = "open: 'PrintRaft is open in its window.'";

// Who is whose child is read from /proc.
describe.runIf(process.platform === 'linux')('npm run dev', () => {
  it('shows a changed page in the window of the same app, restarts it for the rest, and outlives errors', async () => {
    const copy = await copyProject();
    const { data, http, flags } = await ownPlace();
    const pid = async () => Number(await readFile(join(data, 'printraft.pid'), 'utf8'));
    const npm = dev(copy.root, await openElectron(), flags);
    await opened(npm, 1);
    const first = await pid();
    const page = await pageOf(npm);
    await page.getByText('Printers').first().waitFor();
    expect(await addPrinter(`http://127.0.0.1:${http}`, 'older-than-the-change')).toBe(201);

    // The page: the same app, the same window.
    await copy.edit(NAVIGATION, LABEL, "printers: 'Machines'");
    await page.getByText('Machines').first().waitFor();
    expect(await pid()).toBe(first);

    // An error: a message, and the app as it was.
    const good = await copy.edit(NAVIGATION, LABEL.replace("'Printers'", "'Machines'"), 'printers: ,');
    await npm.said(/The renderer build is in error; the app goes on as it was\./);
    expect(npm.stdout + npm.stderr).toContain('renderer/shell/navigation.tsx:');
    expect(await addPrinter(`http://127.0.0.1:${http}`, 'made-during-the-error')).toBe(201);
    await page.getByText('made-during-the-error').first().waitFor();
    expect(await pid()).toBe(first);
    await copy.write(NAVIGATION, good.replace("'Machines'", "'Apparatus'"));
    await page.getByText('Apparatus').first().waitFor();

    // What the main process is made of: another app, the same data.
    await copy.edit('electron/desktop/window.ts', "title: 'PrintRaft'", "title: 'PrintRaft, changed'");
    await opened(npm, 2);
    expect(await pid()).not.toBe(first);
    const again = await pageOf(npm);
    await again.getByText('older-than-the-change').first().waitFor();
    await again.getByText('made-during-the-error').first().waitFor();

    const family = npm.family();
    expect(await npm.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    await untilGone(family);
    expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
    expect(npm.stderr).not.toMatch(/without a window|was ended/);
  });

  it('without a window serves the changed page to the browser, and ends with Ctrl-C', async () => {
    const copy = await copyProject();
    const { http, flags } = await ownPlace();
    const npm = dev(copy.root, '/nowhere', flags);
    await npm.said(/^ELECTRON_OVERRIDE_DIST_PATH names .*, so PrintRaft runs without a window\.$/m);
    await npm.said(/Ctrl-C stops it/);
    const html = async () => (await fetch(`http://127.0.0.1:${http}/`)).text();
    expect(await html()).not.toContain('<meta name="changed"');
    await copy.edit('renderer/index.html', '</head>', '<meta name="changed" /></head>');
    await until('the changed page', async () => (await html()).includes('<meta name="changed"'));

    await copy.edit(SENTENCES, OPEN, OPEN.replace('is open', 'lies open'));
    await until('another workstation', () => npm.times(/Ctrl-C stops it/) === 2, 30_000);
    const family = npm.family();
    for (const pid of family) process.kill(pid, 'SIGINT');
    expect(await npm.ended).toEqual({ code: 0, signal: null });
    await untilGone(family);
  });
});
