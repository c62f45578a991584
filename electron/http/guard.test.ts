import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { forge, OWN_WATCHERS, recordsOf, serveSolo } from '../testing/http.ts';
import type { Served } from '../testing/http.ts';
import { loopbackSite, refusalOf } from './guard.ts';

describe('the guard', () => {
  const judge = (headers: Record<string, string>, path = '/api/v1/jobs', method = 'GET') =>
    refusalOf({ method, path, headers }, loopbackSite(5100));
  const own = { host: '127.0.0.1:5100' };

  it.each(['127.0.0.1:5100', 'localhost:5100', 'LOCALHOST:5100', '[::1]:5100'])('lets in for %s', (host) => {
    expect(judge({ host })).toBeNull();
    expect(judge({ ...own, origin: `http://${host}` })).toBeNull();
  });

  it.each([
    'evil.example:5100',
    '127.0.0.1',
    '127.0.0.1:5101',
    '127.0.0.1:5100.evil.example',
    'localhost:5100@evil.example',
    '127.1:5100',
    '0.0.0.0:5100',
    '',
  ])('keeps out who came under the name %j', (host) => {
    expect(judge({ host })).toMatch(/^Host must be one of/);
  });

  it('keeps out who names no host', () => {
    expect(judge({})).toMatch(/^Host/);
  });

  it.each([
    'null',
    '',
    'http://evil.example',
    'https://127.0.0.1:5100',
    'http://127.0.0.1:5101',
    'http://127.0.0.1:5100.evil.example',
    'http://127.0.0.1:5100, http://evil.example',
    'file://',
  ])('keeps out the page of origin %j', (origin) => {
    expect(judge({ ...own, origin })).toMatch(/^Origin/);
  });

  it('keeps out what other sites ask for, but not a visit to the console', () => {
    for (const site of ['cross-site', 'same-site', 'new-kind']) {
      const from = { ...own, 'sec-fetch-site': site };
      const visit = { ...from, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
      expect(judge(from)).toMatch(/^Sec-Fetch-Site/);
      expect(judge(visit, '/')).toBeNull();
      expect(judge(visit, '/api/v1/jobs')).toMatch(/^Sec-Fetch-Site/);
      expect(judge(visit, '/', 'POST')).toMatch(/^Sec-Fetch-Site/);
      expect(judge({ ...visit, 'sec-fetch-dest': 'iframe' }, '/')).toMatch(/^Sec-Fetch-Site/);
      expect(
        judge({ ...from, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'document' }, '/'),
      ).not.toBeNull();
    }
    for (const site of ['same-origin', 'none']) expect(judge({ ...own, 'sec-fetch-site': site })).toBeNull();
  });
});

describe('a web page that somebody has open', () => {
  let served: Served;
  let own: string;
  beforeEach(async () => {
    served = await serveSolo();
    own = `127.0.0.1:${served.port}`;
  });
  afterEach(() => served.http.close());
  const printer = JSON.stringify({ id: 'P1', company: 'a', model: 'b' });

  it('cannot read by DNS rebinding', async () => {
    for (const path of ['/', '/api/v1/jobs', '/NodeStatus', '/proxy/peers', '/nothing', '/assets/x.js']) {
      const answer = await forge(served, 'GET', path, { host: `rebound.example:${served.port}` });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.text)).toMatchObject({ success: false });
    }
  });

  it.each([
    ['text/plain', 'http://evil.example'],
    ['application/json', 'http://evil.example'],
    ['text/plain', 'null'],
    ['application/x-www-form-urlencoded', 'null'],
  ])('cannot write with a form of %s from %s', async (type, origin) => {
    const before = recordsOf(served);
    for (const path of ['/api/v1/printers', '/proxy/api/v1/printers']) {
      const headers = { host: own, origin, 'content-type': type };
      expect((await forge(served, 'POST', path, headers, printer)).status).toBe(403);
    }
    expect(recordsOf(served)).toBe(before);
  });

  it('cannot write as text/plain even from a browser that tells nothing', async () => {
    const headers = { host: own, 'content-type': 'text/plain' };
    expect((await forge(served, 'POST', '/api/v1/printers', headers, printer)).status).toBe(415);
  });

  it('gets no leave from CORS, neither asked nor unasked', async () => {
    const origin = 'http://evil.example';
    const preflight = { host: own, origin, 'access-control-request-method': 'POST' };
    const answers = [
      await forge(served, 'OPTIONS', '/api/v1/printers', preflight),
      await forge(served, 'GET', '/api/v1/printers', { host: own, origin }),
      await forge(served, 'GET', '/api/v1/printers', { host: own }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200]);
    for (const { headers } of answers) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it.each([
    ['a foreign origin', (port: number) => ({ host: `127.0.0.1:${port}`, origin: 'http://evil.example' })],
    ['the null origin', (port: number) => ({ host: `127.0.0.1:${port}`, origin: 'null' })],
    ['a rebound name', (port: number) => ({ host: `evil.example:${port}` })],
    ['another site', (port: number) => ({ host: `127.0.0.1:${port}`, 'sec-fetch-site': 'cross-site' })],
  ])('cannot open a WebSocket from %s', async (_name, headersFor) => {
    const socket = new WebSocket(`ws://${own}/console`, { headers: headersFor(served.port) });
    const status = await new Promise((resolve, reject) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => reject(new Error('was let in')));
      socket.on('error', () => undefined);
    });
    expect(status).toBe(403);
    expect(served.solo.watchers).toBe(OWN_WATCHERS);
  });

  it('is told by every answer what is forbidden', async () => {
    for (const path of ['/', '/api/v1/jobs', '/nothing', '/%zz']) {
      const { headers } = await forge(served, 'GET', path, { host: own });
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining(
          "default-src 'self'; script-src 'self';",
        ) as string,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });
});
