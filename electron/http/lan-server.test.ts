/** HTTPS for other machines, as those meet it that belong there. What those get that do not: lan-attacks.test.ts. */
import { once } from 'node:events';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts';
import { callLan, serveLan } from '../testing/lan.ts';
import { until } from '../testing/until.ts';
import type { LanOptions } from './lan-server.ts';
import { ownCertificate } from './lan-certificate.ts';
import { PortTakenError } from './server.ts';

async function serve(options: Partial<LanOptions> = {}) {
  const served = await serveLan(options);
  onTestFinished(() => served.close());
  return served;
}

async function serveTablet(options: Partial<LanOptions> = {}) {
  const served = await serve(options);
  const { device, token } = await served.devices.add('Tablet');
  return { ...served, device, token, bearer: { authorization: `Bearer ${token}` } };
}

/** The cookie that a browser sends after it has shown its token on the page. */
async function cookieFor(served: Awaited<ReturnType<typeof serveTablet>>): Promise<string> {
  const headers = { origin: `https://${served.own}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ token: served.token });
  const answer = await callLan(served, 'POST', '/device/session', headers, body);
  expect(answer).toMatchObject({ status: 204, text: '' });
  const [cookie = ''] = answer.headers['set-cookie'] ?? [];
  return cookie;
}

describe('a program with a token', () => {
  it('reads and writes as on loopback', async () => {
    const served = await serveTablet();
    const printer = JSON.stringify({ id: 'P1', company: 'Prusa', model: 'MK4S' });
    const headers = { ...served.bearer, 'content-type': 'application/json' };
    expect(await callLan(served, 'POST', '/api/v1/printers', headers, printer)).toMatchObject({
      status: 201,
    });
    const { status, text } = await callLan(served, 'GET', '/api/v1/printers', served.bearer);
    expect([status, JSON.parse(text)]).toMatchObject([200, [{ id: 'P1' }]]);
    expect(served.devices.list()[0]?.lastUsedDay).toMatch(/^\d{4}-/);
  });

  it('opens a WebSocket', async () => {
    const served = await serveTablet();
    const socket = new WebSocket(`wss://${served.own}/console`, { ca: served.cert, headers: served.bearer });
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 0, request: 'hello', params: { protocol: PROTOCOL_VERSION } }));
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(data.toString())).toMatchObject({ id: 0 });
  });

  it('may call the machine by its name, and by localhost', async () => {
    const served = await serveTablet();
    for (const host of ['cnc-pc.local', 'CNC-PC.local', 'localhost', '127.0.0.1']) {
      const headers = { ...served.bearer, host: `${host}:${served.port}` };
      expect((await callLan(served, 'GET', '/peers', headers)).status, host).toBe(200);
    }
  });
});

describe('a browser', () => {
  const visit = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

  it('without a cookie gets a page that says what to do', async () => {
    const served = await serveTablet();
    for (const path of ['/', '/index.html', '/nothing']) {
      const { status, text, headers } = await callLan(served, 'GET', path, visit);
      expect(status).toBe(401);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(text).toContain('printraft devices add NAME');
      expect(headers['content-security-policy']).toContain("script-src 'self';");
      expect(headers['cache-control']).toBe('no-store');
    }
    expect((await callLan(served, 'GET', '/device', visit)).status).toBe(200);
    const script = await callLan(served, 'GET', '/device/page.js', { 'sec-fetch-site': 'same-origin' });
    expect(script).toMatchObject({ status: 200 });
    expect(script.headers['content-type']).toMatch(/javascript/);
  });

  it('exchanges its token for a cookie that no script, no other site and no plain HTTP gets', async () => {
    const served = await serveTablet();
    const cookie = await cookieFor(served);
    expect(cookie).toMatch(
      /^__Host-printraft-\d+=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=34560000$/,
    );
    const [pair = ''] = cookie.split(';');
    const page = await callLan(served, 'GET', '/', { ...visit, cookie: `theme=dark; ${pair}; x=y` });
    expect(page).toMatchObject({ status: 200 });
    expect(page.text).toContain('npm run build');
    expect((await callLan(served, 'GET', '/device/session', { cookie: pair })).status).toBe(204);
  });

  it('gets the console, follows the shop and writes, with the cookie alone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'console-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Shop</title>');
    const served = await serveTablet({ consoleDirectory: directory });
    const [cookie = ''] = (await cookieFor(served)).split(';');
    const page = await callLan(served, 'GET', '/', { ...visit, cookie });
    expect(page.text).toContain('<title>Shop');
    expect(page.headers['content-security-policy']).toContain(`wss://${served.own}`);

    const origin = `https://${served.own}`;
    const socket = new WebSocket(`wss://${served.own}/console`, {
      ca: served.cert,
      origin,
      headers: { cookie },
    });
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    const printer = JSON.stringify({ id: 'P1', company: 'Prusa', model: 'MK4S' });
    const headers = { cookie, origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    expect((await callLan(served, 'POST', '/api/v1/printers', headers, printer)).status).toBe(201);
  });

  it('with the cookie of a device that is removed loses the cookie', async () => {
    const served = await serveTablet();
    const [cookie = ''] = (await cookieFor(served)).split(';');
    await served.devices.remove('Tablet');
    const { status, headers } = await callLan(served, 'GET', '/', { ...visit, cookie });
    expect(status).toBe(401);
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-printraft-\d+=; .*Max-Age=0$/)]);
  });
});

