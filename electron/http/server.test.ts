import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { call, forge, serveSolo } from '../testing/http.ts';
import { createSolo } from '../testing/solo.ts';
import { ListenError, PortTakenError, startHttp } from './server.ts';
import { createRoom } from './v2/import-room.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const start = (host: string, port: number) =>
  startHttp({
    workstation: createSolo(),
    host,
    port,
    consoleDirectory: null,
    build: 'test',
    imports: createRoom(),
    log: () => undefined,
  });
const serve = async (directory: string | null) => {
  const served = await serveSolo(directory);
  cleanups.push(() => served.http.close());
  return served;
};

/** Everything that comes back for these bytes until the connection closes. */
const sendRaw = (port: number, bytes: string) =>
  new Promise<string>((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });

describe('listening', () => {
  it('says in one sentence that the port is taken', async () => {
    const { port } = await serve(null);
    const second = start('127.0.0.1', port);
    await expect(second).rejects.toBeInstanceOf(PortTakenError);
    await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken by another program.`);
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'printraft.local', 'constructor', ''])(
    'refuses %j',
    async (host) => {
      const listening = start(host, 0);
      await expect(listening).rejects.toBeInstanceOf(ListenError);
      await expect(listening).rejects.toThrow(/127\.0\.0\.1, localhost or ::1 only/);
    },
  );

  it('takes localhost for 127.0.0.1', async () => {
    const http = await start('localhost', 0);
    cleanups.push(() => http.close());
    expect(http.address.host).toBe('127.0.0.1');
    expect((await fetch(`http://localhost:${http.address.port}/peers`)).status).toBe(200);
  });

  it('frees the port when closed', async () => {
    const first = await start('127.0.0.1', 0);
    await fetch(`http://127.0.0.1:${first.address.port}/peers`);
    await first.close();
    const second = await start('127.0.0.1', first.address.port);
    await second.close();
  });

  it.each([
    ['what is not HTTP', '\x16\x03\x01 what\r\n\r\n', 400, /well-formed HTTP/],
    ['headers that are too long', `GET /peers HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, /headers/],
    ['no Host', 'GET /peers HTTP/1.1\r\nConnection: close\r\n\r\n', 403, /Host/],
    [
      'two Hosts',
      'GET /peers HTTP/1.1\r\nHost: HERE\r\nHost: evil\r\nConnection: close\r\n\r\n',
      403,
      /Host/,
    ],
    [
      'an expectation that nobody meets',
      'GET /peers HTTP/1.1\r\nHost: HERE\r\nExpect: tea\r\nConnection: close\r\n\r\n',
      417,
      /Expect/,
    ],
  ])('answers %s with a reason and goes on', async (_what, request, status, words) => {
    const served = await serve(null);
    const text = await sendRaw(served.port, request.replace('HERE', `127.0.0.1:${served.port}`));
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(JSON.parse(body)).toEqual({ success: false, error: expect.stringMatching(words) as string });
    expect((await call(served, 'GET', '/peers')).status).toBe(200);
  });
});

describe('the console', () => {
  it('that was not built says what to run', async () => {
    for (const directory of [null, '/nowhere/at/all']) {
      const { body } = await call(await serve(directory), 'GET', '/');
      expect(body).toMatch(/npm run build/);
    }
  });

  it('is served; what never changes may be kept, the rest not', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'console-'));
    cleanups.push(() => rmSync(directory, { recursive: true }));
    mkdirSync(join(directory, 'assets'));
    writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Shop</title>');
    writeFileSync(join(directory, 'assets', 'index-abc.js'), 'export {};');
    writeFileSync(join(directory, '.secret'), 'x');
    const served = await serve(directory);

    const page = await call(served, 'GET', '/');
    expect(page.body).toContain('<title>Shop');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain(`ws://127.0.0.1:${served.port}`);
    const script = await call(served, 'GET', '/assets/index-abc.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-type')).toMatch(/javascript/);

    for (const path of [
      '/.secret',
      '/../package.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/nothing.js',
      '/assets',
    ]) {
      const answer = await forge(served, 'GET', path, { host: `127.0.0.1:${served.port}` });
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(JSON.parse(answer.text), path).toMatchObject({ success: false });
    }
    // The files do not hide the calls.
    expect((await call(served, 'GET', '/api/v1/jobs')).body).toEqual([]);
    expect((await call(served, 'GET', '/peers')).status).toBe(200);
  });
});
