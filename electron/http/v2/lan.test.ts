/** `/api/v2` over the LAN: the same for a device with a token, nothing without, and no door to who belongs here. */
import { request } from 'node:https';
import { expect, it, onTestFinished } from 'vitest';
import { callLan, serveLan, trusting } from '../../testing/lan.ts';
import { soon } from './testing/soon.ts';

const PRINTER = JSON.stringify({ id: 'P1', maker: 'Prusa', model: 'MK4S' });
const WRITE = { 'content-type': 'application/json', 'idempotency-key': 'a-key-of-its-own' };

async function serve() {
  const served = await serveLan();
  onTestFinished(() => served.close());
  const { token } = await served.devices.add('Tablet');
  return { ...served, bearer: { authorization: `Bearer ${token}` } };
}

it('a program with a token reads and writes as on loopback', async () => {
  const served = await serve();
  const headers = { ...served.bearer, ...WRITE, operator: 'Ada' };
  const made = await callLan(served, 'POST', '/api/v2/printers', headers, PRINTER);
  expect([made.status, made.headers.location]).toEqual([201, '/api/v2/printers/P1']);
  const cleared = await callLan(served, 'POST', '/api/v2/printers/P1/clear', { ...headers, ...WRITE }, '{}');
  expect([cleared.status, JSON.parse(cleared.text)]).toMatchObject([422, { code: 'keyReused' }]);
  const file = { ...headers, 'content-type': 'text/csv', 'idempotency-key': 'a-key-of-a-file' };
  const CSV = 'Maker,Model\nVoron,2.4\n';
  expect((await callLan(served, 'POST', '/api/v2/import/auto', file, CSV)).status).toBe(200);
  for (const path of ['/printers', '/printers/P1', '/activity', '/jobs', '/stock', '/openapi.json'])
    expect((await callLan(served, 'GET', `/api/v2${path}`, served.bearer)).status, path).toBe(200);
});

it('a browser writes with its cookie, from its own page alone', async () => {
  const served = await serve();
  const cookie = `__Host-printraft-${served.port}=${served.bearer.authorization.slice(7)}`;
  const origin = `https://${served.own}`;
  const ask = (headers: Record<string, string>) =>
    callLan(served, 'POST', '/api/v2/printers', { ...WRITE, ...headers }, PRINTER);
  expect((await ask({ cookie })).status).toBe(403);
  expect((await ask({ cookie, origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask({ cookie, origin })).status).toBe(201);
});

it('without a token nothing is told and nothing is done', async () => {
  const served = await serve();
  for (const path of ['/printers', '/jobs/J1', '/activity', '/events', '/openapi.json'])
    expect((await callLan(served, 'GET', `/api/v2${path}`)).status, path).toBe(401);
  const { status, headers } = await callLan(served, 'POST', '/api/v2/printers', WRITE, PRINTER);
  expect([status, headers['content-type']]).toEqual([401, 'application/problem+json; charset=utf-8']);
  expect(served.solo.shop.printers.size).toBe(0);
});

it('membership and devices are not there, even with a token', async () => {
  const served = await serve();
  for (const path of ['/api/v2/membership', '/api/v2/devices', '/api/v2/devices/Tablet'])
    for (const method of ['GET', 'POST', 'DELETE'])
      expect((await callLan(served, method, path, served.bearer)).status, path).toBe(404);
});

it('events come with a token, and end with the device', async () => {
  const served = await serve();
  let told = '';
  const ended = new Promise<void>((resolve) => {
    const to = { host: '127.0.0.1', port: served.port, path: '/api/v2/events', agent: false } as const;
    const asked = request({ ...to, headers: served.bearer, ...trusting(served.cert) }, (response) => {
      response.setEncoding('utf8').on('data', (chunk: string) => (told += chunk));
      response.on('error', () => undefined).on('close', resolve);
    });
    asked.on('error', () => resolve()).end();
  });
  await soon(() => told).toContain('event: reset');
  await served.solo.execute({ type: 'printer.create', id: 'P1', maker: 'a', model: 'b' });
  await soon(() => told).toContain('event: change');
  await served.devices.remove('Tablet');
  await ended;
});
