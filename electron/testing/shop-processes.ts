/** A shop of real workstations, each its own process with its own directory and free ports of 127.0.0.1. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { layOut } from '../lay-out.ts';
import { RunningApp, runApp } from './app-process.ts';
import { freePorts } from './free-ports.ts';
import { runEntry } from './run-entry.ts';
import { type Ended, RunningProcess } from './running-process.ts';
import { until } from './until.ts';

export type ShopOptions = Readonly<{
  /** How many workstations; they have the numbers 1 to this. */
  workstations?: number;
  /** What each process gets in its environment beside this one's, asked anew at each start. */
  env?: (number: number) => Readonly<Record<string, string>>;
  /** Which of them are the app, with its window; the others run without one. */
  apps?: (number: number) => boolean;
  /** Another program for each than today's, asked anew at each start; null for today's. */
  program?: (number: number) => string | null;
  /** Further flags for each, as Chromium's are for an app. */
  flags?: (number: number) => readonly string[];
}>;

type Starting = Required<Pick<ShopOptions, 'env' | 'apps' | 'flags' | 'program'>>;
type Place = Readonly<{ host: string; port: number }>;
type Member = Readonly<{ id: string; name: string; http: Place; link: Place }>;

const NodeStatus = z.object({ leader: z.object({ node_id: z.string() }).nullable() });
/** A process that was stopped with SIGSTOP accepts connections and never answers. */
const ANSWER_MS = 2_000;

/** Lays out the shop; starts nobody. */
export async function createShop(options: ShopOptions = {}): Promise<ShopProcesses> {
  const {
    workstations = 3,
    env = () => ({}),
    apps = () => false,
    flags = () => [],
    program = () => null,
  } = options;
  const directory = await mkdtemp(join(tmpdir(), 'printraft-shop-'));
  const ports = await freePorts(2 * workstations);
  const at = (port: number | undefined): Place => ({ host: '127.0.0.1', port: port ?? 0 });
  const members = Array.from({ length: workstations }, (_, n) => ({
    id: `workstation-${n + 1}`,
    name: `Workstation ${n + 1}`,
    http: at(ports[2 * n]),
    link: at(ports[2 * n + 1]),
  }));
  await layOut({
    shop: 'Test shop',
    members,
    directoryOf: (id) => join(directory, String(members.findIndex((member) => member.id === id) + 1)),
    clusterFile: join(directory, 'cluster.json'),
  });
  return new ShopProcesses(directory, members, { env, apps, flags, program });
}

/** Lays it out and starts all; resolves when each answers HTTP and all agree on a leader. */
export async function startShop(options: ShopOptions = {}): Promise<ShopProcesses> {
  const shop = await createShop(options);
  try {
    await shop.startAll();
    await shop.untilLed();
    return shop;
  } catch (cause) {
    await shop.stopAll();
    throw cause;
  }
}

export class ShopProcesses {
  /** Holds everything that the shop has on disk; removed by `stopAll`. */
  readonly root: string;
  readonly numbers: readonly number[];
  readonly #members: readonly Member[];
  readonly #starting: Starting;
  readonly #processes = new Map<number, RunningProcess>();

  constructor(root: string, members: readonly Member[], starting: Starting) {
    this.root = root;
    this.#members = members;
    this.#starting = starting;
    this.numbers = members.map((_, n) => n + 1);
  }

