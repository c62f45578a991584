/**
 * A simulated shop: the consensus core, its checker and simulated disks and network of `electron/raft/testing/`, and on
 * every machine the real steward with the real policy and roster. Time is virtual, in ms.
 */
import { RULES_VERSION } from '../../../../shared/domain/versions.ts';
import { isQuorum } from '../../../raft/configuration.ts';
import { Cluster } from '../../../raft/testing/cluster.ts';
import type { SimNode } from '../../../raft/testing/node.ts';
import { Random } from '../../../raft/testing/random.ts';
import type { PolicyRules } from '../../policy/types.ts';
import { memberOf } from '../../roster/roster.ts';
import { EMPTY_ROSTER, type MemberRow, type Roster, type RosterCommand } from '../../roster/types.ts';
import { ShopMachine } from './machine.ts';
import { encodeRosterCommand, RosterHistory } from './roster-history.ts';
import type { Happening } from './timetable.ts';

/** As the app does (`electron/workstation.ts`). */
const RETIRE_MS = 1_500;
/** Entries between snapshots. */
const COMPACT = 2_000;

/** Times in ticks of one second: ten times as slow as in the app, which nobody sees in a count of hours. */
const TIMING = { electionTicks: 5, heartbeatTicks: 1, disconnectTicks: 1 };
const SIZES = {
  maxAppendBytes: 256 * 1024,
  maxInflightAppends: 64,
  maxInflightBytes: 4 * 1024 * 1024,
  maxUncommittedBytes: 16 * 1024 * 1024,
};
const SNAPSHOTS = { keepBehindSnapshot: 1_000, chunkBytes: 50_000 };

type Wish = Readonly<{ command: () => RosterCommand | null; isDone: (roster: Roster) => boolean }>;

export type ShopOptions = Readonly<{
  machines: number;
  /** How many of them are said to be always on (the first ones). */
  pinned: number;
  seed: number;
  rules: PolicyRules;
}>;

export class Shop {
  readonly cluster: Cluster;
  readonly machines: readonly ShopMachine[];
  readonly random: Random;
  now = 0;
  readonly #rosters: RosterHistory;
  /** What somebody wants of the roster, asked again until it is so. */
  #wishes: Wish[] = [];
  #commands = 0;

  readonly #rules: PolicyRules;

