/** Workstations on a network of their own become one shop, by the means that people and installers have. */
import { writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayMakeNetworks } from './discovery/testing/namespaces.ts';
import { belongs, computer, computers, founded, invitation, network } from './testing/lan-people.ts';
import type { LanWorkstation } from './testing/lan-workstation.ts';
import { emptyPlace } from './testing/place.ts';
import { until } from './testing/until.ts';

const joiningOf = async (workstation: LanWorkstation) => (await workstation.membership())?.lobby?.joining;

describe.runIf(mayMakeNetworks)('a new workstation', () => {
  it('shows the shops that it sees, and joins and founds none by itself', async () => {
    const lan = network();
    await founded(lan);
    const fresh = await computer(lan, 2);
    await fresh.start().said(/no shop yet/);
    await until('the shop in sight', async () => {
      const shops = (await fresh.membership())?.lobby?.shops ?? [];
      return shops.some(
        ({ shop, workstations }) => shop === 'Northside' && workstations[0]?.name === 'Office',
      );
    });
    expect(await joiningOf(fresh)).toEqual({ phase: 'idle' });
    expect(existsSync(join(fresh.data, 'shop.json'))).toBe(false);
  });

  it('gets in by six digits that both screens show, once a member approves', async () => {
    const lan = network();
    const first = await founded(lan);
    const fresh = await computer(lan, 2);
    await fresh.start('--name', 'CNC-PC').said(/no shop yet/);
    await until('the shop in sight', async () => (await fresh.membership())?.lobby?.shops.length === 1);
    const [shop] = (await fresh.membership())?.lobby?.shops ?? [];
    const began = performance.now();
    await fresh.manage({ action: 'join', name: 'CNC-PC', clusterId: shop?.clusterId ?? '' });
    await until('digits here', async () => (await joiningOf(fresh))?.phase === 'compare');
    const shown = await joiningOf(fresh);
    const [request] = (await first.membership())?.membership?.requests ?? [];
    expect(request).toMatchObject({ name: 'CNC-PC', digits: shown?.phase === 'compare' ? shown.digits : '' });
    expect(request?.digits).toMatch(/^\d{6}$/);
    await first.manage({ action: 'approve', id: request?.id ?? '' });
    expect((await fresh.membership())?.lobby).not.toBeNull();
    await fresh.manage({ action: 'confirm' });
    await until('both are one shop', async () => (await belongs(first, 2)) && belongs(fresh, 2));
    console.info(`joined by digits ${Math.round(performance.now() - began)} ms after the first click`);
  });

  it('gets in by an invitation, as often as it allows, and with one sentence where it is wrong', async () => {
    const lan = network();
    const first = await founded(lan);
    const [second, third] = (await computers(lan, [2, 3])) as [LanWorkstation, LanWorkstation];
    const text = await invitation(first, 'invitation', 1);
    const began = performance.now();
    second.start('--join', text, '--name', 'CNC-PC');
    await until('both are one shop', async () => (await belongs(first, 2)) && belongs(second, 2));
    console.info(`joined by invitation ${Math.round(performance.now() - began)} ms after the start`);
    third.start('--join', text);
    await until('a refusal', async () => (await joiningOf(third))?.phase === 'failed');
    expect(await joiningOf(third)).toEqual({
      phase: 'failed',
      sentence: 'The invitation has been used as often as it allows; ask for a new one.',
    });
    await third.manage({ action: 'joinWith', name: 'Third', invitation: text.slice(0, -7) });
    await until('another refusal', async () => JSON.stringify(await joiningOf(third)).includes('missing'));
  });
});

