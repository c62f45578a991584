/** Five workstations, each on a computer of its own on one LAN, that can be cut, frozen and killed. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Host, Switch } from '../../discovery/testing/namespaces.ts';
import { layOut } from '../../lay-out.ts';
import { cutUnsynced } from '../../testing/cut-unsynced.ts';
import { LanWorkstation } from '../../testing/lan-workstation.ts';
import type { RunningProcess } from '../../testing/running-process.ts';
import { mount } from '../../testing/disks.ts';
import { until } from '../../testing/until.ts';
import { REGISTERS } from './talk.ts';

const SIZE = 5;
/** Of each one's disk: some segments of the log, and the reserve. */
const DISK_MIB = 64;
const UNSYNCED = fileURLToPath(new URL('../../testing/unsynced.mjs', import.meta.url));
const AGENT = fileURLToPath(new URL('agent.ts', import.meta.url));
const CLOCK = fileURLToPath(new URL('../../testing/clock-off.cjs', import.meta.url));
const TSX = import.meta.resolve('tsx');
const http = { host: '127.0.0.1', port: 5100 };

export class Computer {
  readonly number: number;
  readonly address: string;
  readonly workstation: LanWorkstation;
  readonly #host: Host;
  readonly #root: string;
  #process: RunningProcess | null = null;
  isFrozen = false;
  /** Packets that its cable has lost. */
  lost = 0;

  constructor(number: number, lan: Switch, root: string) {
    this.number = number;
    this.address = `10.78.0.${number}`;
    this.#root = root;
    this.#host = new Host();
    const recording = {
      node: ['--require', CLOCK, '--import', UNSYNCED],
      env: { PRINTRAFT_SYNC_JOURNAL: this.#journal, PRINTRAFT_CLOCK_FILE: this.#clock },
    };
    this.workstation = new LanWorkstation(this.#host, join(root, `${number}`), recording);
    this.#host.plug(lan, `${this.address}/24`);
  }

  get isRunning(): boolean {
    return this.#process?.isRunning ?? false;
  }

  get #journal(): string {
    return join(this.#root, `journal-${this.number}`);
  }

  get #clock(): string {
    return join(this.#root, `clock-${this.number}`);
  }

  /** From now on its wall clock stands off by so many ms. */
  setClock(offMs: number): Promise<void> {
    return writeFile(this.#clock, String(Math.round(offMs)));
  }

  /** If it has ended by itself. */
  async startAgain(): Promise<void> {
    if (this.isRunning) return;
    await rm(this.#journal, { force: true });
    await this.start();
  }

  async start(): Promise<void> {
    const cluster = join(this.#root, 'cluster.json');
    this.#process = this.workstation.start('--cluster', cluster, '--node', `w-${this.number}`);
    await this.#process.said(/ · http:\/\//);
  }

  /** The program is gone at once; with its power, so is what was not synced. */
  async kill(how: 'program' | 'power', random: () => number): Promise<void> {
    await this.#process?.kill();
    this.isFrozen = false;
    if (how === 'power') cutUnsynced(this.#journal, this.workstation.data, random);
    await rm(this.#journal, { force: true });
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal);
  }

  freeze(): void {
    this.#process?.signal('SIGSTOP');
    this.isFrozen = true;
  }

  thaw(): void {
    this.#process?.signal('SIGCONT');
    this.isFrozen = false;
  }

  /** What this computer sends to that one is lost; what it gets from there is not. */
  mute(to: Computer): void {
    this.#ip('rule', 'add', 'to', to.address, 'blackhole');
  }

  unmute(): void {
    for (;;) {
      const rules = execFileSync('ip', ['-n', this.#host.namespace, 'rule']).toString();
      const rule = /^\d+:\s+from all to (\S+) blackhole/m.exec(rules);
      if (rule === null) return;
      this.#ip('rule', 'del', 'to', rule[1] ?? '', 'blackhole');
    }
  }

  /**
   * Its cable passes so many kilobits a second, and what does not fit into 50 ms of that, or into a queue of so many
   * bytes, is lost.
   */
  slow(kilobits: number | null, queue: number | null = null): void {
    const tc = (...args: readonly string[]) =>
      execFileSync('ip', ['netns', 'exec', this.#host.namespace, 'tc', ...args]);
    if (kilobits === null) {
      const told = tc('-s', 'qdisc', 'show', 'dev', 'eth0').toString();
      this.lost += Number(/dropped (\d+)/.exec(told)?.[1] ?? 0);
      tc('qdisc', 'del', 'dev', 'eth0', 'root');
    } else {
      const room = queue === null ? ['latency', '50ms'] : ['limit', `${queue}`];
      const limits = ['rate', `${kilobits}kbit`, 'burst', '4k', ...room];
      tc('qdisc', 'add', 'dev', 'eth0', 'root', 'tbf', ...limits);
    }
  }

  /** Joins it to one side of the switch. */
  plug(side: 'A' | 'B'): void {
    this.#host.side(side);
  }

  clients(first: number, count: number): RunningProcess {
    const place = `${http.host}:${http.port}`;
    return this.#host.run(process.execPath, ['--import', TSX, AGENT, place, `${first}`, `${count}`]);
  }

  #ip(...args: readonly string[]): void {
    execFileSync('ip', ['-n', this.#host.namespace, ...args]);
  }

  remove(): Promise<void> {
    return this.#host.remove();
  }
}

/** Founds it, and writes its registers. */
export async function openShop(): Promise<readonly Computer[]> {
  const root = await mkdtemp(join(tmpdir(), 'printraft-faults-'));
  const lan = new Switch();
  onTestFinished(async () => {
    lan.remove();
    await rm(root, { recursive: true, force: true });
  });
  const computers = Array.from({ length: SIZE }, (_, n) => new Computer(n + 1, lan, root));
  for (const computer of computers) onTestFinished(() => computer.remove());
  // Small disks of their own, which can be filled.
  for (const { workstation } of computers) {
    await mkdir(workstation.data, { recursive: true });
    mount(workstation.data, `size=${DISK_MIB}m`);
  }
  await layOut({
    shop: 'Northside',
    members: computers.map(({ number, address }) => ({
      id: `w-${number}`,
      name: `W${number}`,
      http,
      link: { host: address, port: 7100 },
    })),
    directoryOf: (id) => join(root, id.slice(2)),
    clusterFile: join(root, 'cluster.json'),
  });
  await Promise.all(computers.map((computer) => computer.start()));
  await untilLed(computers);
  for (const id of REGISTERS) await register(computers, id);
  return computers;
}

async function register([first]: readonly Computer[], id: string): Promise<void> {
  const body = { id, company: 'Register', model: 'new' };
  await until(`register ${id}`, async () =>
    /success|exists/.test((await first?.workstation.ask('POST', '/api/v1/printers', body)) ?? ''),
  );
}

/** All of them know of one leader, and work. */
export async function untilLed(computers: readonly Computer[], limitMs = 30_000): Promise<void> {
  const isLed = async ({ workstation }: Computer) => {
    const now = await workstation.membership();
    return now !== null && now.mode !== 'readingOnly' && now.mode !== 'starting';
  };
  await until(
    'a leader known to all',
    async () => (await Promise.all(computers.map(isLed))).every(Boolean),
    limitMs,
  );
}