describe('the server', () => {
  const handshake = async (port: number, options: object) => {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    onTestFinished(() => void socket.destroy());
    await once(socket, 'secureConnect');
    return socket;
  };
  const fingerprintAt = (socket: TLSSocket) => socket.getPeerCertificate().fingerprint256;

  it('speaks TLS 1.2 and 1.3, and nothing older', async () => {
    const { port } = await serve();
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await handshake(port, { minVersion: version, maxVersion: version });
      expect(socket.getProtocol()).toBe(version);
    }
    // Level 0 lets this client offer what the server has to refuse.
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    await expect(handshake(port, old)).rejects.toThrow(/alert protocol version/i);
  });

  it('tells where it is and by what its certificate is known', async () => {
    const { lan, cert, port } = await serve({ host: null });
    expect(lan.door()).toEqual({
      origins: [`https://127.0.0.1:${port}`, `https://cnc-pc.local:${port}`],
      fingerprint: new X509Certificate(cert).fingerprint256,
    });
    expect(fingerprintAt(await handshake(port, {}))).toBe(lan.door().fingerprint);
  });

  it('has another certificate once the machine has another address', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'certificate-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    let addresses = ['192.168.1.5'];
    const { lan, port } = await serve({
      host: null,
      names: () => ({ addresses, names: [] }),
      certificate: ownCertificate(directory),
      renewMs: 10,
    });
    const before = lan.door();
    addresses = ['10.0.0.7'];
    await until('the new address', () =>
      Promise.resolve(lan.door().origins[0] === `https://10.0.0.7:${port}`),
    );
    const socket = await handshake(port, {});
    expect(fingerprintAt(socket)).toBe(lan.door().fingerprint);
    expect(lan.door().fingerprint).not.toBe(before.fingerprint);
    expect(socket.getPeerX509Certificate()?.checkIP('10.0.0.7')).toBe('10.0.0.7');
  });

  it('says in one sentence that the port is taken', async () => {
    const { port } = await serve();
    await expect(serveLan({ port })).rejects.toBeInstanceOf(PortTakenError);
  });

  it('ends at once, whatever is open, and frees the port', async () => {
    const served = await serveTablet();
    const socket = new WebSocket(`wss://${served.own}/console`, { ca: served.cert, headers: served.bearer });
    await once(socket, 'open');
    const [silent, idle] = await Promise.all([handshake(served.port, {}), handshake(served.port, {})]);
    idle.write(`GET /peers HTTP/1.1\r\nHost: ${served.own}\r\nAuthorization: Bearer ${served.token}\r\n\r\n`);
    await once(idle, 'data');
    const closed = [socket, silent, idle].map((each) => once(each, 'close'));
    await served.lan.close();
    await Promise.all(closed);
    await (await serveLan({ port: served.port })).close();
  });
});
