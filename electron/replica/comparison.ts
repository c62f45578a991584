/**
 * Compares this replica's state with the others' while the shop works: each tells the others what its
 * state amounted to every so many entries, and a newly connected one the last few of these.
 */
import type { Configuration, NodeId } from '../raft/types.ts';
import { type Checkpoint, type Verdict, verdictOf } from './agreement.ts';
import { type Of, TOLD_CHECKPOINTS } from './wire.ts';

export type ComparisonOptions = Readonly<{
  id: NodeId;
  links: Readonly<{
    send: (to: NodeId, message: Of<'digest'>) => void;
    connected: () => ReadonlySet<NodeId>;
  }>;
  configuration: () => Configuration;
}>;

export class Comparison {
  readonly #options: ComparisonOptions;
  #own: readonly Checkpoint[] = [];
  readonly #peers = new Map<NodeId, readonly Checkpoint[]>();

  constructor(options: ComparisonOptions) {
    this.#options = options;
  }

  /** This replica has got there. */
  reached(checkpoint: Checkpoint): void {
    this.#own = newest([...this.#own, checkpoint]);
    for (const peer of this.#options.links.connected()) this.#tell(peer, [checkpoint], false);
  }

  /** Its state was replaced: what it amounted to before says nothing of it. */
  replaced(): void {
    this.#own = [];
    for (const peer of this.#options.links.connected()) this.#tell(peer, [], true);
  }

  /** @param all of it, in place of what it told before; what somebody told who is gone holds until then */
  heard(peer: NodeId, checkpoints: readonly Checkpoint[], all: boolean): void {
    const before = all ? [] : (this.#peers.get(peer) ?? []);
    this.#peers.set(peer, newest([...before, ...checkpoints]));
  }

  up(peer: NodeId): void {
    this.#tell(peer, this.#own, true);
  }

  verdict(): Verdict {
    const { id, links, configuration } = this.#options;
    const told = { own: this.#own, peers: this.#peers };
    return verdictOf(told, id, configuration().voters, links.connected());
  }

  #tell(peer: NodeId, checkpoints: readonly Checkpoint[], all: boolean): void {
    this.#options.links.send(peer, { type: 'digest', checkpoints: [...checkpoints], all });
  }
}

const newest = (checkpoints: readonly Checkpoint[]): readonly Checkpoint[] =>
  checkpoints.slice(-TOLD_CHECKPOINTS);
