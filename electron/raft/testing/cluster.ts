/** A simulated cluster: what can happen to it, one thing at a time. */
import { isMember } from '../configuration.ts';
import type { Configuration, Index, Message, NodeId } from '../types.ts';
import { Checker } from './checker.ts';
import { Clients, type Submitted } from './clients.ts';
import type { SimDisk } from './disk.ts';
import { type Packet, SimNetwork } from './network.ts';
import { type NodeSettings, SimNode, type World } from './node.ts';
import { Random } from './random.ts';
import { must } from './violation.ts';

export type ClusterSettings = Partial<Omit<NodeSettings, 'random' | 'fallbackConfiguration'>> &
  Readonly<{
    size: number;
    learners?: number;
    seed?: number;
    /** What lies on the disks at first, by the node's name; undefined: nothing. */
    disks?: ReadonlyMap<NodeId, SimDisk>;
    observe?: World['observe'];
    /** Timeouts are drawn from it; undefined: from the seed. */
    draw?: () => number;
  }>;

/** What stays under way: these messages, and what these nodes' disks have to do. */
type Held = Readonly<{ packet?: (packet: Packet) => boolean; disk?: (id: NodeId) => boolean }>;

type Change = Readonly<{ voters: readonly NodeId[]; learners?: readonly NodeId[]; basedOn?: Index }>;

const defaults = {
  electionTicks: 10,
  heartbeatTicks: 2,
  disconnectTicks: 3,
  maxAppendBytes: 1_000,
  maxInflightAppends: 8,
  maxInflightBytes: 10_000,
  stalledDiskTicks: 30,
  maxUncommittedBytes: 100_000,
  keepBehindSnapshot: 3,
  chunkBytes: 100,
};

const nameOf = (place: number): NodeId => `n${place + 1}`;

/** Nodes n1, n2, …: first the voters, then the learners, then who joined later. */
export class Cluster {
  readonly random: Random;
  readonly network: SimNetwork;
  readonly checker = new Checker();
  readonly clients = new Clients();
  readonly electionTicks: number;
  readonly observe: World['observe'];
  readonly #nodes: SimNode[] = [];
  readonly #settings: NodeSettings;
  readonly #disks: ReadonlyMap<NodeId, SimDisk>;

