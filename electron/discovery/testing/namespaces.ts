/** Computers and switches of a test's own: network namespaces, joined by virtual cables. Root's, on Linux. */
import { execFileSync } from 'node:child_process';
import { RunningProcess } from '../../testing/running-process.ts';

const ip = (...args: readonly string[]) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] });

function works(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    ip('netns', 'list');
    return true;
  } catch (cause) {
    throw new Error('These tests need the command ip, of the package iproute2.', { cause });
  }
}

/** Whether this user may make networks. Says so where not. */
export const mayMakeNetworks = works();
if (!mayMakeNetworks) console.warn('NOT TESTED: networks of a test’s own can be made by root on Linux only.');

let made = 0;
const alive = new Set<string>();

function makeNamespace(): string {
  made += 1;
  const name = `printraft-${process.pid}-${made}`;
  ip('netns', 'add', name);
  alive.add(name);
  ip('-n', name, 'link', 'set', 'lo', 'up');
  return name;
}

function removeNamespace(name: string): void {
  if (!alive.delete(name)) return;
  ip('netns', 'del', name);
}

// A test run that ends early leaves no networks behind.
process.on('exit', () => {
  for (const name of [...alive]) removeNamespace(name);
});

let ports = 0;

/** A switch without a name, an address or a way out. */
export class Switch {
  readonly namespace = makeNamespace();
  #isSplit = false;

  constructor() {
    ip('-n', this.namespace, 'link', 'add', 'br0', 'type', 'bridge');
    ip('-n', this.namespace, 'link', 'set', 'br0', 'up');
  }

  /** Moves one who is plugged in to one of two halves, between which nothing passes; all begin in A. */
  put(port: string, half: 'A' | 'B'): void {
    const bridge = half === 'A' ? 'br0' : 'br1';
    if (half === 'B' && !this.#isSplit) {
      ip('-n', this.namespace, 'link', 'add', bridge, 'type', 'bridge');
      ip('-n', this.namespace, 'link', 'set', bridge, 'up');
      this.#isSplit = true;
    }
    ip('-n', this.namespace, 'link', 'set', port, 'master', bridge, 'up');
  }

  /** Packets that all who are plugged in have sent. */
  packets(): number {
    const links = JSON.parse(
      ip('-n', this.namespace, '-s', '-j', 'link', 'show', 'master', 'br0').toString(),
    ) as { stats64: { rx: { packets: number } } }[];
    return links.reduce((sum, { stats64 }) => sum + stats64.rx.packets, 0);
  }

  remove(): void {
    removeNamespace(this.namespace);
  }
}

/** A computer in no network; only loopback is up. */
export class Host {
  readonly namespace = makeNamespace();
  readonly #processes: RunningProcess[] = [];
  readonly #cables = new Map<string, Readonly<{ into: Switch; port: string }>>();

  /** Plugs in a cable. @param address with its prefix: `10.77.0.1/24` */
  plug(into: Switch, address: string, name = 'eth0'): void {
    ports += 1;
    const port = `port${ports}`;
    this.#cables.set(name, { into, port });
    const cable = ['type', 'veth', 'peer', 'name', port, 'netns', into.namespace];
    ip('link', 'add', name, 'netns', this.namespace, ...cable);
    ip('-n', into.namespace, 'link', 'set', port, 'master', 'br0', 'up');
    ip('-n', this.namespace, 'addr', 'add', address, 'dev', name);
    ip('-n', this.namespace, 'link', 'set', name, 'up');
  }

  /** As `plug`, with an adapter that nothing tells from the next one plugged in so. Before it, IPv6 is to be off. */
  plugTwin(into: Switch, address: string, name = 'eth0'): void {
    this.plug(into, address, name);
    ip('-n', this.namespace, 'link', 'set', name, 'address', '02:00:00:00:77:01');
  }

  /** Adapters that are plugged in from now on speak no IPv6, and so say nothing by themselves. */
  withoutIPv6(): this {
    const setting = 'net.ipv6.conf.default.disable_ipv6=1';
    ip('netns', 'exec', this.namespace, 'sysctl', '-qw', setting);
    return this;
  }

  /** Moves its cable to one half of the switch. */
  side(half: 'A' | 'B', name = 'eth0'): void {
    const cable = this.#cables.get(name);
    cable?.into.put(cable.port, half);
  }

  /** Takes the interface out, cable and all. */
  unplug(name = 'eth0'): void {
    ip('-n', this.namespace, 'link', 'del', name);
  }

  /** Gets another address, as from DHCP. */
  readdress(address: string, name = 'eth0'): void {
    ip('-n', this.namespace, 'addr', 'flush', 'dev', name);
    ip('-n', this.namespace, 'addr', 'add', address, 'dev', name);
  }

  addAddress(address: string, name = 'eth0'): void {
    ip('-n', this.namespace, 'addr', 'add', address, 'dev', name);
  }

  /** A way out of the network, by somebody who need not be there. */
  route(via: string): void {
    ip('-n', this.namespace, 'route', 'add', 'default', 'via', via);
  }

  /** Takes loopback down too. */
  isolate(): void {
    ip('-n', this.namespace, 'link', 'set', 'lo', 'down');
  }

  /** Starts a program there. */
  run(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningProcess {
    const inside = ['netns', 'exec', this.namespace, file, ...args];
    const child = new RunningProcess('ip', inside, { stdin: true, env });
    this.#processes.push(child);
    return child;
  }

  /** Kills all that runs there, and removes it. */
  async remove(): Promise<void> {
    await Promise.all(this.#processes.map((child) => child.kill()));
    removeNamespace(this.namespace);
  }
}
