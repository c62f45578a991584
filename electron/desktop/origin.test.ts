import { describe, expect, it } from 'vitest';
import { CONSOLE_URL, isConsole, mayLoad } from './origin.ts';

describe('the console', () => {
  it.each([CONSOLE_URL, `${CONSOLE_URL}#/jobs`, 'app://printraft/other.html'])('is at %s', (url) => {
    expect(isConsole(url)).toBe(true);
  });

  it.each([
    '',
    'nonsense',
    'about:blank',
    'app://trouble/',
    'app://printraft.evil.example/index.html',
    'app://evil.example/printraft/index.html',
    'app://printraft@evil.example/index.html',
    'app://printraft:80/index.html',
    'https://printraft/index.html',
    'file:///app/printraft/index.html',
    'blob:app://printraft/6e2f',
    'data:text/html,app://printraft/',
  ])('is not at “%s”', (url) => {
    expect(isConsole(url)).toBe(false);
  });
});

describe('a page', () => {
  it.each([
    CONSOLE_URL,
    'app://printraft/assets/index.js',
    'data:image/png;base64,AA==',
    'devtools://devtools/x.js',
  ])('may load %s', (url) => expect(mayLoad(url)).toBe(true));

  it.each([
    'http://127.0.0.1:7100/',
    'https://example.com/x.js',
    'file:///etc/passwd',
    'ftp://a/b',
    'ws://127.0.0.1/',
    'blob:https://example.com/1',
    'chrome://gpu',
    'filesystem:app://printraft/',
    'nonsense',
  ])('may not load %s', (url) => expect(mayLoad(url)).toBe(false));
});