  constructor({ size, learners = 0, seed = 1, disks, observe, draw, ...settings }: ClusterSettings) {
    this.observe = observe;
    this.#disks = disks ?? new Map();
    this.random = new Random(seed);
    this.network = new SimNetwork(this.random);
    const ids = Array.from({ length: size + learners }, (_, i) => nameOf(i));
    const founding: Configuration = {
      voters: ids.slice(0, size),
      outgoing: [],
      learners: ids.slice(size),
    };
    this.#settings = {
      ...defaults,
      ...settings,
      fallbackConfiguration: founding,
      random: draw ?? this.random.next,
    };
    this.electionTicks = this.#settings.electionTicks;
    this.checker.watch(this.#nodes, founding);
    while (this.#nodes.length < ids.length) this.join();
  }

  get nodes(): readonly SimNode[] {
    return this.#nodes;
  }

  /** Switches on a node with an empty disk, which nobody has heard of yet. */
  join(): SimNode {
    const id = nameOf(this.#nodes.length);
    const node = new SimNode(id, this.#settings, this, this.#disks.get(id));
    this.#nodes.push(node);
    return node;
  }

  /** @throws Violation if there is none of that name */
  node(id: NodeId): SimNode {
    const found = this.nodes.find((node) => node.id === id);
    must(found !== undefined, () => `no node ${id}`);
    return found;
  }

  get live(): readonly SimNode[] {
    return this.nodes.filter(({ up }) => up);
  }
  /** Of the highest term in which a running node leads. */
  get leader(): SimNode | null {
    return this.nodes.filter(({ leads }) => leads).sort((a, b) => b.view.term - a.view.term)[0] ?? null;
  }

  tick(...ids: readonly NodeId[]): void {
    for (const id of ids) this.node(id).step({ type: 'tick' });
  }

  /** Delivers one message that is under way. */
  deliver(place = 0): void {
    const packet = this.network.take(place);
    if (packet !== null)
      this.node(packet.to).step({ type: 'message', from: packet.from, message: packet.message });
  }

  /** Hands a message over, whatever the network thinks of it. */
  inject(from: NodeId, to: NodeId, message: Message): void {
    this.node(to).step({ type: 'message', from, message });
  }

  /** @returns the commands, whose fate `clients` knows */
  write(id: NodeId, count = 1): readonly string[] {
    return this.#propose(id, this.clients.write(id, count));
  }

  /** The same with commands of the caller's, each unlike every other. */
  submit(id: NodeId, commands: readonly string[]): void {
    this.#propose(id, this.clients.submit(id, commands));
  }

  #propose(id: NodeId, { ref, payloads, commands }: Submitted): readonly string[] {
    this.node(id).step({ type: 'propose', ref, payloads });
    return commands;
  }

  /** @returns its reference */
  read(id: NodeId): number {
    const ref = this.clients.read(id, this.checker.committed.length);
    this.node(id).step({ type: 'read', ref });
    return ref;
  }

  /** Asks this node for a change. @returns its reference */
  reconfigure(id: NodeId, { voters, learners = [], basedOn }: Change): number {
    const ref = this.clients.change(id);
    const { configurationIndex } = this.node(id).view;
    const data = `change ${ref}`;
    this.node(id).step({
      type: 'reconfigure',
      ref,
      basedOn: basedOn ?? configurationIndex,
      voters,
      learners,
      data,
    });
    return ref;
  }

  /** Asks this node to let that one lead. */
  transfer(id: NodeId, to: NodeId): void {
    this.node(id).step({ type: 'transfer', to });
  }

  /** Power fails on this node: what was not synced may be lost (`SimDisk.crash`), and its connections close. */
  crash(id: NodeId, kept?: number): void {
    const node = this.node(id);
    if (!node.up) return;
    node.stop();
    node.disk.crash(this.random, kept);
    for (const other of this.nodes) if (other !== node) this.disconnect(id, other.id);
  }

  /** As `crash`, and of what was synced the newest writes are found damaged. */
  damage(id: NodeId, writes: number): void {
    this.crash(id);
    this.node(id).disk.damage(writes);
  }

  restart(id: NodeId): void {
    this.node(id).start();
  }

  /** The connection between these two closes: both learn of it, and nothing of it arrives later. */
  disconnect(a: NodeId, b: NodeId): void {
    this.network.lose(({ from, to }) => (from === a && to === b) || (from === b && to === a));
    this.node(a).step({ type: 'disconnected', peer: b });
    this.node(b).step({ type: 'disconnected', peer: a });
  }

  /** Nothing goes to or from this node any more. The others' connections to it close; it does not notice. */
  isolate(id: NodeId): void {
    for (const other of this.nodes) {
      if (other.id === id) continue;
      this.network.cutBoth(id, other.id);
      other.step({ type: 'disconnected', peer: id });
    }
  }

  /** Delivers and syncs everything but what is held, oldest first, until nothing is under way. No time passes. */
  settle({ packet = () => false, disk: isDiskHeld = () => false }: Held = {}): void {
    for (let left = 100_000; left > 0; left--) {
      const next = this.network.underWay.findIndex((one) => !packet(one));
      if (next !== -1) this.deliver(next);
      else {
        const busy = this.live.filter(({ id, disk }) => disk.busy && !isDiskHeld(id));
        if (busy.length === 0) return;
        for (const node of busy) {
          node.sync();
          node.syncSnapshot();
        }
      }
    }
    must(false, () => 'the cluster never comes to rest');
  }

  /** Time passes on these nodes (all by default), and everything settles after each tick. */
  run(ticks: number, ids: readonly NodeId[] = this.nodes.map(({ id }) => id)): void {
    for (let i = 0; i < ticks; i++) {
      this.tick(...ids);
      this.settle();
    }
  }

  /** Runs until this holds. @throws Violation if it does not within so many ticks */
  runUntil(holds: () => boolean, what: string, ticks = 20 * this.electionTicks): void {
    for (let i = 0; i < ticks && !holds(); i++) this.run(1);
    must(holds(), () => `not within ${ticks} ticks: ${what}`);
  }

  /** Those that run and take part, as this node has it. */
  membersOf({ view }: SimNode): readonly SimNode[] {
    return this.live.filter(({ id }) => isMember(view.configuration, id));
  }

  /** Runs until one leader is known to everybody that runs and takes part. */
  elect(): SimNode {
    const settled = () => {
      const { leader } = this;
      return leader !== null && this.membersOf(leader).every(({ view }) => view.leader === leader.id);
    };
    this.runUntil(settled, 'one leader known to all');
    const { leader } = this;
    must(leader !== null, () => 'a leader');
    return leader;
  }

  /** Makes this node the leader: nobody else's time passes until it is. */
  electThis(id: NodeId): SimNode {
    const node = this.node(id);
    for (let i = 0; i < 4 * this.electionTicks && !node.leads; i++) {
      // The others' leader is long gone, by their clock, when this one asks.
      this.run(1, [id]);
    }
    must(node.leads, () => `${id} was not elected`);
    return node;
  }
}
