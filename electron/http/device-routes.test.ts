/** `/api/v2/devices` on loopback. That the LAN has no such thing: lan-attacks.test.ts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DeviceAdded, DeviceList, type LanDoor } from '../../shared/contract/devices.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { createSolo } from '../testing/solo.ts';
import { type Devices, DevicesError, openDevices } from './devices.ts';
import { startHttp } from './server.ts';
import { createRoom } from './v2/import-room.ts';

const DOOR: LanDoor = {
  origins: ['https://192.168.1.5:5443', 'https://cnc-pc.local:5443'],
  fingerprint: 'AB:CD',
};

let devices: Devices;
let lan: LanDoor | null;
let failure: DevicesError | null;
let url: string;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'printraft-devices-'));
  const log = () => undefined;
  devices = await openDevices(directory, log);
  lan = DOOR;
  failure = null;
  const desk = {
    devices: () => {
      if (failure !== null) throw failure;
      return devices;
    },
    lan: () => lan,
  };
  const http = await startHttp({
    workstation: createSolo(),
    host: '127.0.0.1',
    port: 0,
    consoleDirectory: null,
    build: 'test',
    devices: desk,
    imports: createRoom(),
    log,
  });
  url = `http://127.0.0.1:${http.address.port}`;
  onTestFinished(async () => {
    await http.close();
    await rm(directory, { recursive: true });
  });
});

async function ask(method: string, path = '', body?: unknown) {
  const answer = await fetch(`${url}/api/v2/devices${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const json: unknown = await answer.json();
  return {
    status: answer.status,
    json,
    type: answer.headers.get('content-type'),
    cache: answer.headers.get('cache-control'),
  };
}

/** Refused as RFC 9457 has it, with that status and reason. */
async function expectProblem(answer: ReturnType<typeof ask>, status: number, detail: RegExp): Promise<void> {
  const { status: told, json, type, cache } = await answer;
  expect(type).toBe('application/problem+json; charset=utf-8');
  expect(cache).toBe('no-store');
  expect(Problem.parse(json)).toMatchObject({
    type: 'about:blank',
    status,
    detail: expect.stringMatching(detail) as string,
  });
  expect(told).toBe(status);
}

describe('a device', () => {
  it('is added with a token that is told once, listed without it, and removed', async () => {
    const added = await ask('POST', '', { name: ' Tablet ' });
    expect(added).toMatchObject({ status: 201, cache: 'no-store' });
    const { device, token, url: address, lan: door } = DeviceAdded.parse(added.json);
    expect(device).toMatchObject({ name: 'Tablet', lastUsedDay: null });
    expect(address).toBe(`https://192.168.1.5:5443/#token=${token}`);
    expect(door).toEqual(DOOR);
    expect(devices.find(token)?.id).toBe(device.id);

    const listed = await ask('GET');
    expect(DeviceList.parse(listed.json)).toMatchObject({ lan: DOOR, devices: [{ name: 'Tablet' }] });
    expect(JSON.stringify(listed.json)).not.toContain(token);
    expect(await ask('DELETE', '/tablet')).toMatchObject({ status: 200, json: { removed: 'tablet' } });
    expect(devices.find(token)).toBeNull();
  });

  it('with a name like no other of percent signs and slashes is removed as well', async () => {
    const name = 'Büro 1/2 100 %?#';
    expect((await ask('POST', '', { name })).status).toBe(201);
    expect((await ask('DELETE', `/${encodeURIComponent(name)}`)).status).toBe(200);
  });
});

describe('what cannot be is refused with a reason', () => {
  it.each([
    ['no name', {}, /name/],
    ['an empty name', { name: '  ' }, /name: must not be empty/],
    ['a long name', { name: 'x'.repeat(10_000) }, /name: must be at most 80 characters/],
    ['a name that a terminal would obey', { name: '\u001b[2J' }, /control characters/],
    ['more than a name', { name: 'x', token: 'mine' }, /token/],
    ['no object', [], /The body/],
  ])('%s', async (_what, body, reason) => {
    await expectProblem(ask('POST', '', body), 400, reason);
    expect(devices.list()).toEqual([]);
  });

  it('a name that is taken, one that nobody has, a method that is not known', async () => {
    await ask('POST', '', { name: 'Tablet' });
    await expectProblem(ask('POST', '', { name: 'TABLET' }), 409, /called TABLET already/);
    await expectProblem(ask('DELETE', '/Phone'), 404, /no device called Phone/);
    await expectProblem(ask('PUT', '', {}), 405, /allowed: GET, HEAD, POST/);
  });

  it('a device while the door is shut; it can be removed all the same', async () => {
    await ask('POST', '', { name: 'Tablet' });
    lan = null;
    await expectProblem(ask('POST', '', { name: 'Phone' }), 409, /--lan-http HOST:PORT/);
    expect((await ask('GET')).json).toMatchObject({ lan: null, devices: [{ name: 'Tablet' }] });
    expect((await ask('DELETE', '/Tablet')).status).toBe(200);
  });

  it('anything, where the list is damaged', async () => {
    failure = new DevicesError('devices.json is damaged.');
    for (const answer of [ask('GET'), ask('POST', '', { name: 'Tablet' }), ask('DELETE', '/Tablet')])
      await expectProblem(answer, 503, /devices\.json is damaged/);
  });

  it('a web page of somebody else', async () => {
    const answer = await fetch(`${url}/api/v2/devices`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://evil.example' },
      body: JSON.stringify({ name: 'Mine' }),
    });
    expect(answer.status).toBe(403);
    expect(devices.list()).toEqual([]);
  });
});
