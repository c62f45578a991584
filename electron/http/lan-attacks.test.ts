/** What those get over the LAN that do not belong there. Each line of docs/security.md has its test here. */
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { OWN_WATCHERS } from '../testing/http.ts';
import { callLan, serveLan, type ServedLan, trusting } from '../testing/lan.ts';
import { until } from '../testing/until.ts';
import { MAX_FAILURES } from './attempts.ts';
import { LIMITS } from './tls-door.ts';

let served: ServedLan;
let token: string;
let bearer: { authorization: string };
let cookie: string;
/** Nothing, and each way to show a good token. */
const shown = (): Record<string, string>[] => [{}, bearer, { cookie }];

async function serve(options: Parameters<typeof serveLan>[0] = {}): Promise<void> {
  served = await serveLan(options);
  ({ token } = await served.devices.add('Tablet'));
  bearer = { authorization: `Bearer ${token}` };
  cookie = `__Host-printraft-${served.port}=${token}`;
}
beforeEach(() => serve());
afterEach(() => served.close());

const PRINTER = JSON.stringify({ id: 'P1', company: 'a', model: 'b' });
const JSON_TYPE = { 'content-type': 'application/json' };
const PATHS = [
  '/',
  '/api/v1/jobs',
  '/NodeStatus',
  '/proxy/peers',
  '/api/v1/openapi.json',
  '/nothing',
  '/assets/x.js',
];
const wrong = (n = 0) => String(n).padStart(43, 'A');

/** The status with which a WebSocket is refused, or 101. */
function upgrade(headers: Record<string, string>, path = '/console'): Promise<number> {
  const socket = new WebSocket(`wss://${served.own}${path}`, { ...trusting(served.cert), headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => resolve(101));
    socket.on('error', () => undefined);
  });
}

async function expectNothingDone(): Promise<void> {
  expect(served.solo.shop.printers.size).toBe(0);
  expect(served.solo.watchers).toBe(OWN_WATCHERS);
  // And whoever belongs here is still served.
  const headers = { ...bearer, ...JSON_TYPE };
  expect((await callLan(served, 'POST', '/api/v1/printers', headers, PRINTER)).status).toBe(201);
}

