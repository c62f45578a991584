/** A shop with strangers on its LAN, and with members that are none any more: real machines, real sockets. */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Host, mayMakeNetworks, type Switch } from './discovery/testing/namespaces.ts';
import { belongs, computer, founded, invitation, network } from './testing/lan-people.ts';
import { LanWorkstation } from './testing/lan-workstation.ts';
import { emptyPlace } from './testing/place.ts';
import { maySniff, sniff } from './testing/sniffer.ts';
import { until } from './testing/until.ts';

const CLOCK_OFF = fileURLToPath(new URL('./testing/clock-off.cjs', import.meta.url));
const YEAR_MS = 365 * 24 * 3_600_000;

const add = async (workstation: LanWorkstation, id: string) =>
  /"success":\s*true/.test(
    (await workstation.ask('POST', '/api/v1/printers', { id, company: 'Prusa', model: 'MK4S' })) ?? '',
  );
const shows = async (workstation: LanWorkstation, id: string) =>
  (await workstation.ask('GET', '/api/v1/printers'))?.includes(id);

/** A second workstation of the shop, by invitation. */
async function joined(lan: Switch, number: number, first: LanWorkstation, members: number) {
  const fresh = await computer(lan, number);
  fresh.start('--join', await invitation(first, 'invitation', 1), '--name', `PC-${number}`);
  await until('both are one shop', async () => (await belongs(first, members)) && belongs(fresh, members));
  return fresh;
}

/** A computer that runs what its owner likes. */
function stranger(lan: Switch, number: number): Host {
  const host = new Host();
  onTestFinished(() => host.remove());
  host.plug(lan, `10.77.0.${number}/24`);
  return host;
}

async function textIn(directory: string): Promise<string> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe.runIf(mayMakeNetworks)('somebody on the LAN', { timeout: 120_000 }, () => {
  it.runIf(maySniff)('who takes down every packet reads no record, no invitation and no key', async () => {
    const lan = network();
    const tap = await sniff(lan, join(await emptyPlace(), 'packets'));
    const first = await founded(lan);
    const text = await invitation(first, 'invitation', 1);
    const second = await computer(lan, 2);
    second.start('--join', text, '--name', 'CNC-PC');
    await until('both are one shop', async () => (await belongs(first, 2)) && belongs(second, 2));
    expect(await add(first, 'Zeppelin-9000')).toBe(true);
    await until('it is there', () => shows(second, 'Zeppelin-9000'));
    // What is sent in the clear is taken down, or this test would prove nothing.
    const plain = `const s = require('dgram').createSocket('udp4'); s.send('in plain sight', 9, '10.77.0.1', () => s.close())`;
    await stranger(lan, 9).run(process.execPath, ['-e', plain]).ended;
    const heard = (await tap.stop()).toString('latin1');
    expect(heard).toContain('in plain sight');
    expect(heard.length).toBeGreaterThan(10_000);
    for (const secret of ['Zeppelin', 'MK4S', 'printer.create', 'PRIVATE KEY', text.slice(4, 40)])
      expect(heard).not.toContain(secret);
  });

  it('who floods every port with garbage keeps nobody from working', async () => {
    const lan = network();
    const first = await founded(lan);
    const second = await joined(lan, 2, first, 2);
    const flood = `
      const { randomBytes } = require('crypto');
      const udp = require('dgram').createSocket('udp4');
      setInterval(() => { for (let n = 0; n < 50; n++) udp.send(randomBytes(1 + Math.floor(Math.random() * 1200)), 5353, '10.77.0.1'); }, 5);
      const again = () => {
        const socket = require('net').connect(7100, '10.77.0.1', () => socket.write(randomBytes(4096)));
        socket.on('error', () => {}).on('close', () => setTimeout(again, 5));
      };
      for (let n = 0; n < 300; n++) again();
      setTimeout(() => console.log('flooding'), 500);
    `;
    const attacker = stranger(lan, 9).run(process.execPath, ['-e', flood]);
    await attacker.said(/flooding/);
    let slowest = 0;
    for (let n = 0; n < 20; n += 1) {
      const began = performance.now();
      expect(await add(n % 2 === 0 ? first : second, `P-${n}`)).toBe(true);
      slowest = Math.max(slowest, performance.now() - began);
    }
    await until('it is there', () => shows(second, 'P-18'));
    console.info(
      `under the flood the slowest of 20 writes took ${Math.round(slowest)} ms, a process's start included`,
    );
    expect(slowest).toBeLessThan(5_000);
  });

  it('who founds a shop with a strange name, or none, is told so, and shown as what it is: text', async () => {
    const lan = network();
    const fresh = await computer(lan, 1);
    await fresh.start('--name', 'Office').said(/no shop yet/);
    for (const shop of ['x'.repeat(10_000), '', 'a\u001b[2Jb']) {
      const refused = await fresh.manage({ action: 'found', shop, name: 'Office' });
      expect(refused).toMatchObject({ ok: false });
      expect(JSON.stringify(refused).length).toBeLessThan(300);
    }
    const shop = '<img src=x onerror=alert(1)> 株式会社';
    expect(await fresh.manage({ action: 'found', shop, name: 'Office' })).toMatchObject({ ok: true });
    const other = await computer(lan, 2);
    await other.start('--name', 'office').said(/no shop yet/);
    await until('the shop in sight', async () => (await other.membership())?.lobby?.shops[0]?.shop === shop);
    const text = await invitation(fresh, 'invitation', 1);
    await other.manage({ action: 'joinWith', name: 'office', invitation: text });
    await until('both are one shop', async () => (await belongs(fresh, 2)) && belongs(other, 2));
    // Two with one name would be one to their users.
    expect((await fresh.membership())?.members.map(({ name }) => name)).toEqual(['Office', 'office 2']);
  });
});

