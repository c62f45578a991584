/** A page in somebody else's hands asks for more than it has, or tries to hold the app. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runApp } from '../testing/app-process.ts';
import { until } from '../testing/until.ts';
import { startVictim } from './testing/attacker.ts';
import type { Victim } from './testing/attacker.ts';
import { inMain, isShown } from './testing/main-process.ts';

const CONTENTS = `require('electron').BrowserWindow.getAllWindows()[0].webContents`;

let victim: Victim;

beforeAll(async () => {
  victim = await startVictim();
});
afterAll(() => victim.stop());

const evaluate = async (expression: string) => (await victim.console()).evaluate(expression);
const windows = () => inMain(victim.app, `require('electron').BrowserWindow.getAllWindows().length`);

describe('nothing is granted', () => {
  const refused = `{ name: 'NotAllowedError' }`;

  it.each([
    [
      'geolocation',
      `new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, (e) => no(e.code === 1 ? ${refused} : e)))`,
    ],
    ['media', `navigator.mediaDevices.getUserMedia({ audio: true })`],
    [
      'notifications',
      `Notification.requestPermission().then((it) => (it === 'denied' ? Promise.reject(${refused}) : it))`,
    ],
    ['clipboard-read', `navigator.clipboard.readText()`],
    ['midiSysex', `navigator.requestMIDIAccess({ sysex: true })`],
  ])('of what is asked for: %s', async (permission, expression) => {
    expect(await evaluate(outcomeOf(expression))).toMatch(/^(NotAllowedError|SecurityError)$/);
    await victim.tells(`asked for the permission "${permission}"`);
  });

  it.each([
    ['a screen', `navigator.mediaDevices.getDisplayMedia({ video: true })`],
    ['the whole screen', `document.documentElement.requestFullscreen()`],
    ['the pointer', `document.documentElement.requestPointerLock({})`],
    ['a USB device', `navigator.usb.requestDevice({ filters: [] })`],
    ['a serial port', `navigator.serial.requestPort()`],
    ['a Bluetooth device', `navigator.bluetooth.requestDevice({ acceptAllDevices: true })`],
    [
      'an input device',
      `navigator.hid.requestDevice({ filters: [] }).then(([first]) => first ?? Promise.reject({ name: 'NotFoundError' }))`,
    ],
  ])('of %s', async (_what, expression) => {
    expect(await evaluate(outcomeOf(expression))).not.toBe('granted');
    expect(await evaluate('document.fullscreenElement ?? document.pointerLockElement')).toBeNull();
    await victim.serves();
  });

  it('of what is only looked up', async () => {
    const states =
      await evaluate(`Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi']
      .map(async (name) => (await navigator.permissions.query({ name })).state))`);
    expect(new Set(states as string[])).toEqual(new Set(['denied']));
  });

  it('of a download', async () => {
    await evaluate(
      `Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['x'])), download: 'x.sh' }).click()`,
    );
    await victim.tells('started a download of blob:app://printraft/');
  });
});

/** An expression for the name of the error, or `granted`; `nothing` where there is no answer. */
function outcomeOf(asking: string): string {
  return `Promise.race([
    Promise.resolve().then(() => ${asking}).then(() => 'granted', (cause) => cause.name),
    new Promise((done) => setTimeout(() => done('nothing'), 1_000)),
  ])`;
}

describe('a frame', () => {
  it.each([
    ['nothing', `{}`],
    ['text', `{ srcdoc: '<p>x' }`],
    ['the console', `{ src: 'app://printraft/index.html' }`],
    ['a data address', `{ src: 'data:text/html,x' }`],
  ])('that shows %s has no bridge', async (_what, fields) => {
    await evaluate(`new Promise((done) => {
      const frame = Object.assign(document.createElement('iframe'), ${fields});
      frame.onload = done;
      document.body.append(frame);
      setTimeout(done, 300);
    })`);
    const bridges = await inMain(
      victim.app,
      `Promise.all(${CONTENTS}.mainFrame.frames.map((frame) => frame.executeJavaScript('typeof printraft')))`,
    );
    expect(bridges).toEqual(['undefined']);
    await evaluate(`document.querySelectorAll('iframe').forEach((frame) => frame.remove())`);
  });
});

describe('the page holds nobody', () => {
  it.each(['alert(1)', 'confirm(1)'])('by %s, which returns at once', async (expression) => {
    // Without DevTools: whoever is connected to them is asked instead of the user.
    const returned = await inMain(
      victim.app,
      `Promise.race([
        ${CONTENTS}.executeJavaScript("${expression}; 'returned'"),
        new Promise((done) => setTimeout(() => done('held'), 1_000)),
      ])`,
    );
    expect(returned).toBe('returned');
  });

  it('by closing its window: the app goes on in the tray, and Show opens one that works', async () => {
    await evaluate(`setTimeout(() => close())`);
    await victim.tells('closed its window');
    await until('there is a window again', async () => (await windows()) === 1);
    expect(await isShown(victim.app)).toBe(false);
    const second = runApp({ args: victim.args });
    await second.ended;
    await until('the window is shown', () => isShown(victim.app));
    const page = await victim.console();
    await page.reload();
    await (await victim.console()).getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
  });

  it('by hanging, with an unload that asks to stay: the app quits within 3 s', async () => {
    const page = await victim.console();
    await page.evaluate(`addEventListener('beforeunload', (event) => event.preventDefault())`);
    await page.evaluate(`setTimeout(() => { for (;;); })`);
    const answer = page.evaluate(`'answered'`).catch(() => 'gone');
    expect(await Promise.race([answer, delay(500, 'hangs')])).toBe('hangs');
    await victim.serves();
    const begun = performance.now();
    expect(await victim.app.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});