describe.runIf(mayMakeNetworks)('five workstations with a key file', () => {
  it('are members of the one shop within 30 s, with nobody at hand', async () => {
    const lan = network();
    const first = await founded(lan);
    const fresh = await computers(lan, [2, 3, 4, 5, 6]);
    const key = join(await emptyPlace(), 'shop.key');
    await writeFile(key, await invitation(first, 'keyFile'), { mode: 0o600 });
    const began = performance.now();
    for (const workstation of fresh) workstation.start('--key', key);
    const all = [first, ...fresh];
    await until(
      'six members everywhere',
      async () => {
        const belonging = await Promise.all(all.map((workstation) => belongs(workstation, 6)));
        return belonging.every((one) => one);
      },
      30_000,
    );
    console.info(`six are members ${Math.round(performance.now() - began)} ms after five were started`);
    const shops = await Promise.all(all.map(async (one) => (await one.membership())?.shop));
    expect(new Set(shops)).toEqual(new Set(['Northside']));
  });

  it('wait and say so while the shop is off, found nothing, and get in once it is back', async () => {
    const lan = network();
    const first = await founded(lan);
    const text = await invitation(first, 'keyFile');
    await first.stop();
    const key = join(await emptyPlace(), 'shop.key');
    await writeFile(key, text, { mode: 0o600 });
    const fresh = await computers(lan, [2, 3]);
    for (const workstation of fresh) workstation.start('--key', key);
    for (const workstation of fresh) {
      await until('it waits', async () => (await joiningOf(workstation))?.phase === 'connecting');
      expect(await joiningOf(workstation)).toEqual({
        phase: 'connecting',
        sentence: 'Waiting for a workstation of "Northside" to answer: one of them has to be on.',
      });
      expect(existsSync(join(workstation.data, 'shop.json'))).toBe(false);
    }
    first.start();
    await until(
      'three members',
      async () => {
        const belonging = await Promise.all([first, ...fresh].map((one) => belongs(one, 3)));
        return belonging.every((one) => one);
      },
      30_000,
    );
  });
});

describe.runIf(mayMakeNetworks)('two shops on one network', () => {
  it('never mix: a key of the one is nothing to the other', async () => {
    const lan = network();
    const first = await founded(lan);
    const other = await computer(lan, 2);
    await other.start('--found', 'Southside').said(/Southside/);
    const key = join(await emptyPlace(), 'shop.key');
    await writeFile(key, await invitation(first, 'keyFile'), { mode: 0o600 });
    await first.stop('SIGKILL');
    const fresh = await computer(lan, 3);
    fresh.start('--key', key);
    await until('the other shop in sight', async () => {
      return (await fresh.membership())?.lobby?.shops.some(({ shop }) => shop === 'Southside') ?? false;
    });
    expect(await joiningOf(fresh)).toMatchObject({ phase: 'connecting' });
    expect(await belongs(other, 1)).toBe(true);
    first.start();
    await until('its own shop', async () => belongs(fresh, 2), 30_000);
    expect(await belongs(other, 1)).toBe(true);
  });
});

describe.runIf(mayMakeNetworks)('a workstation that was removed', () => {
  it('is cut off, is told so, keeps its records aside, and may join anew', async () => {
    const lan = network();
    const first = await founded(lan);
    const second = await computer(lan, 2);
    second.start('--join', await invitation(first, 'invitation', 5), '--name', 'CNC-PC');
    await until('both are one shop', async () => (await belongs(first, 2)) && belongs(second, 2));
    const row = (await first.membership())?.members.find(({ name }) => name === 'CNC-PC');
    expect(await first.manage({ action: 'remove', id: row?.id ?? '' })).toMatchObject({ ok: true });
    await until('it knows', async () => (await second.membership())?.lobby?.former?.shop === 'Northside');
    expect(await belongs(first, 1)).toBe(true);
    const again = await invitation(first, 'invitation', 1);
    expect(await second.manage({ action: 'joinWith', name: 'CNC-PC', invitation: again })).toMatchObject({
      ok: false,
      code: 'former',
    });
    await second.manage({ action: 'startOver' });
    await second.manage({ action: 'joinWith', name: 'CNC-PC', invitation: again });
    await until('both are one shop', async () => (await belongs(first, 2)) && belongs(second, 2));
  });
});
