/** What may be in the way of a start: the window gives the reason and two ways out, and nothing ends in silence. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goTo, printerOf, says } from '../../renderer/testing/pages.ts';
import { addPrinter } from '../testing/add-printer.ts';
import { fill, makeRoom, mayMount, mount } from '../testing/disks.ts';
import { contentsOf, emptyPlace, started } from '../testing/place.ts';
import { until } from '../testing/until.ts';
import { isShown } from './testing/main-process.ts';
import { choose, showsConsole, showsTrouble, startApp, startSolo } from './testing/solo-app.ts';

describe('a second user of this computer, to whom the first has left no port', () => {
  it('works in the window all the same, and reads there that REST is off', async () => {
    // The usual ports: nobody else is in the network of this test.
    const first = await startApp(['--data', await emptyPlace(), '--found', 'A']);
    const data = await emptyPlace();
    const second = await startApp(['--data', data, '--found', 'B']);
    expect(first.isRunning).toBe(true);
    const page = await showsConsole(second);
    await goTo(page, 'Shop');
    await says(page.getByRole('main'), /REST and the console in a browser are off here\..*5100/);
    const { founding } = JSON.parse(await readFile(join(data, 'shop.json'), 'utf8')) as {
      founding: { members: { link: { port: number } }[] };
    };
    expect(founding.members[0]!.link.port).toBe(7101);
  });
});

describe('a data directory that another process works on', () => {
  it('is left alone: the window names the process, and tries again until that has ended', async () => {
    const data = await emptyPlace();
    const holder = started('headless', ['--data', data, '--found', 'A', '--http', '127.0.0.1:0']);
    await holder.said(/A · /);
    const { app, url } = await startSolo(data);
    const reason = `The data folder ${data} is in use by process ${holder.pid}.`;
    const trouble = await showsTrouble(app);
    expect(trouble.reason).toBe(reason);
    expect(await isShown(app)).toBe(true);

    const again = trouble.page.waitForEvent('load');
    await choose(trouble.page, 'Try again');
    await again;
    expect((await showsTrouble(trouble.page)).reason).toBe(reason);
    expect(holder.isRunning).toBe(true);

    await holder.kill('SIGTERM');
    await choose(trouble.page, 'Try again');
    await showsConsole(trouble.page);
    await until('a printer written', async () => (await addPrinter(url, 'P-1').catch(() => 0)) === 201);
  });

  it('can be left by Quit', async () => {
    const data = await emptyPlace();
    const holder = started('headless', ['--data', data, '--found', 'A', '--http', '127.0.0.1:0']);
    await holder.said(/A · /);
    const { app } = await startSolo(data);
    const { page } = await showsTrouble(app);
    await choose(page, 'Quit');
    expect(await app.ended).toEqual({ code: 0, signal: null });
    expect(holder.isRunning).toBe(true);
    expect(await readFile(join(data, 'printraft.pid'), 'utf8')).toBe(`${holder.pid}\n`);
  });
});

describe('a shop.json that is damaged', () => {
  it('is the reason in the window, and stays as it is for whoever can mend it', async () => {
    const data = await emptyPlace();
    const path = join(data, 'shop.json');
    const before = await startSolo(data);
    await until('a printer', async () => (await addPrinter(before.url, 'P-1').catch(() => 0)) === 201);
    await before.app.kill('SIGTERM');
    const whole = await readFile(path, 'utf8');
    const torn = whole.slice(0, whole.length / 2);
    await writeFile(path, torn);

    const { app } = await startSolo(data);
    const { page, reason } = await showsTrouble(app);
    expect(reason).toBe(`${path} is damaged: it is not JSON.`);
    expect(await readFile(path, 'utf8')).toBe(torn);

    await writeFile(path, whole);
    await choose(page, 'Try again');
    await printerOf(await showsConsole(page), 'P-1').waitFor();
  });
});

// File systems of a test's own.
describe.runIf(mayMount)('a disk', () => {
  it('that cannot be written to is the reason in the window, and nothing is touched', async () => {
    const data = await emptyPlace();
    mount(data, 'ro,size=1m');
    const { app } = await startSolo(data);
    const { page, reason } = await showsTrouble(app);
    expect(reason).toBe(`The data folder ${data} cannot be written to.`);
    expect(await contentsOf(data)).toEqual(new Map());
    await choose(page, 'Quit');
    expect(await app.ended).toEqual({ code: 0, signal: null });
  });

  it('that is full from the first is the reason in the window, until there is room', async () => {
    const data = await emptyPlace();
    mount(data, 'size=24m');
    await fill(data);
    const { app } = await startSolo(data);
    const { page, reason } = await showsTrouble(app);
    expect(reason).toBe(`The disk that holds the data folder ${data} is full.`);
    await makeRoom(data);
    await choose(page, 'Try again');
    await showsConsole(page);
  });

  it('that becomes full at work is the reason in the window, and what was acknowledged is there afterwards', async () => {
    const data = await emptyPlace();
    mount(data, 'size=24m');
    const { app, url } = await startSolo(data);
    const page = await showsConsole(app);
    await until('a printer', async () => (await addPrinter(url, 'P-0').catch(() => 0)) === 201);
    await fill(data);
    const acknowledged = ['P-0'];
    for (let n = 1; n < 1_000; n += 1) {
      const status = await addPrinter(url, `P-${n}`).catch(() => null);
      if (status !== 201) break;
      acknowledged.push(`P-${n}`);
    }
    const { reason } = await showsTrouble(page);
    expect(reason).toBe(`The disk that holds the data folder ${join(data, 'records')} is full.`);
    await makeRoom(data);
    await choose(page, 'Try again');
    await showsConsole(page);
    for (const id of acknowledged.slice(-3)) await printerOf(page, id).waitFor();
  });
});