  /** Everybody is off, and only the first machine belongs. */
  constructor({ machines, pinned, seed, rules }: ShopOptions) {
    this.#rules = rules;
    this.random = new Random(seed);
    this.cluster = new Cluster({ size: 1, seed, ...TIMING, ...SIZES, ...SNAPSHOTS });
    while (this.cluster.nodes.length < machines) this.cluster.join();
    for (const node of this.cluster.nodes) node.stop();
    const founding = { ...EMPTY_ROSTER, members: [founder(this.cluster.nodes[0]?.id ?? '')] };
    this.#rosters = new RosterHistory(this.cluster.checker, founding);
    this.machines = this.cluster.nodes.map((node) => this.#machine(node));
    for (const { id } of this.machines.slice(0, pinned)) this.#wishPinned(id);
  }

  /** A machine leads whom a majority of those who vote can hear, and has taken over in full. */
  get writer(): ShopMachine | null {
    const able = this.machines.find((machine) => {
      const { view, leads } = machine.node;
      const heard = new Set([machine.id, ...this.connected(machine)]);
      return (
        machine.isOn && leads && view.committedInTerm && isQuorum(view.configuration, (id) => heard.has(id))
      );
    });
    return able ?? null;
  }

  connected(machine: ShopMachine): ReadonlySet<string> {
    if (!machine.isReachable) return new Set();
    const others = this.machines.filter((other) => other !== machine && other.isReachable);
    return new Set(others.map(({ id }) => id));
  }

  rosterOf({ node }: ShopMachine): Roster {
    return this.#rosters.at(node.machine.index);
  }

  happens({ machine: n, kind }: Happening): void {
    const machine = this.machines[n];
    if (machine === undefined) return;
    switch (kind) {
      case 'on':
        machine.boot();
        this.#linked(machine);
        return this.#wishArrival(machine);
      case 'shutDown':
        machine.retiringUntil = this.now + RETIRE_MS;
        return this.#says(machine, true);
      case 'crash':
        return this.#crash(machine);
      case 'sleep':
        this.#says(machine, true);
        machine.node.step({ type: 'stepDown' });
        this.cluster.settle();
        this.#unlinked(machine);
        machine.power = 'asleep';
        return;
      case 'wake':
        machine.power = 'on';
        machine.node.step({ type: 'listen' });
        machine.steward.quits(machine.id, false);
        return this.#linked(machine);
      case 'unplug':
        if (!machine.isReachable) return;
        this.#unlinked(machine);
        machine.plugged = false;
        return;
      case 'plug':
        machine.plugged = true;
        if (machine.isOn) this.#linked(machine);
        return;
      case 'remove':
        this.#wishes.push({
          command: () => ({ type: 'roster.remove', id: machine.id, why: 'removed' }),
          isDone: (roster) => memberOf(roster, machine.id) === null,
        });
    }
  }

  /** A unit of the core's time, on whatever is awake. */
  tick(): void {
    for (const { isOn, node } of this.machines) if (isOn) node.step({ type: 'tick' });
    this.cluster.settle();
    for (const { node } of this.machines)
      if (node.machine.index - (node.disk.snapshot?.meta.index ?? 0) >= COMPACT) node.compact();
  }

  /** What runs beside the core, a few times a second. */
  look(): void {
    for (const machine of this.machines) if (machine.isOn) machine.steward.tick();
    this.cluster.settle();
    for (const machine of this.machines) {
      const { retiringUntil } = machine;
      if (retiringUntil === null) continue;
      if (machine.steward.canBeRelieved && this.now < retiringUntil) continue;
      machine.retiringUntil = null;
      this.#goes(machine);
    }
    this.#askWishes();
  }

  get isSomebodyRetiring(): boolean {
    return this.machines.some(({ retiringUntil }) => retiringUntil !== null);
  }

  #machine(node: SimNode): ShopMachine {
    const own = (): ShopMachine => machine;
    const machine = new ShopMachine(node, {
      self: node.id,
      view: () => node.view,
      roster: () => this.rosterOf(own()),
      connected: () => this.connected(own()),
      damaged: (peer) => this.cluster.node(peer).view.damaged,
      reconfigure: (change) => void this.cluster.reconfigure(node.id, change),
      handOver: (to) => this.cluster.transfer(node.id, to),
      versions: () => ({ inForce: RULES_VERSION, known: new Map(), age: 0 }),
      raise: () => undefined,
      sample: (online) => this.#append(own(), { type: 'roster.sample', online }),
      now: () => this.now,
      rules: this.#rules,
    });
    return machine;
  }

  #says(machine: ShopMachine, quitting: boolean): void {
    machine.steward.quits(machine.id, quitting);
    for (const other of this.machines)
      if (this.connected(machine).has(other.id)) other.steward.quits(machine.id, quitting);
  }

  /** Links to everybody in reach come up, each side with its hello. */
  #linked(machine: ShopMachine): void {
    for (const other of this.machines) {
      if (!this.connected(machine).has(other.id)) continue;
      this.cluster.network.mendBoth(machine.id, other.id);
      for (const [to, from] of [
        [machine, other],
        [other, machine],
      ] as const)
        if (from.retiringUntil === null) to.steward.isBack(from.id);
        else to.steward.quits(from.id, true);
    }
  }

  #unlinked(machine: ShopMachine): void {
    this.cluster.isolate(machine.id);
    for (const { id } of this.machines)
      if (id !== machine.id) machine.node.step({ type: 'disconnected', peer: id });
  }

  /** In the middle of whatever it does: some of it is sent, some of it on disks. */
  #crash(machine: ShopMachine): void {
    const { cluster, random } = this;
    if (random.chance(0.5))
      for (let left = random.int(20); left > 0; left--) {
        if (random.chance(0.3)) random.pick(cluster.nodes).sync(1);
        else cluster.deliver(0);
      }
    this.#goes(machine);
    cluster.settle();
  }

  #goes(machine: ShopMachine): void {
    machine.retiringUntil = null;
    machine.power = 'off';
    machine.plugged = true;
    this.cluster.crash(machine.id);
  }

  #wishArrival(machine: ShopMachine): void {
    const { id, boots } = machine;
    const boot = { counter: boots, nonce: `${id}.${boots}` };
    this.#wishes.push({
      command: () => {
        const { writer } = this;
        if (writer === null || machine.boots !== boots) return null;
        const known = memberOf(this.rosterOf(writer), id) !== null;
        if (known) return { type: 'roster.arrive', id, boot, addresses: [], http: null };
        const consent = { kind: 'approval' as const, by: writer.id };
        return { type: 'roster.admit', member: { id, name: id, key: keyOf(id), addresses: [] }, consent };
      },
      isDone: (roster) =>
        machine.boots !== boots ||
        memberOf(roster, id)?.boot?.counter === boots ||
        roster.tombstones.some((tombstone) => tombstone.id === id),
    });
  }

  #wishPinned(id: string): void {
    this.#wishes.push({
      command: () => ({ type: 'roster.pin', id, pinned: true }),
      isDone: (roster) => memberOf(roster, id)?.pinned === true,
    });
  }

  /** By a machine that leads; else nothing happens. */
  #append({ id }: ShopMachine, command: RosterCommand): void {
    this.cluster.submit(id, [encodeRosterCommand(command, this.now, ++this.#commands)]);
  }

  #askWishes(): void {
    const { writer } = this;
    if (writer === null || this.#wishes.length === 0) return;
    this.#wishes = this.#wishes.filter(({ isDone }) => !isDone(this.rosterOf(writer)));
    for (const { command } of this.#wishes) {
      const wanted = command();
      if (wanted !== null) this.#append(writer, wanted);
    }
    this.cluster.settle();
  }
}

function founder(id: string): MemberRow {
  const none = { addresses: [], http: null, leaving: null, boot: null };
  return { id, name: id, key: keyOf(id), admittedAt: 0, pinned: false, ...none };
}

function keyOf(id: string): string {
  return `key-of-${id}`.padEnd(16, '-');
}
