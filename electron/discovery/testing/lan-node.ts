/** A process of node-program.ts on some computer, as a test speaks with it. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { RunningProcess } from '../../testing/running-process.ts';
import { until } from '../../testing/until.ts';
import type { DiscoveryOptions } from '../discovery.ts';
import type { Announcement, Sighting } from '../types.ts';
import type { Host } from './namespaces.ts';
import type { Command, Stats } from './node-program.ts';

/** What a workstation of that name says. */
export function saying(node: string, more: Partial<Announcement> = {}): Announcement {
  return { clusterId: 'c-1', shop: 'Test shop', node, name: `Workstation ${node}`, port: 7_100, ...more };
}

export class LanNode {
  readonly #process: RunningProcess;

  constructor(process: RunningProcess) {
    this.#process = process;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  get stderr(): string {
    return this.#process.stderr;
  }

  tell(command: Command): void {
    this.#process.type(`${JSON.stringify(command)}\n`);
  }

  announce(announcement: Announcement | null): void {
    this.tell({ do: 'announce', announcement });
  }

  /** Whom it sees, as it said last. */
  seen(): readonly Sighting[] {
    const [line] = /^seen .*\n(?![^]*^seen .*\n)/m.exec(this.#process.stdout) ?? [];
    return line === undefined ? [] : (JSON.parse(line.slice('seen '.length)) as Sighting[]);
  }

  /** How often it told of a change. */
  changes(): number {
    return this.#process.stdout.match(/^seen /gm)?.length ?? 0;
  }

  /** Resolves with the milliseconds until it sees exactly these. */
  async sees(nodes: readonly string[], limitMs = 10_000): Promise<number> {
    const wanted = [...nodes].sort().join();
    const names = () => this.seen().map(({ node }) => node);
    return this.#when(`${wanted} seen`, () => names().sort().join() === wanted, names, limitMs);
  }

  /** Resolves with the milliseconds until it sees that one at these hosts, in that order. */
  async seesAt(node: string, hosts: readonly string[], limitMs = 10_000): Promise<number> {
    const of = () => this.seen().find((sighting) => sighting.node === node)?.hosts ?? [];
    return this.#when(`${node} at ${hosts.join()}`, () => of().join() === hosts.join(), of, limitMs);
  }

  async stats(): Promise<Stats> {
    const before = this.#process.stdout.length;
    this.tell({ do: 'stats' });
    const line = await until('stats', () => /^stats (.*)\n/m.exec(this.#process.stdout.slice(before))?.[1]);
    return JSON.parse(line) as Stats;
  }

  /** Stops it cleanly. Resolves with the milliseconds that this took. */
  async stop(): Promise<number> {
    this.tell({ do: 'stop' });
    const [, ms] = await this.#process.said(/^stopped (\d+)$/m);
    return Number(ms);
  }

  kill(): Promise<unknown> {
    return this.#process.kill('SIGKILL');
  }

  /** Its open UDP sockets. */
  sockets(): number {
    const table = readFileSync(`/proc/${this.pid}/net/udp`, 'utf8').trim().split('\n').slice(1);
    const names = new Set(table.map((line) => `socket:[${line.trim().split(/\s+/)[9] ?? ''}]`));
    return this.#descriptors().filter((target) => names.has(target)).length;
  }

  /** Its open files of any kind. */
  files(): number {
    return this.#descriptors().length;
  }

  #descriptors(): string[] {
    const directory = `/proc/${this.pid}/fd`;
    return readdirSync(directory).flatMap((fd) => {
      try {
        return [readlinkSync(`${directory}/${fd}`)];
      } catch {
        return []; // Closed meanwhile.
      }
    });
  }

  async #when(
    what: string,
    is: () => boolean,
    now: () => readonly string[],
    limitMs: number,
  ): Promise<number> {
    const from = performance.now();
    try {
      await until(what, is, limitMs);
    } catch (cause) {
      throw new Error(`${what}: not within ${limitMs} ms, but ${now().join() || 'nobody'}`, { cause });
    }
    return Math.round(performance.now() - from);
  }
}

/** Starts one there; resolves once it listens to commands. */
export async function startNode(
  program: string,
  host: Host,
  node: string | Announcement | null,
  options: DiscoveryOptions = {},
): Promise<LanNode> {
  const child = host.run(process.execPath, ['--expose-gc', program, JSON.stringify(options)]);
  await child.said(/^ready /m);
  const started = new LanNode(child);
  if (node !== null) started.announce(typeof node === 'string' ? saying(node) : node);
  return started;
}
