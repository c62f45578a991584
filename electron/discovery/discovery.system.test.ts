/** Workstations on networks of their own find each other, whatever those networks are like. */
import { DNSPacket } from 'dns-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import type { DiscoveryOptions } from './discovery.ts';
import { type LanNode, saying, startNode } from './testing/lan-node.ts';
import { Host, mayMakeNetworks, Switch } from './testing/namespaces.ts';
import { buildPrograms, type Programs } from './testing/programs.ts';
import type { Announcement } from './types.ts';

let programs: Programs;
const hosts: Host[] = [];
const switches: Switch[] = [];

function newSwitch(): Switch {
  const made = new Switch();
  switches.push(made);
  return made;
}

/** A computer, plugged in unless there is no switch. */
function computer(into: Switch | null = null, address = ''): Host {
  const made = new Host();
  hosts.push(made);
  if (into !== null) made.plug(into, address);
  return made;
}

const start = (host: Host, node: string | Announcement | null, options: DiscoveryOptions = {}) =>
  startNode(programs.node, host, node, options);

/** Waits until nobody has spoken for so long that everybody may speak at once (RFC 6762 §6). */
async function silence(lan: Switch): Promise<void> {
  let [packets, since] = [lan.packets(), performance.now()];
  await until('silence', () => {
    const now = lan.packets();
    if (now !== packets) [packets, since] = [now, performance.now()];
    return performance.now() - since > 1_100;
  });
}

/** Waits for time to pass where that is the point. */
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** So long an announcement is kept where a test waits for its end. */
const SHORT = { ttlSeconds: 3 };

