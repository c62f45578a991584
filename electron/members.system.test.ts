/** Who belongs to the shop, managed from the command line against real workstations on this computer. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePorts } from './testing/free-ports.ts';
import { emptyPlace, started } from './testing/place.ts';

type Place = Readonly<{ address: string; link: string }>;

async function workstation(...flags: readonly string[]): Promise<Place> {
  const [http = 0, link = 0] = await freePorts(2);
  const place = { address: `127.0.0.1:${http}`, link: `127.0.0.1:${link}` };
  const at = ['--http', place.address, '--link', place.link];
  const data = await emptyPlace();
  await started('headless', ['--data', data, ...at, ...flags]).said(/ · http:\/\//);
  return place;
}

async function run({ address }: Place, ...args: readonly string[]) {
  const entry = started('printraft', args, { env: { PRINTRAFT_HTTP: address } });
  const { code } = await entry.ended;
  return { code, out: entry.stdout, err: entry.stderr };
}

async function json(place: Place, ...args: readonly string[]): Promise<unknown> {
  const { code, out, err } = await run(place, ...args, '--json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

const office = () => workstation('--found', 'Northside', '--name', 'Office');
const newcomer = () => workstation('--name', 'CNC-PC');

describe('printraft', () => {
  it('lets somebody in by digits that are the same on both, and not by others', async () => {
    const [member, fresh] = [await office(), await newcomer()];
    expect((await run(fresh, 'members')).err).toMatch(/belongs to no shop yet/);
    const asked = await run(fresh, 'shops', 'join', member.link);
    const [, digits = ''] = /The digits are (\d{6})/.exec(asked.out) ?? [];
    expect(await json(member, 'requests')).toMatchObject([{ name: 'CNC-PC', digits }]);
    const other = digits === '000000' ? '111111' : '000000';
    expect(await run(member, 'requests', 'approve', 'CNC-PC', other)).toMatchObject({ code: 1, out: '' });
    expect(await run(fresh, 'shops', 'confirm', other)).toMatchObject({ code: 1, out: '' });
    expect((await run(member, 'requests', 'approve', 'CNC-PC', digits)).out).toBe('CNC-PC is let in.\n');
    expect((await run(fresh, 'shops', 'confirm', digits)).out).toBe(
      'This workstation belongs to Northside.\n',
    );
    expect(await json(fresh, 'members')).toMatchObject([{ name: 'Office' }, { name: 'CNC-PC', self: true }]);
  });

  it('invites, renames, says who is always on, removes, and withdraws what that one may know', async () => {
    const [member, fresh] = [await office(), await newcomer()];
    const made = (await json(member, 'invite', '--label', 'Ben', '--uses', '2')) as { text: string };
    expect(await json(member, 'invitations')).toMatchObject([{ label: 'Ben', usesLeft: 2 }]);
    expect((await run(fresh, 'shops', 'join-with', made.text)).out).toMatch(/belongs to Northside/);
    expect((await run(member, 'members', 'rename', 'CNC-PC', 'Laser-PC')).code).toBe(0);
    expect((await run(member, 'members', 'rename', 'Laser-PC', 'Office')).err).toBe(
      'printraft: Another workstation is called "Office".\n',
    );
    expect((await run(member, 'members', 'pin', 'laser-pc')).out).toBe('Laser-PC counts as always on.\n');
    expect(await json(member, 'members')).toMatchObject([{}, { name: 'Laser-PC', pinned: true }]);
    expect((await run(member, 'members', 'leave', 'Laser-PC')).err).toMatch(/is not this workstation/);
    expect((await run(member, 'members', 'remove', 'Laser-PC')).code).toBe(0);
    expect(await json(member, 'invitations')).toEqual([]);
    expect((await run(member, 'members', 'leave', 'Office')).err).toMatch(/only workstation/);
  });

  it('writes a key file that only its user reads, and never over another', async () => {
    const member = await office();
    const path = join(await emptyPlace(), 'shop.key');
    expect((await run(member, 'shop-key', path, '--days', '2')).out).toMatch(
      /lets workstations in for 2 days/,
    );
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    const before = await readFile(path, 'utf8');
    expect((await run(member, 'shop-key', path)).err).toMatch(/there is such a file already/);
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await json(member, 'invitations')).toHaveLength(1);
    expect((await run(member, 'shop-key', join(path, 'x'))).code).toBe(1);
  });

  it.each([
    [['invite', '--uses', '1.5'], '--uses must be a whole number, or any, not "1.5".'],
    [['invite', '--hours', '-1'], '--hours must be a number above 0 and up to 4392, not "-1".'],
    [['shop-key', 'f', '--days', 'x'], '--days must be a number above 0 and up to 183, not "x".'],
    [['shops', 'join', 'x'], 'This workstation belongs to the shop "Northside" already.'],
    [['members', 'pin', 'Attic'], 'There is no workstation "Attic"; printraft members lists them.'],
  ])('says what is wrong with %j', async (args, sentence) => {
    const member = await office();
    const { code, err } = await run(member, ...args);
    expect(err).toBe(`printraft: ${sentence}\n`);
    expect([1, 2]).toContain(code);
  });
});
