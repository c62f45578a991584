/** Machines are switched on and off, sleep and move; five of them, each on a computer of its own. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mayMakeNetworks } from './discovery/testing/namespaces.ts';
import { type Computer, openShop, untilLed } from './faults/testing/lan-shop.ts';
import { operationOf } from './faults/testing/talk.ts';
import { belongs, computers, founded, invitation, network } from './testing/lan-people.ts';
import type { LanWorkstation } from './testing/lan-workstation.ts';
import { until } from './testing/until.ts';

const ORDERS = [
  [1, 2, 3, 4, 5],
  [5, 3, 1, 4, 2],
] as const;
/** Before and after what is measured there is load, too. */
const BESIDE_MS = 1_500;

const write = async ({ workstation }: Pick<Computer, 'workstation'>, id: string) =>
  /"success":\s*true/.test(
    (await workstation.ask('POST', '/api/v1/printers', { id, company: 'C', model: 'M' })) ?? '',
  );

async function leaderOf(computers: readonly Computer[]): Promise<Computer> {
  return until('a leader', async () => {
    const now = await computers[0]?.workstation.membership();
    const id = now?.members.find(({ leader }) => leader)?.id;
    return computers.find(({ number }) => id === `w-${number}`);
  });
}

/** The longest time without a write that was acknowledged to clients elsewhere, while `act` was done, ms. */
async function pauseIn(others: readonly Computer[], act: () => Promise<unknown>) {
  const agents = others.map((computer, n) => computer.clients(n * 2, 2));
  await Promise.all(agents.map((agent) => agent.said(/"returned"/)));
  await pause(BESIDE_MS);
  await act();
  await pause(BESIDE_MS);
  for (const agent of agents) agent.endInput();
  await Promise.all(agents.map(({ ended }) => ended));
  const writes = agents
    .flatMap(({ stdout }) => stdout.trim().split('\n').map(operationOf))
    .filter(({ input }) => input.kind === 'write');
  const moments = writes
    .map(({ returned }) => returned)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const gaps = moments.slice(1).map((moment, n) => moment - (moments[n] ?? moment));
  return { ms: Math.round(Math.max(...gaps)), writes: writes.length };
}

describe.runIf(mayMakeNetworks)('five workstations', { timeout: 120_000 }, () => {
  it('switched off and on together, in any order, work within 5 s of the majority being there', async () => {
    const computers = await openShop();
    for (const order of ORDERS) {
      await Promise.all(computers.map(({ workstation }) => workstation.stop()));
      const starts = order.flatMap((number) => computers.slice(number - 1, number).map((one) => one.start()));
      await Promise.all(starts.slice(0, 3));
      const began = performance.now();
      const id = `P-${order.join('')}`;
      await until('a write', async () => {
        const tries = await Promise.all(computers.map((computer) => write(computer, id)));
        return tries.some(Boolean);
      });
      const ms = Math.round(performance.now() - began);
      await Promise.all(starts);
      console.info(`switched on as ${order.join(', ')}: a write ${ms} ms after the third was there`);
      expect(ms).toBeLessThan(5_000);
    }
  });

  it('hardly pause when the leader quits in good order, or its computer goes to sleep', async () => {
    const computers = await openShop();
    const quits = await leaderOf(computers);
    const staying = computers.filter((one) => one !== quits);
    const quit = await pauseIn(staying, () => quits.workstation.stop());
    console.info(`the leader quit: ${quit.ms} ms without a write, among ${quit.writes}`);
    expect(quit.ms).toBeLessThan(1_000);
    await quits.start();
    await untilLed(computers);

    const sleeps = await leaderOf(computers);
    const awake = computers.filter((one) => one !== sleeps);
    const slept = await pauseIn(awake, async () => {
      sleeps.signal('SIGUSR2');
      await until('another leader', async () => (await leaderOf(awake)) !== sleeps);
      sleeps.freeze();
    });
    console.info(`the leader slept: ${slept.ms} ms without a write, among ${slept.writes}`);
    expect(slept.ms).toBeLessThan(2_500);
    expect(await write(awake[0] ?? sleeps, 'meanwhile')).toBe(true);
    sleeps.thaw();
    await until('it has caught up', async () =>
      (await sleeps.workstation.ask('GET', '/api/v1/printers'))?.includes('meanwhile'),
    );
  });

  it('too few of them say for whom they wait, until one of those is back', async () => {
    const computers = await openShop();
    const [first, second, ...off] = computers;
    if (first === undefined || second === undefined) throw new Error('There are five.');
    await Promise.all(off.map((one) => one.kill('program', Math.random)));
    const waiting = async () => (await first.workstation.membership())?.waitingFor;
    await until('it waits', async () => (await waiting())?.names.length === 3);
    expect(await waiting()).toEqual({ count: 1, names: ['W3', 'W4', 'W5'] });
    expect(await write(first, 'never')).toBe(false);
    expect(await first.workstation.ask('GET', '/NodeStatus')).not.toBeNull();
    await off[0]?.start();
    await until('it works again', () => write(first, 'again'));
    expect(await waiting()).toBeNull();
  });
});

describe.runIf(mayMakeNetworks)('three workstations that found each other', { timeout: 120_000 }, () => {
  it('find one again that has another address, whether it was off meanwhile or not, and know it from then on', async () => {
    const lan = network();
    const first = await founded(lan);
    const [second, moved] = (await computers(lan, [2, 3])) as [LanWorkstation, LanWorkstation];
    const text = await invitation(first, 'invitation', 5);
    second.start('--join', text, '--name', 'CNC-PC');
    moved.start('--join', text, '--name', 'Laser-PC');
    const all = [first, second, moved];
    const areThree = async () => (await Promise.all(all.map((one) => belongs(one, 3)))).every(Boolean);
    await until('three members', areThree, 30_000);

    const isKnownAt = (host: string) => async () => {
      const told = await Promise.all([first, second].map((one) => one.membership()));
      return told.every((now) => {
        const row = now?.members.find(({ name }) => name === 'Laser-PC');
        return row?.reachable === true && row.link?.host === host;
      });
    };
    await moved.stop();
    expect(await write({ workstation: first }, 'P-off')).toBe(true);
    moved.host.readdress('10.77.0.77/24');
    const began = performance.now();
    moved.start();
    const printers = () => moved.ask('GET', '/api/v1/printers');
    await until('it has what it missed', async () => (await printers())?.includes('P-off'), 20_000);
    const back = Math.round(performance.now() - began);
    await until('all know', isKnownAt('10.77.0.77'), 30_000);
    const known = Math.round(performance.now() - began);
    console.info(`with a new address up to date ${back} ms after the start, known to all after ${known} ms`);

    moved.host.readdress('10.77.0.78/24');
    const again = performance.now();
    await until('all know', isKnownAt('10.77.0.78'), 60_000);
    console.info(
      `a new address while running is known to all after ${Math.round(performance.now() - again)} ms`,
    );
    expect(await write({ workstation: moved }, 'P-moved')).toBe(true);
  });
});
