/** A page in somebody else's hands tries to show another page: in its own window, in a new one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import { startVictim } from './testing/attacker.ts';
import type { Victim } from './testing/attacker.ts';
import { inMain } from './testing/main-process.ts';

const CONSOLE = 'app://printraft/index.html';
const ELSEWHERE = 'http://127.0.0.1:9/';

let victim: Victim;

beforeAll(async () => {
  victim = await startVictim();
});
afterAll(() => victim.stop());

const evaluate = async (expression: string) => (await victim.console()).evaluate(expression);
const frames = () =>
  inMain(victim.app, `require('electron').BrowserWindow.getAllWindows()[0].webContents.mainFrame.framesInSubtree.map((f) => f.url)`); // prettier-ignore
const windows = () => inMain(victim.app, `require('electron').webContents.getAllWebContents().length`);

describe('the window shows the console, and stays there', () => {
  const form = (to: string) =>
    `document.body.append(Object.assign(document.createElement('form'), { method: 'POST', action: '${to}' })); document.forms[document.forms.length - 1].submit()`;
  const link = (fields: string) => `Object.assign(document.createElement('a'), ${fields}).click()`;

  it.each([
    ['its location is set', `location.href = '${ELSEWHERE}'`, `tried to go to ${ELSEWHERE}`],
    ['its location is replaced', `location.replace('${ELSEWHERE}')`, `tried to go to ${ELSEWHERE}`],
    ['a link is clicked', link(`{ href: '${ELSEWHERE}' }`), `tried to go to ${ELSEWHERE}`],
    ['a file is asked for', link(`{ href: 'file:///etc/passwd' }`), null],
    ['a form is sent', form(ELSEWHERE), null],
    ['it asks for another file of the app', `location.href = 'app://printraft/icon.svg'`, 'tried to go to app://printraft/icon.svg'], // prettier-ignore
    ['it asks for the page of troubles', `location.href = 'app://trouble/'`, 'tried to go to app://trouble/'],
    ['it presses a link of the page of troubles', `location.href = 'app://trouble/quit'`, 'tried to go to app://trouble/quit'], // prettier-ignore
    ['a blob is shown', `location.href = URL.createObjectURL(new Blob(['<script>1</script>'], { type: 'text/html' }))`, 'tried to go to blob:'], // prettier-ignore
    ['its meta says so', `document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0;url=${ELSEWHERE}' }))`, `tried to go to ${ELSEWHERE}`], // prettier-ignore
    ['nothing is shown', `location.href = 'about:blank'`, 'went to about:blank'],
    ['its history is forged and it loads itself anew', `history.pushState(null, '', '/forged'); location.reload()`, 'went to app://printraft/forged'], // prettier-ignore
  ])('when %s', async (_when, expression, breach) => {
    await evaluate(`setTimeout(() => { ${expression} })`);
    if (breach === null) await victim.serves();
    else await victim.tells(breach);
    await until('the console is shown', async () => (await evaluate('location.href')) === CONSOLE);
    expect(await frames()).toEqual([CONSOLE]);
  });

  it('when its history is gone back in', async () => {
    await evaluate(`setTimeout(() => history.go(-1))`);
    await evaluate(`new Promise((done) => setTimeout(done, 300))`).catch(() => undefined);
    await until('the console is shown', async () => (await evaluate('location.href')) === CONSOLE);
  });
});

describe('there is no second page', () => {
  it.each([
    ['open', `open('${ELSEWHERE}')`, ELSEWHERE],
    ['opening nothing', `open('about:blank')`, 'about:blank'],
    ['opening the console', `open('${CONSOLE}')`, CONSOLE],
    ['a link’s target', `Object.assign(document.createElement('a'), { href: '${ELSEWHERE}', target: '_blank' }).click()`, ELSEWHERE], // prettier-ignore
  ])('by %s', async (_how, expression, url) => {
    await evaluate(`void (${expression})`);
    await victim.tells(`tried to open a window for ${url}`);
    expect(await windows()).toBe(1);
  });

  it('by a webview', async () => {
    await evaluate(
      `document.body.append(Object.assign(document.createElement('webview'), { src: '${CONSOLE}' }))`,
    );
    await victim.serves();
    expect(await windows()).toBe(1);
  });
});
