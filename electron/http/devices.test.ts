import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DeviceRefused, DevicesError, isTokenShaped, openDevices } from './devices.ts';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'printraft-devices-'));
  file = join(directory, 'devices.json');
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
});

const NOON = Date.parse('2026-11-26T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;
const logged: string[] = [];
const open = (now = () => NOON) => openDevices(directory, (sentence) => logged.push(sentence), now);
const rightsOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('a device', () => {
  it('is known by its token, after a restart too, and the token is nowhere on the disk', async () => {
    const devices = await open();
    const { device, token } = await devices.add('Tablet');
    expect(isTokenShaped(token)).toBe(true);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(devices.find(token)).toMatchObject({ id: device.id, name: 'Tablet' });
    await devices.settled();
    const again = await open();
    expect(again.find(token)).toMatchObject({ id: device.id, createdAt: NOON });
    const text = await readFile(file, 'utf8');
    for (const form of ['utf8', 'base64', 'hex'] as const)
      expect(text).not.toContain(Buffer.from(token).toString(form));
    expect(text).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  it('is nobody with any other token', async () => {
    const devices = await open();
    const { token } = await devices.add('Tablet');
    const other = token.startsWith('A') ? `B${token.slice(1)}` : `A${token.slice(1)}`;
    for (const wrong of [
      '',
      other,
      token.slice(1),
      `${token}=`,
      ` ${token}`,
      token.toUpperCase(),
      '\u{1f5a8}',
    ])
      expect(devices.find(wrong), wrong).toBeNull();
  });

  it('that is removed is nobody, here and after a restart, and is told of', async () => {
    const devices = await open();
    const removed: string[] = [];
    devices.watchRemoved((id) => removed.push(id));
    const { device, token } = await devices.add('Tablet');
    const kept = await devices.add('Phone');
    expect(await devices.remove('TABLET')).toBe(true);
    expect(removed).toEqual([device.id]);
    expect(devices.find(token)).toBeNull();
    expect(await devices.remove('Tablet')).toBe(false);
    const again = await open();
    expect(again.find(token)).toBeNull();
    expect(again.find(kept.token)).toMatchObject({ name: 'Phone' });
  });

  it('has a name of its own', async () => {
    const devices = await open();
    await devices.add('Büro 1');
    for (const name of ['Büro 1', 'BÜRO 1', 'Bu\u0308ro 1', 'Büro １'])
      await expect(devices.add(name)).rejects.toBeInstanceOf(DeviceRefused);
    // Also where both come at once.
    const twice = await Promise.allSettled([devices.add('Shed'), devices.add('shed')]);
    expect(twice.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(devices.list().map(({ name }) => name)).toEqual(['Büro 1', 'Shed']);
  });

  it('shows the day on which it came last, written once a day', async () => {
    let time = NOON;
    const devices = await open(() => time);
    const { token } = await devices.add('Tablet');
    expect(devices.list()[0]?.lastUsedDay).toBeNull();
    devices.find(token);
    await devices.settled();
    const first = await readFile(file, 'utf8');
    time += 1000;
    devices.find(token);
    await devices.settled();
    expect(await readFile(file, 'utf8')).toBe(first);
    time += DAY;
    devices.find(token);
    await devices.settled();
    expect((await open()).list()[0]?.lastUsedDay).toBe('2026-11-27');
  });

  it('that comes while it is removed does not come back', async () => {
    const devices = await open();
    const { token } = await devices.add('Tablet');
    const removing = devices.remove('Tablet');
    devices.find(token);
    await removing;
    await devices.settled();
    expect(devices.find(token)).toBeNull();
    expect((await open()).list()).toEqual([]);
  });

  it('is one of at most 256', async () => {
    const device = (n: number) => ({
      id: n.toString(16).padStart(16, '0'),
      name: `Device ${n}`,
      sha256: n.toString(16).padStart(64, '0'),
      createdAt: NOON,
      lastUsedDay: null,
    });
    const all = Array.from({ length: 256 }, (_, n) => device(n));
    await writeFile(file, JSON.stringify({ format: 1, devices: all }));
    const devices = await open();
    expect(devices.list()).toHaveLength(256);
    await expect(devices.add('One more')).rejects.toThrow(/256 devices/);
  });
});

describe('the file', () => {
  it('is its user’s alone, also where a backup was put back with other rights', async () => {
    await (await open()).add('Tablet');
    expect(await rightsOf(file)).toBe(0o600);
    await chmod(file, 0o644);
    // What a crash left of an earlier write.
    await writeFile(`${file}.tmp`, 'x', { mode: 0o666 });
    const devices = await open();
    expect(await rightsOf(file)).toBe(0o600);
    await devices.add('Phone');
    expect(await rightsOf(file)).toBe(0o600);
  });

  it.each([
    ['no JSON', '{', /cannot be read/],
    ['of another shape', '{"format":1,"devices":[{"id":"x"}]}', /is damaged: put a good one back/],
    ['with more than it knows', '{"format":1,"devices":[],"more":1}', /is damaged/],
    ['of a newer program', '{"format":2,"devices":[]}', /newer PrintRaft: update/],
  ])('that is %s is refused with a sentence, and left as it is', async (_what, text, sentence) => {
    await writeFile(file, text);
    const opening = open();
    await expect(opening).rejects.toBeInstanceOf(DevicesError);
    await expect(opening).rejects.toThrow(sentence);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('that cannot be written leaves everything as it was', async () => {
    const devices = await open();
    const { token } = await devices.add('Tablet');
    // A folder in the way of the new contents.
    await mkdir(`${file}.tmp`);
    await expect(devices.remove('Tablet')).rejects.toBeInstanceOf(DevicesError);
    await expect(devices.add('Phone')).rejects.toThrow(/nothing was changed/);
    expect(devices.find(token)).toMatchObject({ name: 'Tablet' });
    expect(devices.list()).toHaveLength(1);
    await rm(`${file}.tmp`, { recursive: true });
    expect(await devices.remove('Tablet')).toBe(true);
  });
});
