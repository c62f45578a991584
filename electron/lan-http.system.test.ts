/** HTTPS for devices as somebody at a terminal sets it up: real processes, the command line, and certificates checked. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DeviceAdded, DeviceList } from '../shared/contract/devices.ts';
import { freePorts } from './testing/free-ports.ts';
import { callLan } from './testing/lan.ts';
import { emptyPlace, started } from './testing/place.ts';
import { until } from './testing/until.ts';

const at = (port: number) => `127.0.0.1:${port}`;

/** A data directory and places for one workstation, which may be started more than once. */
async function workplace() {
  const data = await emptyPlace();
  const [http, link, lan] = (await freePorts(3)) as [number, number, number];
  const places = ['--data', data, '--http', at(http), '--link', at(link)];
  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    started('headless', [...places, '--found', 'Lan', ...args], { env });
  const cli = async (...args: string[]) => {
    const entry = started('printraft', args, { env: { PRINTRAFT_HTTP: at(http) } });
    const { code } = await entry.ended;
    return { code, stdout: entry.stdout, stderr: entry.stderr };
  };
  const callable = async () => {
    const { cert } = JSON.parse(await readFile(join(data, 'lan-certificate.json'), 'utf8')) as {
      cert: string;
    };
    return { port: lan, cert };
  };
  return { data, http, lan, start, cli, callable };
}

describe('a workstation with --lan-http', () => {
  it('lets in who was added, until removed; after a restart as before', async () => {
    const { data, lan, start, cli, callable } = await workplace();
    const first = start(['--lan-http', at(lan)]);
    const [, shown = ''] = await first.said(
      /Devices with a token come in at .*; SHA-256 of the certificate: ([0-9A-F:]+)\./,
    );
    const added = await cli('devices', 'add', 'Tablet', '--json');
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const { token, url, lan: door } = DeviceAdded.parse(JSON.parse(added.stdout));
    expect(url).toBe(`https://${at(lan)}/#token=${token}`);
    const { cert } = await callable();
    expect([shown, door.fingerprint]).toEqual(Array(2).fill(new X509Certificate(cert).fingerprint256));

    const bearer = { authorization: `Bearer ${token}` };
    const peers = async (headers = {}) => (await callLan(await callable(), 'GET', '/peers', headers)).status;
    expect([await peers(), await peers(bearer)]).toEqual([401, 200]);
    for (const name of ['devices.json', 'lan-certificate.json'])
      expect((await stat(join(data, name))).mode & 0o777).toBe(0o600);
    expect(await first.kill('SIGTERM')).toEqual({ code: 0, signal: null });

    const second = start([], { PRINTRAFT_LAN_HTTP: at(lan) });
    await second.said(/Devices with a token come in/);
    expect(await peers(bearer)).toBe(200);
    const listed = await cli('devices', 'list');
    expect(listed.stdout).toMatch(/^DEVICE +ADDED +LAST USED\nTablet .* \d{4}-\d\d-\d\d\n/);
    expect(await cli('devices', 'remove', 'tablet')).toMatchObject({
      code: 0,
      stdout: 'Device tablet is shut out.\n',
    });
    expect(await peers(bearer)).toBe(401);
    for (const entry of [first, second]) expect(entry.stdout + entry.stderr).not.toContain(token);
  });

  it('tells people what to open, and what the certificate must be', async () => {
    const { lan, start, cli } = await workplace();
    await start(['--lan-http', String(lan)]).said(/Devices with a token/);
    const { code, stdout } = await cli('devices', 'add', 'Tablet at the bench');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Device Tablet at the bench is added\. Open this address on it:\n\n {2}https:\/\/\S+\/#token=[\w-]{43}\n/,
    );
    expect(stdout).toMatch(/its SHA-256 must be\n\n {2}([0-9A-F]{2}:){31}[0-9A-F]{2}\n/);
    expect(await cli('devices', 'add', 'tablet at the bench')).toMatchObject({
      code: 1,
      stderr: 'printraft: There is a device called tablet at the bench already: remove it first.\n',
    });
    expect(await cli('devices', 'remove', 'Phone')).toMatchObject({
      code: 1,
      stderr: 'printraft: There is no device called Phone.\n',
    });
    expect((await cli('devices', 'add')).code).toBe(2);
  });
});

describe('a workstation without it', () => {
  it('answers no other machine, adds no device, and can still remove one', async () => {
    const { lan, start, cli, data } = await workplace();
    const opened = start(['--lan-http', at(lan)]);
    await opened.said(/Devices with a token/);
    await cli('devices', 'add', 'Tablet');
    await opened.kill('SIGTERM');
    const entry = start([]);
    await entry.said(/Lan · /);
    expect(entry.stderr).not.toContain('Devices');
    await expect(callLan({ port: lan, cert: '' }, 'GET', '/peers')).rejects.toThrow(/ECONNREFUSED/);
    const add = await cli('devices', 'add', 'Phone');
    expect(add.code).toBe(1);
    expect(add.stderr).toMatch(/start it with --lan-http HOST:PORT/);
    expect(DeviceList.parse(JSON.parse((await cli('devices', 'list', '--json')).stdout))).toMatchObject({
      lan: null,
      devices: [{ name: 'Tablet' }],
    });
    expect((await cli('devices', 'remove', 'Tablet')).code).toBe(0);
    expect(JSON.parse(await readFile(join(data, 'devices.json'), 'utf8'))).toMatchObject({ devices: [] });
  });
});

describe('what is in the way is one sentence', () => {
  it('--http beyond loopback names --lan-http', async () => {
    const data = await emptyPlace();
    const [http = 0] = await freePorts(1);
    const entry = started('headless', ['--data', data, '--http', `0.0.0.0:${http}`, '--found', 'A']);
    expect((await entry.ended).code).toBe(1);
    expect(entry.stderr).toMatch(
      /^printraft: The console and REST answer on 127\.0\.0\.1, .* --lan-http HOST:PORT .*\.\n$/,
    );
  });

  it('a port that is taken, and nothing is founded', async () => {
    const { start, lan, data } = await workplace();
    const other = await workplace();
    await other.start(['--lan-http', at(lan)]).said(/Devices with a token/);
    const entry = start(['--lan-http', at(lan)]);
    expect((await entry.ended).code).toBe(1);
    expect(entry.stderr).toBe(
      `printraft: Port ${lan} on 127.0.0.1 is taken by another program; choose another with --lan-http HOST:PORT.\n`,
    );
    await expect(stat(join(data, 'shop.json'))).rejects.toThrow(/ENOENT/);
  });

  it('a damaged list of devices, while the door is asked for; otherwise the workstation goes on without', async () => {
    const { start, lan, data, cli, http } = await workplace();
    await writeFile(join(data, 'devices.json'), '{"format":1}');
    const entry = start(['--lan-http', at(lan)]);
    expect((await entry.ended).code).toBe(1);
    expect(entry.stderr).toMatch(/^printraft: .*devices\.json.* is damaged.*\.\n$/);
    await start([]).said(/Lan · /);
    await until('an answer', async () => (await fetch(`http://${at(http)}/api/v1/jobs`)).ok);
    const list = await cli('devices', 'list');
    expect(list.code).toBe(3);
    expect(list.stderr).toMatch(/is damaged: put a good one back/);
  });

  it('a variable that makes no sense', async () => {
    const { start } = await workplace();
    const entry = start([], { PRINTRAFT_LAN_HTTP: 'yes' });
    expect((await entry.ended).code).toBe(1);
    expect(entry.stderr).toMatch(/^printraft: PRINTRAFT_LAN_HTTP must be PORT or HOST:PORT/);
  });
});
