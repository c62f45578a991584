/** A workstation on a network full of other people's packets, and of malicious ones, is there and finds others. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningProcess } from '../testing/running-process.ts';
import { until } from '../testing/until.ts';
import { type LanNode, startNode } from './testing/lan-node.ts';
import { Host, mayMakeNetworks, Switch } from './testing/namespaces.ts';
import type { Stats } from './testing/node-program.ts';
import { buildPrograms, type Programs } from './testing/programs.ts';

/** Milliseconds; ours are far below, but a loaded machine may let a process wait. */
const MAX_DELAY = { p99: 50, max: 250 };
/** Bytes of live objects that whatever was sent may leave. */
const MAX_GROWTH = 8 * 1024 * 1024;
/** From as many addresses as it takes to use up what is looked at in a second. */
const ADDRESSES = Array.from({ length: 64 }, (_, n) => `10.77.1.${n + 1}`);

let programs: Programs;
let lan: Switch;
let victim: LanNode;
let before: Stats;
const hosts: Host[] = [];

function computer(address: string): Host {
  const made = new Host();
  hosts.push(made);
  made.plug(lan, address);
  return made;
}

function flood(kind: string, count: number, addresses = ADDRESSES): RunningProcess {
  const attacker = computer(`${addresses[0] ?? ''}/16`);
  for (const address of addresses.slice(1)) attacker.addAddress(`${address}/16`);
  return attacker.run(process.execPath, [programs.flood, kind, String(count), addresses.join(',')]);
}

/** What it did to the workstation: whose time, memory and drops. */
async function harm(): Promise<Stats> {
  const stats = await victim.stats();
  const total = Object.values(stats.drops).reduce((sum, count) => sum + count, 0);
  const growth = Math.round((stats.heap - before.heap) / 1024);
  console.info(`p99 ${stats.delay.p99} ms, max ${stats.delay.max} ms, heap ${growth} KiB, ${total} dropped`);
  expect(stats.delay.p99).toBeLessThan(MAX_DELAY.p99);
  expect(stats.delay.max).toBeLessThan(MAX_DELAY.max);
  expect(stats.heap - before.heap).toBeLessThan(MAX_GROWTH);
  return stats;
}

describe.runIf(mayMakeNetworks)('a workstation goes on, and finds who comes meanwhile, in', () => {
  beforeAll(async () => {
    programs = await buildPrograms();
  });
  afterAll(() => programs.remove());

  beforeEach(async () => {
    lan = new Switch();
    victim = await startNode(programs.node, computer('10.77.0.1/16'), 'victim');
    before = await victim.stats();
    victim.tell({ do: 'measure' });
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.remove()));
    lan.remove();
  });

  it('a flood of packets of other services', async () => {
    const flooding = flood('foreign', 30_000, ['10.77.1.1']);
    const friend = await startNode(programs.node, computer('10.77.0.2/16'), 'friend');
    await Promise.all([victim.sees(['friend']), friend.sees(['victim'])]);
    await flooding.said(/^sent$/m, 60_000);
    const { drops } = await harm();
    expect(drops).toEqual({ 'too many from one source': expect.any(Number) as number });
  });

  it('a packet of 18 bytes that would hold its parser for ever', async () => {
    const flooding = flood('self', 1, ['10.77.1.1']);
    await flooding.said(/^sent$/m);
    const friend = await startNode(programs.node, computer('10.77.0.2/16'), 'friend');
    await Promise.all([victim.sees(['friend']), friend.sees(['victim'])]);
    expect((await harm()).drops).toEqual({ 'bad name': 1 });
  });

  it('announcements from addresses that are in no network of its own', async () => {
    const stranger = computer('192.168.9.1/24');
    const flooding = stranger.run(process.execPath, [programs.flood, 'many', '10', '192.168.9.1']);
    await flooding.said(/^sent$/m);
    const friend = await startNode(programs.node, computer('10.77.0.2/16'), 'friend');
    await Promise.all([victim.sees(['friend']), friend.sees(['victim'])]);
    expect((await harm()).drops).toEqual({ 'not of this network': 10 });
  });

  it('100,000 packets with bytes changed at random, from 64 addresses', async () => {
    const flooding = flood('fuzz', 100_000);
    const friend = await startNode(programs.node, computer('10.77.0.2/16'), 'friend');
    const seesFriend = () => victim.seen().some(({ node }) => node === 'friend');
    await until('the friend', seesFriend);
    await flooding.said(/^sent$/m, 60_000);
    const { drops } = await harm();
    for (const reason of ['bad name', 'record of another shape', 'record beyond the packet']) {
      expect(drops[reason], reason).toBeGreaterThan(0);
    }
    expect(drops['too many from all sources']).toBeGreaterThan(0);
    expect(victim.isRunning).toBe(true);
    // The friend hears the same flood, and the victim’s answer may be among what is too much for it.
    await until('the victim', () => friend.seen().some(({ node }) => node === 'victim'));
  });

  it('more workstations than there are: whom it knew stays, and the rest has an end', async () => {
    const friend = await startNode(programs.node, computer('10.77.0.2/16'), 'friend');
    await victim.sees(['friend']);
    const flooding = flood('many', 20_000);
    await flooding.said(/^sent$/m, 60_000);
    const { drops } = await harm();
    expect(victim.seen().length).toBeLessThanOrEqual(256);
    expect(victim.seen().map(({ node }) => node)).toContain('friend');
    expect(drops['too many workstations']).toBeGreaterThan(0);
    // What comes within the flood's last second may still be one too many.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await friend.stop();
    await until('the friend gone', () => !victim.seen().some(({ node }) => node === 'friend'));
  });
});
