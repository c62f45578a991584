/**
 * Messages that no page of ours sends. A page whose whole process is in somebody else's hands is not held
 * by the bridge: here it gets a second preload, which sends whatever it likes on any channel.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startVictim } from './testing/attacker.ts';
import type { Victim } from './testing/attacker.ts';
import { inMain } from './testing/main-process.ts';

const RAW = `const { contextBridge, ipcRenderer } = require('electron');
contextBridge.exposeInMainWorld('raw', {
  send: (channel, ...args) => ipcRenderer.send(channel, ...args),
  flood: (count, channel, ...args) => { for (let i = 0; i < count; i += 1) ipcRenderer.send(channel, ...args); },
});`;
const SESSION = `require('electron').session.defaultSession`;
const WINDOW = `require('electron').BrowserWindow.getAllWindows()[0]`;

let victim: Victim;

/** Breaches are told so often per minute, and crashes forgiven so often: each test has an app of its own. */
beforeEach(async () => {
  victim = await startVictim();
  const file = join(victim.directory, 'raw.cjs');
  await writeFile(file, RAW);
  // Electron before 35 has another name for it.
  await inMain(
    victim.app,
    `${SESSION}.registerPreloadScript
      ? ${SESSION}.registerPreloadScript({ type: 'frame', filePath: ${JSON.stringify(file)} })
      : ${SESSION}.setPreloads([${JSON.stringify(file)}])`,
  );
  await (await victim.console()).reload();
});
afterEach(() => victim.stop());

const evaluate = async (expression: string) => (await victim.console()).evaluate(expression);

describe('a message', () => {
  it('of a wrong shape is refused, told and changes nothing', async () => {
    const long = `'x'.repeat(64 * 1024 + 1)`;
    const wrong = [
      [`viewer:send`, ''],
      [`viewer:send`, `, 1, 'x'`],
      [`viewer:send`, `, 's', {}`],
      [`viewer:send`, `, 's', 'x', 'more'`],
      [`viewer:send`, `, '', 'x'`],
      [`viewer:send`, `, 's', ${long}`],
      [`viewer:send`, `, JSON.parse('{"__proto__":{"polluted":1},"length":2,"0":"s","1":"x"}')`],
      [`viewer:open`, `, null`],
      [`viewer:open`, `, ${long}`],
      [`viewer:taken`, `, 's', -1`],
      [`viewer:taken`, `, 's', NaN`],
      [`viewer:taken`, `, 's', 1.5`],
      [`viewer:taken`, `, 's', '1'`],
    ];
    for (const [channel, args] of wrong) {
      await evaluate(`raw.send('${channel}'${args})`);
      await victim.tells(`got ${channel} with a wrong shape`);
    }
    expect(await inMain(victim.app, '({}).polluted === undefined')).toBe(true);
    await victim.console();
  });

  it('whose text is nonsense is answered, deep or poisoned as it may be', async () => {
    const answers = await evaluate(`new Promise((done) => {
      const texts = [
        'no json', '[' .repeat(60_000), '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000),
        '{"__proto__":{"polluted":1},"id":1}', '{"id":1,"constructor":{"prototype":{"polluted":1}}}', 'null', '1',
      ];
      let answered = 0;
      printraft.listen((text) => { if (text.includes('"error"') && (answered += 1) === texts.length) done(answered); });
      for (const text of texts) printraft.send(text);
      setTimeout(() => done(answered), 3_000);
    })`);
    expect(answers).toBe(7);
    expect(await inMain(victim.app, '({}).polluted === undefined')).toBe(true);
    await victim.serves();
  });

  it('of a session that is over, or never was, is heard by nobody', async () => {
    const heard = await evaluate(`new Promise((done) => {
      let old = 0;
      raw.send('viewer:open', 'old');
      printraft.listen(() => undefined);
      raw.send('viewer:send', 'old', 'no json');
      raw.send('viewer:send', 'never', 'no json');
      let errors = 0;
      printraft.listen((text) => { if (text.includes('"error"')) errors += 1; });
      printraft.send('no json');
      setTimeout(() => done(errors), 500);
    })`);
    expect(heard).toBe(1);
    await evaluate(`raw.send('viewer:open', 'mine'); raw.send('viewer:taken', 'mine', 1e12)`);
    await victim.tells('claims to have taken what it was not sent');
  });
});

describe('a sender', () => {
  it('that is the app’s own window, but not at the console, is a stranger', async () => {
    await inMain(
      victim.app,
      `{
        const window = ${WINDOW};
        window.loadURL('app://trouble/')
          .then(() => window.webContents.executeJavaScript('printraft.listen(() => 1)'));
      }`,
    );
    await victim.tells('got viewer:open from a stranger');
  });

  it('that is a frame at the console’s address, but not the main one, is a stranger', async () => {
    await inMain(
      victim.app,
      `{
      const { webContents } = ${WINDOW};
      const senderFrame = { url: webContents.mainFrame.url };
      webContents.ipc.emit('viewer:open', { sender: webContents, senderFrame }, 'mine');
      webContents.ipc.emit('viewer:open', { sender: webContents, senderFrame: null }, 'mine');
    }`,
    );
    await victim.tells('got viewer:open from a stranger');
    await victim.tells('got viewer:open from a stranger');
  });

  it('that is another window with the app’s preload gets no answer', async () => {
    const heard = await inMain(
      victim.app,
      `(async () => {
        const { app, BrowserWindow } = require('electron');
        const preload = require('node:path').join(app.getAppPath(), 'dist/node/preload.cjs');
        const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
        await other.loadURL('app://trouble/');
        const heard = await other.webContents.executeJavaScript(\`new Promise((done) => {
          if (typeof printraft !== 'object') done('no bridge to test with');
          printraft.listen(() => done('heard'));
          printraft.send('no json');
          setTimeout(() => done('nothing'), 1_000);
        })\`);
        other.destroy();
        return heard;
      })()`,
    );
    expect(heard).toBe('nothing');
    await victim.serves();
  });
});

describe('a flood', () => {
  it.each([
    ['texts', `'viewer:send', 's', '{}'`],
    ['long texts', `'viewer:send', 's', 'x'.repeat(60_000)`],
    ['sessions', `'viewer:open', 's'`],
    ['messages on a channel that nobody knows', `'nobody:knows', 'x'.repeat(60_000)`],
  ])('of %s ends the page’s process, and the next page works', async (_what, message) => {
    const before = await memory();
    (await victim.console()).evaluate(`raw.flood(3_000, ${message})`).catch(() => undefined);
    await victim.tells('sent more than any page may');
    await victim.app.said(/The window's page ended/);
    await victim.console();
    await victim.serves();
    expect((await memory()) - before).toBeLessThan(300 * 1024 * 1024);
  });
});

const memory = async () => Number(await inMain(victim.app, 'process.memoryUsage().rss'));