async function secure(options: object = {}): Promise<TLSSocket> {
  const socket = connectTls({ host: '127.0.0.1', port: served.port, ca: served.cert, ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

/** Everything that comes back until the connection closes. */
async function drained(socket: Socket): Promise<string> {
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return received;
}

describe('without a token', () => {
  it('nothing is told and nothing is done, whatever the path and method', async () => {
    for (const path of PATHS) {
      const answer = await callLan(served, 'GET', path);
      expect(answer.status, path).toBe(401);
      expect(answer.headers['www-authenticate'], path).toBe('Bearer realm="PrintRaft"');
      expect(JSON.parse(answer.text), path).toMatchObject({ success: false });
      expect(answer.text, path).not.toContain('node-1');
    }
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await callLan(served, method, '/api/v1/printers', JSON_TYPE, PRINTER)).status).toBe(401);
    await expectNothingDone();
  });

  it.each([
    [{}],
    [{ authorization: 'Basic dXNlcjpwYXNz' }],
    [{ authorization: `Bearer ${wrong()}` }],
    [{ cookie: `__Host-printraft-1=${wrong()}` }],
  ])('no WebSocket opens with %j', async (headers) => {
    expect(await upgrade(headers)).toBe(401);
    expect(await upgrade(headers, '/device')).toBe(401);
    await expectNothingDone();
  });

  it('or with a wrong one, in whatever form, nothing is done', async () => {
    const other = token.startsWith('A') ? `B${token.slice(1)}` : `A${token.slice(1)}`;
    const forms: Record<string, string>[] = [
      { authorization: `Bearer ${other}` },
      { authorization: `Bearer ${token}${token}` },
      { authorization: `Bearer ${token.slice(0, 42)}` },
      { authorization: `Basic ${token}` },
      { authorization: token },
      { authorization: 'Bearer ' },
      { cookie: `__Host-printraft-${served.port}=${other}` },
      // Of another port of this machine, and one that a page on another path or of plain HTTP could have set.
      { cookie: `__Host-printraft-1=${token}` },
      { cookie: `printraft-${served.port}=${token}` },
      { cookie: `${cookie}; __Host-printraft-${served.port}=${other}` },
      // A bad token is not made good by a cookie.
      { authorization: `Bearer ${other}`, cookie },
      { authorization: 'Basic x', cookie },
    ];
    for (const headers of forms) {
      const answer = await callLan(
        served,
        'POST',
        '/api/v1/printers',
        { ...headers, ...JSON_TYPE, origin: `https://${served.own}` },
        PRINTER,
      );
      expect(answer.status, JSON.stringify(headers)).toBe(401);
      expect(answer.text).not.toContain(token);
    }
    await expectNothingDone();
  });
});

describe('a token in the address', () => {
  it.each(['token', 'access_token', 'TOKEN', 'api_key', '%74oken'])(
    'as %s is refused, even beside a good one',
    async (name) => {
      for (const headers of shown()) {
        const answer = await callLan(served, 'GET', `/api/v1/jobs?${name}=${token}`, headers);
        expect(answer.status).toBe(400);
        expect(answer.text).not.toContain(token);
      }
      expect(await upgrade(bearer, `/console?${name}=${token}`)).toBe(400);
      expect(served.logged.join()).not.toContain(token);
    },
  );

  it('by any other name counts as none', async () => {
    expect((await callLan(served, 'GET', `/api/v1/jobs?x=${token}`)).status).toBe(401);
  });
});

describe('a device that is removed', () => {
  it('loses its open connections at once, and others keep theirs', async () => {
    const phone = await served.devices.add('Phone');
    const open = (headers: Record<string, string>) =>
      new WebSocket(`wss://${served.own}/console`, { ca: served.cert, headers });
    const sockets = [open(bearer), open({ cookie, origin: `https://${served.own}` })];
    const other = open({ authorization: `Bearer ${phone.token}` });
    await Promise.all([...sockets, other].map((socket) => once(socket, 'open')));
    const idle = await secure();
    idle.write(`GET /peers HTTP/1.1\r\nHost: ${served.own}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await once(idle, 'data');

    const cut = [...sockets, idle].map((socket) => once(socket, 'close'));
    await served.devices.remove('Tablet');
    await Promise.all(cut);
    expect(await upgrade(bearer)).toBe(401);
    expect((await callLan(served, 'GET', '/peers', bearer)).status).toBe(401);
    other.ping();
    await once(other, 'pong');
    other.terminate();
  });
});

describe('a web page of somebody else, in a browser that has the cookie', () => {
  it.each([
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    // Cookies know no ports: a page of another program on this machine is of the same site.
    ['of another port of this machine', { origin: 'https://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['over plain HTTP', { origin: 'HTTP' }],
    ['of no origin', { origin: 'null' }],
    ['in a browser that tells nothing', {}],
  ])('%s changes nothing and opens no WebSocket', async (_who, told) => {
    const headers: Record<string, string> = { ...told, cookie };
    if (headers.origin === 'HTTP') headers.origin = `http://${served.own}`;
    const post = await callLan(served, 'POST', '/api/v1/printers', { ...headers, ...JSON_TYPE }, PRINTER);
    expect(post.status).toBe(403);
    expect(await upgrade(headers)).toBe(403);
    expect(Object.keys(post.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    await expectNothingDone();
  });

  it('reads nothing, neither as script, picture or frame', async () => {
    for (const destination of ['script', 'image', 'iframe', 'empty']) {
      const headers = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': destination };
      for (const path of ['/', '/api/v1/jobs', '/device', '/device/page.js'])
        expect((await callLan(served, 'GET', path, headers)).status).toBe(403);
    }
  });

  it('cannot make the browser another device', async () => {
    const body = JSON.stringify({ token });
    const from = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const asJson = await callLan(served, 'POST', '/device/session', { ...from, ...JSON_TYPE }, body);
    const asForm = await callLan(served, 'POST', '/device/session', { 'content-type': 'text/plain' }, body);
    expect([asJson.status, asForm.status]).toEqual([403, 415]);
    for (const { headers } of [asJson, asForm]) expect(headers['set-cookie']).toBeUndefined();
  });
});

describe('a name that somebody else made point here', () => {
  it.each([
    'evil.example',
    'cnc-pc.local.evil.example',
    '127.0.0.2',
    '192.168.1.5',
    'localhost@evil.example',
  ])('%s is refused, with whatever it shows', async (name) => {
    for (const headers of shown()) {
      const host = `${name}:${served.port}`;
      expect((await callLan(served, 'GET', '/device', { ...headers, host })).status).toBe(403);
      expect((await callLan(served, 'GET', '/api/v1/jobs', { ...headers, host })).status).toBe(403);
      expect(await upgrade({ ...headers, host })).toBe(403);
    }
    await expectNothingDone();
  });

  it('with no port, another port, or a second Host is refused too', async () => {
    for (const host of ['127.0.0.1', '127.0.0.1:443'])
      expect((await callLan(served, 'GET', '/peers', { ...bearer, host })).status).toBe(403);
    const socket = await secure();
    socket.write(
      `GET /peers HTTP/1.1\r\nHost: ${served.own}\r\nHost: evil.example\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    );
    expect(await drained(socket)).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('floods and noise', () => {
  it('of guesses: after some, none is looked at for a while, not even a right one; who is in stays in', async () => {
    const socket = new WebSocket(`wss://${served.own}/console`, { ca: served.cert, headers: bearer });
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    const statuses: number[] = [];
    for (let n = 0; n < MAX_FAILURES + 5; n += 1) {
      const guess = { authorization: `Bearer ${wrong(n)}` };
      statuses.push((await callLan(served, 'GET', '/peers', guess)).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(MAX_FAILURES);
    expect(statuses.slice(MAX_FAILURES)).toEqual([429, 429, 429, 429, 429]);
    const right = await callLan(served, 'GET', '/peers', bearer);
    expect(right.status).toBe(429);
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(50);
    // By every way in.
    const exchange = await callLan(served, 'POST', '/device/session', JSON_TYPE, JSON.stringify({ token }));
    expect(exchange.status).toBe(429);
    expect(exchange.headers['set-cookie']).toBeUndefined();
    expect(await upgrade(bearer)).toBe(429);
    expect(served.logged).toEqual([
      expect.stringMatching(/^Too many wrong device tokens came from 127\.0\.0\.1/),
    ]);
    socket.ping();
    await once(socket, 'pong');
  });

  it('of guesses on the page are counted like all others', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < MAX_FAILURES + 1; n += 1) {
      const body = JSON.stringify({ token: wrong(n) });
      statuses.push((await callLan(served, 'POST', '/device/session', JSON_TYPE, body)).status);
    }
    expect(statuses.at(-2)).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });

  it('of one token, such as that of a removed device, shut out nobody', async () => {
    for (let n = 0; n < 3 * MAX_FAILURES; n += 1)
      expect((await callLan(served, 'GET', '/peers', { authorization: `Bearer ${wrong()}` })).status).toBe(
        401,
      );
    expect((await callLan(served, 'GET', '/peers', bearer)).status).toBe(200);
  });

  it('of headers, paths and bodies that are too long are refused', async () => {
    const long = 'x'.repeat(20_000);
    const longHeaders: Record<string, string>[] = [
      { x: long },
      { cookie: `${cookie}; ${long}` },
      { authorization: `Bearer ${long}` },
    ];
    for (const headers of longHeaders)
      expect((await callLan(served, 'GET', '/peers', headers)).status).toBe(431);
    expect((await callLan(served, 'GET', `/${long}`)).status).toBe(431);
    const headers = { ...bearer, ...JSON_TYPE };
    expect(
      (await callLan(served, 'POST', '/api/v1/printers', headers, `"${'x'.repeat(70_000)}"`)).status,
    ).toBe(413);
    // Of somebody unknown much less is read.
    expect(
      (await callLan(served, 'POST', '/device/session', JSON_TYPE, `"${'x'.repeat(2000)}"`)).status,
    ).toBe(413);
    await expectNothingDone();
  });

  it('plain HTTP is told to speak HTTPS, and nothing else', async () => {
    const socket = connectTcp(served.port, '127.0.0.1');
    socket.write(`GET /peers HTTP/1.1\r\nHost: ${served.own}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    const text = await drained(socket);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('https://');
    expect(text).not.toContain('node-1');
    await expectNothingDone();
  });

  it('bytes that only look like TLS end the connection', async () => {
    for (const bytes of ['\x16', '\x16\x03\x01\xff\xff', `\x16\x03\x01${'\0'.repeat(500)}`]) {
      const socket = connectTcp(served.port, '127.0.0.1');
      socket.end(Buffer.from(bytes, 'latin1'));
      expect(await drained(socket)).not.toContain('HTTP');
    }
    await expectNothingDone();
  });

  it('connections beyond a number are closed, and there is room again once some are gone', async () => {
    await served.close();
    await serve({ limits: { ...LIMITS, open: 4 } });
    const held = await Promise.all([1, 2, 3, 4].map(() => secure()));
    await expect(secure()).rejects.toThrow(/disconnected|ECONNRESET/);
    for (const socket of held) socket.destroy();
    // The server hears of it later than this end does.
    await until('room for one more', () =>
      secure().then(
        (socket) => socket.destroy(),
        () => null,
      ),
    );
    await expectNothingDone();
  });

  it('connections that come too fast are closed before they cost a handshake', async () => {
    await served.close();
    await serve({ limits: { ...LIMITS, fresh: 5, windowMs: 60_000 } });
    const outcomes: boolean[] = [];
    for (let n = 0; n < 7; n += 1) {
      const socket = connectTls({ host: '127.0.0.1', port: served.port, ca: served.cert });
      onTestFinished(() => void socket.destroy());
      outcomes.push(
        await once(socket, 'secureConnect').then(
          () => true,
          () => false,
        ),
      );
    }
    expect(outcomes).toEqual([true, true, true, true, true, false, false]);
  });

  it('whoever connects and keeps silent is let go', async () => {
    await served.close();
    await serve({ limits: { ...LIMITS, silenceMs: 30 } });
    const socket = connectTcp(served.port, '127.0.0.1');
    expect(await drained(socket)).toBe('');
    await expectNothingDone();
  });
});

describe('the list of devices, and who belongs to the shop', () => {
  it('cannot be had or changed over the LAN, not even by a device', async () => {
    for (const [method, path] of [
      ['GET', '/api/v2/devices'],
      ['POST', '/api/v2/devices'],
      ['DELETE', '/api/v2/devices/Tablet'],
      ['GET', '/api/v2/membership'],
      ['POST', '/api/v2/membership'],
    ] as const) {
      expect((await callLan(served, method, path)).status).toBe(401);
      const body = method === 'POST' ? JSON.stringify({ name: 'Mine' }) : '';
      const headers = body === '' ? bearer : { ...bearer, ...JSON_TYPE };
      const answer = await callLan(served, method, path, headers, body);
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toMatch(/problem\+json/);
      expect(answer.text).not.toContain('createdAt');
    }
    expect(served.devices.list()).toHaveLength(1);
  });
});