  /** Resolves when it answers HTTP, and an app's window is there. Rejects with what it said if it ends instead. */
  async start(number: number): Promise<void> {
    const child = this.spawn(number);
    if (child instanceof RunningApp) await child.ready();
    else await child.said(/ · http:\/\//);
  }

  /** Starts the process and does not wait for its answer. */
  spawn(number: number): RunningProcess {
    const { id, http, link } = this.#member(number);
    if (this.isRunning(number)) throw new Error(`workstation ${number} is running`);
    const args = [
      ...this.#starting.flags(number),
      '--data',
      this.directory(number),
      '--cluster',
      join(this.root, 'cluster.json'),
    ];
    args.push('--node', id, '--http', `${http.host}:${http.port}`, '--link', `${link.host}:${link.port}`);
    const env = this.#starting.env(number);
    const program = this.#starting.program(number);
    const child = this.#starting.apps(number)
      ? runApp({ args, env })
      : program === null
        ? runEntry('headless', { args, env })
        : new RunningProcess(process.execPath, [program, ...args], { env });
    this.#processes.set(number, child);
    return child;
  }

  async startAll(): Promise<void> {
    await Promise.all(this.numbers.filter((number) => !this.isRunning(number)).map((n) => this.start(n)));
  }

  /** Resolves when the process is gone; its directory stays. */
  kill(number: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<Ended> {
    return this.process(number).kill(signal);
  }

  async killAll(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await Promise.all([...this.#processes.values()].map((child) => child.kill(signal)));
  }

  /** Sends SIGSTOP, SIGCONT or the like, and does not wait. */
  signal(number: number, signal: NodeJS.Signals): void {
    this.process(number).signal(signal);
  }

  async restart(number: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.kill(number, signal);
    await this.start(number);
  }

  /** Kills what runs and removes everything. */
  async stopAll(): Promise<void> {
    await this.killAll();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Where its console and REST answer, without a slash at the end. */
  url(number: number): string {
    const { host, port } = this.#member(number).http;
    return `http://${host}:${port}`;
  }

  /** The ports of its console and of its links. */
  ports(number: number): readonly number[] {
    const { http, link } = this.#member(number);
    return [http.port, link.port];
  }

  /** Its data directory. */
  directory(number: number): string {
    return join(this.root, String(number));
  }

  /** Its node's id, as /NodeStatus names it. */
  id(number: number): string {
    return this.#member(number).id;
  }

  pid(number: number): number {
    return this.process(number).pid;
  }

  /** What it has said since its last start. */
  stderr(number: number): string {
    return this.process(number).stderr;
  }

  isRunning(number: number): boolean {
    return this.#processes.get(number)?.isRunning ?? false;
  }

  /** The process that was started last under this number. */
  process(number: number): RunningProcess {
    const child = this.#processes.get(number);
    if (child === undefined) throw new Error(`workstation ${number} was never started`);
    return child;
  }

  /** The same, where it is the app. */
  app(number: number): RunningApp {
    const child = this.process(number);
    if (!(child instanceof RunningApp)) throw new Error(`workstation ${number} has no window`);
    return child;
  }

  /** The number of the one that itself and every other workstation that answers call the leader; else null. */
  async leader(): Promise<number | null> {
    const running = this.numbers.filter((number) => this.isRunning(number));
    const named = (await Promise.all(running.map((number) => this.#leaderAt(number)))).filter(
      (id) => id !== undefined,
    );
    const [id] = named;
    if (id === undefined || id === null || named.some((other) => other !== id)) return null;
    const number = this.#members.findIndex((member) => member.id === id) + 1;
    return this.isRunning(number) ? number : null;
  }

  /** Resolves with the leader's number once there is one that all agree on. */
  untilLed(limitMs = 10_000): Promise<number> {
    return until('a leader that all agree on', () => this.leader(), limitMs);
  }

  /** The id that it names; null: none; undefined: no answer. */
  async #leaderAt(number: number): Promise<string | null | undefined> {
    try {
      const response = await fetch(`${this.url(number)}/NodeStatus`, {
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return NodeStatus.parse(await response.json()).leader?.node_id ?? null;
    } catch (cause) {
      if (cause instanceof z.ZodError) throw cause;
      return undefined;
    }
  }

  #member(number: number): Member {
    const member = this.#members[number - 1];
    if (member === undefined) throw new Error(`there is no workstation ${number}`);
    return member;
  }
}
