/**
 * Compares this replica's state with the others' while the shop works: each tells the others what its
 * state amounted to every so many entries, and a newly connected one the last few of these.
 */
import type { Configuration, NodeId } from '../raft/types.ts';
import { type Checkpoint, verdictOf } from './agreement.ts';
import { type Of, TOLD_CHECKPOINTS } from './wire.ts';

export type ComparisonOptions = Readonly<{
  id: NodeId;
  links: Readonly<{
    send: (to: NodeId, message: Of<'digest'>) => void;
    connected: () => ReadonlySet<NodeId>;
  }>;
  configuration: () => Configuration;
  /** Most of the others hold another state. */
  differs: () => void;
  /** `split` is another than before. */
  changed: () => void;
}>;

export class Comparison {
  readonly #options: ComparisonOptions;
  #own: readonly Checkpoint[] = [];
  readonly #peers = new Map<NodeId, readonly Checkpoint[]>();
  #split = false;

  constructor(options: ComparisonOptions) {
    this.#options = options;
  }

  /** Nobody can tell whose records are right. */
  get split(): boolean {
    return this.#split;
  }

  /** This replica has got there. */
  reached(checkpoint: Checkpoint): void {
    this.#own = newest([...this.#own, checkpoint]);
    for (const peer of this.#options.links.connected()) this.#tell(peer, [checkpoint], false);
    this.#compare();
  }

  /** Its state was replaced: what it amounted to before says nothing of it. */
  replaced(): void {
    this.#own = [];
    for (const peer of this.#options.links.connected()) this.#tell(peer, [], true);
    this.#compare();
  }

  /** @param all of it, in place of what it told before; what somebody told who is gone holds until then */
  heard(peer: NodeId, checkpoints: readonly Checkpoint[], all: boolean): void {
    const before = all ? [] : (this.#peers.get(peer) ?? []);
    this.#peers.set(peer, newest([...before, ...checkpoints]));
    this.#compare();
  }

  up(peer: NodeId): void {
    this.#tell(peer, this.#own, true);
  }

  /** Whoever has not told yet is waited for no more. */
  down(): void {
    this.#compare();
  }

  #compare(): void {
    const { id, links, configuration, differs, changed } = this.#options;
    const told = { own: this.#own, peers: this.#peers };
    const verdict = verdictOf(told, id, configuration().voters, links.connected());
    if (verdict === 'differs') return differs();
    // Where somebody has yet to tell, it stays as it was.
    if (verdict === 'open' || this.#split === (verdict === 'split')) return;
    this.#split = verdict === 'split';
    changed();
  }

  #tell(peer: NodeId, checkpoints: readonly Checkpoint[], all: boolean): void {
    this.#options.links.send(peer, { type: 'digest', checkpoints: [...checkpoints], all });
  }
}

const newest = (checkpoints: readonly Checkpoint[]): readonly Checkpoint[] =>
  checkpoints.slice(-TOLD_CHECKPOINTS);
