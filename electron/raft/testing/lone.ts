/** One core without a cluster, fed by hand: for rules about a single message. It is node "a" of a, b and c. */
import { createCore } from '../core.ts';
import type { Core, CoreOptions, CoreView, Effect, Entry, Input, Message, NodeId, Term } from '../types.ts';
import { Random } from './random.ts';

export type LoneOptions = Partial<CoreOptions> &
  Readonly<{
    voters?: readonly NodeId[];
    /** The terms of the entries on its disk, from index 1 on. */
    terms?: readonly Term[];
    term?: Term;
    vote?: NodeId | null;
    commit?: number;
    damaged?: boolean;
  }>;

export const entries = (first: number, ...terms: readonly Term[]): readonly Entry[] =>
  terms.map((term, i) => ({
    index: first + i,
    term,
    payload: { kind: 'command', data: `${first + i}:${term}` },
  }));

export class Lone {
  readonly core: Core;
  /** Everything it said so far. */
  readonly said: Effect[] = [];
  #lastWrite = 0;
  #read = 0;

  constructor({ voters = ['a', 'b', 'c'], terms = [], vote = null, commit = 0, ...rest }: LoneOptions = {}) {
    const { term = terms.at(-1) ?? 0, damaged = false, ...options } = rest;
    const hardState = { term, vote, commit };
    this.core = createCore({
      id: 'a',
      restored: { hardState, snapshot: null, entries: entries(1, ...terms), damaged },
      fallbackConfiguration: { voters, outgoing: [], learners: [] },
      electionTicks: 10,
      heartbeatTicks: 2,
      disconnectTicks: 3,
      maxAppendBytes: 10_000,
      maxInflightAppends: 4,
      maxInflightBytes: 20_000,
      stalledDiskTicks: 30,
      maxUncommittedBytes: 10_000,
      keepBehindSnapshot: 0,
      random: new Random(7).next,
      ...options,
    });
  }

  get view(): CoreView {
    return this.core.view();
  }

  step(input: Input): readonly Effect[] {
    const effects = this.core.step(input);
    this.said.push(...effects);
    for (const effect of effects) if (effect.type === 'persist') this.#lastWrite = effect.write;
    return effects;
  }

  receive(from: NodeId, message: Message): readonly Effect[] {
    return this.step({ type: 'message', from, message });
  }

  ticks(count: number): void {
    for (let i = 0; i < count; i++) this.step({ type: 'tick' });
  }

  /** The number of the last write that it asked for. */
  get lastWrite(): number {
    return this.#lastWrite;
  }

  /** Everything written so far, or up to this write, is on disk. */
  sync(write = this.#lastWrite): readonly Effect[] {
    return this.step({ type: 'persisted', write });
  }

  /** What it sent since this was last asked. */
  sent(): readonly Readonly<{ to: NodeId; message: Message }>[] {
    const fresh = this.said.slice(this.#read);
    this.#read = this.said.length;
    return fresh.flatMap((effect) =>
      effect.type === 'send' ? [{ to: effect.to, message: effect.message }] : [],
    );
  }

  /** Has it elected, by the votes of b (and itself). */
  lead(): this {
    for (let i = 0; i < 40 && this.view.role === 'follower'; i++) this.ticks(1);
    this.receive('b', { type: 'preVoteReply', term: this.view.term + 1, granted: true });
    this.sync();
    this.receive('b', { type: 'voteReply', term: this.view.term, granted: true });
    if (this.view.role !== 'leader') throw new Error('not elected');
    return this;
  }
}