describe.runIf(mayMakeNetworks)('workstations', () => {
  beforeAll(async () => {
    programs = await buildPrograms();
  });
  afterAll(() => programs.remove());
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.remove()));
    for (const each of switches.splice(0)) each.remove();
  });

  describe('find each other', () => {
    it.each([
      ['with a way to the internet', true],
      ['on a switch without any way out', false],
    ])('%s, in a moment', async (_what, hasRoute) => {
      const lan = newSwitch();
      const [a, b] = [computer(lan, '10.77.0.1/24'), computer(lan, '10.77.0.2/24')];
      if (hasRoute) for (const host of [a, b]) host.route('10.77.0.254');
      const first = await start(a, 'a');
      await silence(lan);
      const shopless = saying('b', { clusterId: null, shop: '', port: 7_105 });
      const second = await start(b, shopless);
      const took = await Promise.all([first.sees(['b']), second.sees(['a'])]);
      console.info(`found in ${took.join(' and ')} ms`);
      expect(Math.max(...took)).toBeLessThan(500);
      expect(second.seen()).toEqual([{ ...saying('a'), hosts: ['10.77.0.1'] }]);
      expect(first.seen()).toEqual([{ ...shopless, hosts: ['10.77.0.2'] }]);
    });

    it('at all addresses, over cable and Wi-Fi', async () => {
      const [cable, radio] = [newSwitch(), newSwitch()];
      const [a, b] = [computer(cable, '10.77.0.1/24'), computer(cable, '10.77.0.2/24')];
      for (const [n, host] of [a, b].entries()) host.plug(radio, `10.78.0.${n + 1}/24`, 'wlan0');
      const c = computer(radio, '10.78.0.3/24');
      const nodes = await Promise.all([start(a, 'a'), start(b, 'b'), start(c, 'c')]);
      await Promise.all(nodes.map((node, n) => node.sees(['a', 'b', 'c'].filter((_, m) => m !== n))));
      const [first, , third] = nodes;
      const hostsOf = (node: LanNode, name: string) =>
        [...(node.seen().find((seen) => seen.node === name)?.hosts ?? [])].sort();
      await until('both addresses', () => hostsOf(first, 'b').join() === '10.77.0.2,10.78.0.2');
      expect(hostsOf(first, 'c')).toEqual(['10.78.0.3']);
      expect(hostsOf(third, 'a')).toEqual(['10.78.0.1']);
      expect(nodes.map((node) => node.sockets())).toEqual([2, 2, 1]);
    });

    it('on one machine, in a network or in none', async () => {
      const plugged = computer(newSwitch(), '10.77.0.1/24');
      const [a, b] = [await start(plugged, 'a'), await start(plugged, 'b')];
      await Promise.all([a.sees(['b']), b.sees(['a'])]);
      const alone = computer();
      const [c, d] = [
        await start(alone, 'c', { loopback: true }),
        await start(alone, 'd', { loopback: true }),
      ];
      await Promise.all([c.sees(['d']), d.sees(['c'])]);
      expect(c.seen()[0]?.hosts).toEqual(['127.0.0.1']);
    });

    it('thirty of them: all see all, with a socket each, and are quiet once they do', async () => {
      const lan = newSwitch();
      const names = Array.from({ length: 30 }, (_, n) => `n${n + 1}`);
      const without = (n: number) => names.filter((_, m) => m !== n);
      const nodes = await Promise.all(
        names.map((name, n) => {
          const host = computer().withoutIPv6();
          host.plug(lan, `10.77.0.${n + 1}/24`);
          return start(host, name);
        }),
      );
      await Promise.all(nodes.map((node, n) => node.sees(without(n), 20_000)));
      expect(new Set(nodes.map((node) => node.sockets()))).toEqual(new Set([1]));
      // Each has then also said itself a second time.
      await pass(1_500);
      const before = lan.packets();
      for (const node of nodes) node.tell({ do: 'refresh' });
      await pass(3_000);
      const perSecond = (lan.packets() - before) / 3;
      console.info(`thirty that ask again: ${perSecond.toFixed(1)} packets a second on the whole LAN`);
      // Each asks two or three times, and nobody answers who is known: otherwise it would be a hundred.
      expect(perSecond).toBeLessThan(45);
      expect(nodes.map((node) => node.seen().length)).toEqual(names.map(() => 29));
    });
  });

  describe('survive', () => {
    it('a start without any network, and are found once there is one', async () => {
      const lan = newSwitch();
      const other = await start(computer(lan, '10.77.0.1/24'), 'a');
      const host = computer();
      host.isolate();
      const node = await start(host, 'b');
      node.tell({ do: 'refresh' });
      expect((await node.stats()).drops).toEqual({});
      expect(node.sockets()).toBe(0);
      host.plug(lan, '10.77.0.2/24');
      expect(await other.sees(['b'])).toBeLessThan(2_000);
      await node.sees(['a']);
    });

    it('a cable that is plugged in later, and one that is pulled and replaced', async () => {
      const [lan, second] = [newSwitch(), newSwitch()];
      const host = computer(lan, '10.77.0.1/24');
      const node = await start(host, 'a');
      const late = await start(computer(second, '10.78.0.2/24'), 'b');
      host.plug(second, '10.78.0.1/24', 'eth1');
      expect(await late.sees(['a'])).toBeLessThan(2_000);
      await node.sees(['b']);
      host.unplug('eth1');
      await until('one socket less', () => node.sockets() === 1);
      // The same name and address, as when an adapter is put back.
      host.plug(second, '10.78.0.1/24', 'eth1');
      await until('a socket more', () => node.sockets() === 2);
      const third = await start(computer(second, '10.78.0.3/24'), 'c');
      await Promise.all([node.sees(['b', 'c']), third.sees(['a', 'b'])]);
    });

    it('an adapter that is replaced between two looks by its twin', async () => {
      const lan = newSwitch();
      const host = computer().withoutIPv6();
      host.plugTwin(lan, '10.77.0.1/24');
      const node = await start(host, 'a');
      await until('a socket', () => node.sockets() === 1);
      host.unplug();
      host.plugTwin(lan, '10.77.0.1/24');
      const other = await start(computer(lan, '10.77.0.2/24'), 'b');
      await Promise.all([node.sees(['b']), other.sees(['a'])]);
      expect(node.sockets()).toBe(1);
    });

    it('a new address: the others have it in a moment, and forget the old one', async () => {
      const lan = newSwitch();
      const host = computer(lan, '10.77.0.1/24');
      const node = await start(host, 'a', SHORT);
      const other = await start(computer(lan, '10.77.0.9/24'), 'b');
      await other.seesAt('a', ['10.77.0.1']);
      host.readdress('10.77.0.50/24');
      expect(await other.seesAt('a', ['10.77.0.50', '10.77.0.1'])).toBeLessThan(2_000);
      await other.seesAt('a', ['10.77.0.50']);
      await node.sees(['b']);
      expect(node.sockets()).toBe(1);
    });
  });

  describe('are forgotten', () => {
    it('at once when they stop, and again found when they come back', async () => {
      const lan = newSwitch();
      const [a, b] = [computer(lan, '10.77.0.1/24'), computer(lan, '10.77.0.2/24')];
      const [node, other] = [await start(a, 'a'), await start(b, 'b')];
      await other.sees(['a']);
      const gone = other.sees([]);
      expect(await node.stop()).toBeLessThan(500);
      expect(await gone).toBeLessThan(500);
      expect(node.sockets()).toBe(0);
      await start(a, 'a');
      await other.sees(['a']);
    });

    it('at once when they say nothing more, and change what they say', async () => {
      const lan = newSwitch();
      const node = await start(computer(lan, '10.77.0.1/24'), 'a');
      const other = await start(computer(lan, '10.77.0.2/24'), 'b');
      await other.sees(['a']);
      node.announce(null);
      expect(await other.sees([])).toBeLessThan(500);
      node.announce(saying('a', { shop: 'Halle 2.1 – Süd', port: 7_200 }));
      expect(await other.sees(['a'])).toBeLessThan(500);
      expect(other.seen()[0]).toMatchObject({ shop: 'Halle 2.1 – Süd', port: 7_200 });
      node.announce(saying('joined'));
      expect(await other.sees(['joined'])).toBeLessThan(500);
    });

    it('when they were killed, once what they said has expired, and not before', async () => {
      const lan = newSwitch();
      const node = await start(computer(lan, '10.77.0.1/24'), 'a', SHORT);
      const other = await start(computer(lan, '10.77.0.2/24'), 'b');
      await other.sees(['a']);
      // Longer than one announcement is kept: it is renewed in time.
      await pass(4_000);
      expect(other.changes()).toBe(1);
      await node.kill();
      const took = await other.sees([]);
      expect(took).toBeGreaterThan(1_000);
      expect(took).toBeLessThan(4_500);
    });
  });

  it('leave nothing open, however often they ask and change what they say', async () => {
    const lan = newSwitch();
    const node = await start(computer(lan, '10.77.0.1/24'), 'a');
    const other = await start(computer(lan, '10.77.0.2/24'), 'b');
    await node.sees(['b']);
    const before = node.files();
    for (let n = 1; n <= 20; n += 1) {
      node.tell({ do: 'refresh' });
      node.announce(saying('a', { name: `Name ${n}` }));
    }
    await until('the last name', () => other.seen()[0]?.name === 'Name 20');
    expect(node.files()).toBe(before);
    expect(node.sockets()).toBe(1);
    expect(node.stderr).toBe('');
  });

  it('speak so that others understand: from 5353, flushing nobody, with their one address of that link', async () => {
    const lan = newSwitch();
    const host = computer(lan, '10.77.0.1/24');
    host.plug(newSwitch(), '10.78.0.1/24', 'eth1');
    const listener = computer(lan, '10.77.0.2/24').run(process.execPath, [
      programs.flood,
      'listen',
      '0',
      '10.77.0.2',
    ]);
    await listener.said(/^ready$/m);
    await start(host, 'a');
    const [, port, bytes] = await listener.said(/^(\d+) (0000840000.*)$/m);
    expect(port).toBe('5353');
    const packet = DNSPacket.parse(Buffer.from(bytes ?? '', 'hex')) as DNSPacket;
    const all = [...packet.answer, ...packet.additional];
    expect(new Set(all.map(({ ttl }) => ttl))).toEqual(new Set([120]));
    expect(all.filter(({ type }) => type === 12).map((record) => record.class)).toEqual([1, 1]);
    expect(packet.additional.map(({ address }) => address)).toEqual(['10.77.0.1']);
  });
});