describe.runIf(mayMakeNetworks)('a member', { timeout: 120_000 }, () => {
  it('that is removed while it hangs, with its connections open, gets nothing more (edge case 20)', async () => {
    const lan = network();
    const first = await founded(lan);
    const second = await joined(lan, 2, first, 2);
    expect(await add(first, 'before')).toBe(true);
    await until('it is there', () => shows(second, 'before'));
    second.signal('SIGSTOP');
    const row = (await first.membership())?.members.find(({ name }) => name === 'PC-2');
    expect(await first.manage({ action: 'remove', id: row?.id ?? '' })).toMatchObject({ ok: true });
    await until('it is out', async () => (await first.membership())?.members.length === 1);
    expect(await add(first, 'behind-its-back')).toBe(true);
    second.signal('SIGCONT');
    await until('it is told', async () => (await second.membership())?.lobby?.former !== null);
    const kept = await textIn(second.data);
    expect(kept).toContain('before');
    expect(kept).not.toContain('behind-its-back');
  });

  it('whose disk was copied is one member still: the copy is refused, and told what to do (edge case 21)', async () => {
    const lan = network();
    const first = await founded(lan);
    const second = await joined(lan, 2, first, 2);
    await second.stop();
    const copy = await computer(lan, 3);
    await cp(second.data, copy.data, { recursive: true });
    second.start();
    await until('it is back', async () => (await belongs(second, 2)) && add(second, 'by the first'));
    copy.start();
    await until('the copy is told', async () =>
      /copy/.test((await copy.membership())?.lobby?.former?.sentence ?? ''),
    );
    expect((await copy.membership())?.lobby?.former?.sentence).toMatch(/start over here, and join the shop/);
    expect(await add(second, 'and it goes on')).toBe(true);
    expect(await belongs(first, 2)).toBe(true);
  });

  it.each([-YEAR_MS, YEAR_MS])(
    'whose clock is off by %d ms joins, works and comes back like any other',
    async (ms) => {
      const lan = network();
      const first = await founded(lan);
      const host = stranger(lan, 2);
      const place = await emptyPlace();
      const clock = join(place, 'clock');
      await writeFile(clock, `${ms}`);
      const setting = { node: ['--require', CLOCK_OFF], env: { PRINTRAFT_CLOCK_FILE: clock } };
      const second = new LanWorkstation(host, join(place, 'data'), setting);
      second.start('--join', await invitation(first, 'invitation', 1), '--name', 'CNC-PC');
      await until('both are one shop', async () => (await belongs(first, 2)) && belongs(second, 2));
      expect(await add(second, 'off')).toBe(true);
      await second.stop();
      second.start();
      await until('it is back', async () => (await belongs(second, 2)) && shows(second, 'off'));
    },
  );
});
