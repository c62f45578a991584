/** `npm start` with the real Electron: a window, one for all who start it on the same data, and a clean end. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageOf } from '../desktop/testing/app-page.ts';
import { closeWindow, isShown } from '../desktop/testing/main-process.ts';
import { addPrinter } from '../testing/add-printer.ts';
import { until } from '../testing/until.ts';
import { isRunning, Npm, openElectron, ownPlace, ROOT, untilGone } from './testing/npm.ts';

/** With the build that the suite has made. */
const start = (electron: string, flags: readonly string[]) =>
  new Npm(ROOT, ['start', '--ignore-scripts', '--', ...flags], electron);

// Who is whose child is read from /proc.
describe.runIf(process.platform === 'linux')('npm start', () => {
  it('opens the app on this workstation, says where things are, and SIGTERM to npm ends all of it', async () => {
    const { data, http, flags } = await ownPlace();
    const npm = start(await openElectron(), flags);
    await npm.said(/Quit in its menu ends it, and so does Ctrl-C here\.\n/);
    expect(npm.stdout).toContain(
      [
        'PrintRaft is open in its window.',
        `REST and the same console answer at http://127.0.0.1:${http}.`,
        `Its records are in ${data}.`,
      ].join('\n'),
    );
    expect(npm.stderr).not.toMatch(/without a window|:ERROR:/);
    const page = await pageOf(npm);
    expect(page.url()).toMatch(/^app:\/\/printraft\//);
    expect(await addPrinter(`http://127.0.0.1:${http}`, 'made-over-rest')).toBe(201);
    await page.getByText('made-over-rest').first().waitFor();

    const family = npm.family();
    // npm, the launcher, the app, and some of Chromium's own.
    expect(family.length).toBeGreaterThan(4);
    expect(await npm.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    await untilGone(family);
    expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
  });

  it('a second time on the same data shows the window of the first, and ends', async () => {
    const { data, flags } = await ownPlace();
    const electron = await openElectron();
    const first = start(electron, flags);
    await first.said(/PrintRaft is open in its window/);
    await closeWindow(first);
    await until('a hidden window', async () => !(await isShown(first)));

    const second = start(electron, ['--data', data]);
    expect(await second.ended).toEqual({ code: 0, signal: null });
    expect(second.stderr).toContain('PrintRaft is open already; its window is shown.\n');
    expect(second.stdout + second.stderr).not.toMatch(/without a window|is open in its window/);
    await until('the window', () => isShown(first));
    expect(await first.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('Ctrl-C, which a terminal sends to everybody at once, ends it as cleanly', async () => {
    const { data, flags } = await ownPlace();
    const npm = start(await openElectron(), flags);
    await npm.said(/PrintRaft is open in its window/);
    const family = npm.family();
    for (const pid of family.filter(isRunning)) process.kill(pid, 'SIGINT');
    expect(await npm.ended).toEqual({ code: 0, signal: null });
    await untilGone(family);
    expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
    expect(npm.stderr).not.toContain('was ended');
  });

  it('killed outright itself, it leaves no app behind that nobody could stop', async () => {
    const { data, flags } = await ownPlace();
    const npm = start(await openElectron(), flags);
    await npm.said(/PrintRaft is open in its window/);
    const [, launcher = 0, ...others] = npm.family().toSorted((a, b) => a - b);
    process.kill(launcher, 'SIGKILL');
    await untilGone(others);
    expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
  });
});
