/** The cluster that a scenario plays with: which messages and disks are held, and what it says of what happens. */
import type { Configuration, Entry, NodeId } from '../../types.ts';
import { Cluster, type ClusterSettings } from '../cluster.ts';
import { SimDisk } from '../disk.ts';
import type { Packet } from '../network.ts';
import type { SimNode } from '../node.ts';
import { type Path, ScenarioError } from './arguments.ts';
import { showEffect } from './show.ts';

/** What is on a node's disk before it starts. */
export type DiskContents = Readonly<{
  term: number;
  vote: NodeId | null;
  commit: number;
  log: readonly Readonly<{ term: number; configuration: Configuration | null }>[];
  damaged: boolean;
}>;

export class ScenarioWorld {
  /** What happened since this was last emptied. */
  lines: string[] = [];
  readonly heldDisks = new Set<NodeId>();
  readonly held: Path[] = [];
  readonly #disks = new Map<NodeId, SimDisk>();
  readonly #questions = new Map<number, string>();
  #settings: ClusterSettings | null = null;
  #cluster: Cluster | null = null;

  /** Says how many there are and how they are set. */
  found(settings: ClusterSettings): void {
    if (this.#settings !== null) throw new ScenarioError('there are nodes already');
    this.#settings = settings;
  }

  /** Gives a node's disk its contents; the first other command starts all nodes. */
  write(id: NodeId, { term, vote, commit, log, damaged }: DiskContents): void {
    if (this.#cluster !== null)
      throw new ScenarioError('the nodes have started: their disks are their own now');
    const disk = new SimDisk();
    const entries = log.map((one, i): Entry => {
      const data = `${i + 1}/t${one.term}`;
      const { configuration } = one;
      const payload =
        configuration === null
          ? { kind: 'command' as const, data }
          : { kind: 'configuration' as const, configuration, data };
      return { index: i + 1, term: one.term, payload };
    });
    disk.push({ write: 0, hardState: { term, vote, commit }, firstIndex: 1, entries });
    disk.sync(1);
    disk.damaged = damaged;
    this.#disks.set(id, disk);
  }

  /** @throws ScenarioError before `nodes` */
  get cluster(): Cluster {
    if (this.#settings === null) throw new ScenarioError('a scenario begins with “nodes”');
    this.#cluster ??= new Cluster({
      ...this.#settings,
      disks: this.#disks,
      // Every timeout is as short as it may be: time passes where the scenario says.
      draw: () => 0,
      observe: (node, effect) => {
        const line = showEffect(node, effect, (ref) => this.#questions.get(ref) ?? `question ${ref}`);
        if (line !== null) this.lines.push(line);
      },
    });
    return this.#cluster;
  }

  /** @throws ScenarioError if there is none of that name */
  node(id: NodeId): SimNode {
    const found = this.cluster.nodes.find((node) => node.id === id);
    if (found === undefined) throw new ScenarioError(`there is no ${id}`);
    return found;
  }

  /** What a question is called in the output; to be said before it is asked. */
  call(name: string): void {
    this.#questions.set(this.cluster.clients.nextRef, name);
  }

  /** Messages under way that are meant, oldest first. */
  meant(path: Path): readonly Packet[] {
    return this.cluster.network.underWay.filter((packet) => isMeant(path, packet));
  }

  deliver(packet: Packet): void {
    this.cluster.deliver(this.cluster.network.underWay.indexOf(packet));
  }

  /** Delivers and syncs what is not held, oldest first, until nothing is left. */
  settle(): void {
    this.cluster.settle({
      packet: (packet) => this.held.some((path) => isMeant(path, packet)),
      disk: (id) => this.heldDisks.has(id),
    });
  }
}

function isMeant({ from, to, type }: Path, packet: Packet): boolean {
  return (
    (from ?? packet.from) === packet.from &&
    (to ?? packet.to) === packet.to &&
    (type ?? packet.message.type) === packet.message.type
  );
}
