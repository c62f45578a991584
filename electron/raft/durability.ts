/**
 * What is on this node's disk, and what waits for it. Nothing is acknowledged, voted or counted
 * before it is durable (Raft §5, fig. 2: "updated on stable storage before responding to RPCs").
 * Writes are numbered and complete in order; each remembers how far the log reached after it.
 */
import { invariant } from './invariant.ts';
import type { Index, Message, NodeId } from './types.ts';

export type Outgoing = Readonly<{ to: NodeId; message: Message }>;

type Write = {
  readonly write: number;
  lastIndexAfter: Index;
  readonly held: Outgoing[];
  /** The tick in which it was asked for. */
  readonly since: number;
};

export class Durability {
  #stable: Index;
  #lastWrite = 0;
  /** Ticks since the start. */
  #now = 0;
  #pending: Write[] = [];
  /** The first index that differs from the last write; null: only term or vote, or nothing. */
  #changedFrom: Index | null = null;
  #changed = false;
  #held: Outgoing[] = [];

  constructor(stable: Index) {
    this.#stable = stable;
  }

  /** Everything of the present log up to here is on disk. */
  get stable(): Index {
    return this.#stable;
  }

  /** For how many ticks the oldest write under way has been waited for; 0 if there is none. */
  get stalledTicks(): number {
    return this.#now - (this.#pending[0]?.since ?? this.#now);
  }

  /** A unit of time has passed. */
  tick(): void {
    this.#now += 1;
  }

  /** Term or vote changed. */
  hardStateChanged(): void {
    this.#changed = true;
  }

  /** Entries were added from `index` on. */
  appendedFrom(index: Index): void {
    this.#changed = true;
    this.#changedFrom = Math.min(this.#changedFrom ?? index, index);
  }

  /**
   * Entries from `index` on are gone from the log. A write under way may still carry them: when it
   * completes, it must not vouch for entries that took their place in the meantime (ABA).
   */
  truncatedFrom(index: Index): void {
    this.appendedFrom(index);
    this.#stable = Math.min(this.#stable, index - 1);
    for (const write of this.#pending) write.lastIndexAfter = Math.min(write.lastIndexAfter, index - 1);
  }

  /** A durable snapshot covers everything up to `index`. */
  covered(index: Index): void {
    this.#stable = Math.max(this.#stable, index);
  }

  /** The log became a snapshot that ends at `index`. */
  replaced(index: Index): void {
    this.#changedFrom = null;
    this.truncatedFrom(index + 1);
    this.covered(index);
  }

  /** Holds a message back until everything that has happened so far is durable. */
  hold(to: NodeId, message: Message): void {
    keep(this.#held, to, message);
  }

  /**
   * Closes a step: what to write, if anything changed, and the messages that wait for nothing.
   *
   * @param lastIndex of the log now
   * @returns `firstIndex` is one past the end where only term or vote changed
   */
  close(lastIndex: Index): Readonly<{
    write: Readonly<{ write: number; firstIndex: Index }> | null;
    free: readonly Outgoing[];
  }> {
    const held = this.#held;
    this.#held = [];
    if (!this.#changed) {
      const last = this.#pending.at(-1);
      if (last === undefined) return { write: null, free: held };
      for (const { to, message } of held) keep(last.held, to, message);
      return { write: null, free: [] };
    }
    const firstIndex = this.#changedFrom ?? lastIndex + 1;
    this.#changed = false;
    this.#changedFrom = null;
    this.#lastWrite += 1;
    this.#pending.push({ write: this.#lastWrite, lastIndexAfter: lastIndex, held, since: this.#now });
    return { write: { write: this.#lastWrite, firstIndex }, free: [] };
  }

  /** All writes up to this number are on disk: returns the messages that waited for them. */
  persisted(write: number): readonly Outgoing[] {
    invariant(write <= this.#lastWrite, `write ${write} was never asked for`);
    const done = this.#pending.filter((pending) => pending.write <= write);
    this.#pending = this.#pending.slice(done.length);
    for (const { lastIndexAfter } of done) this.#stable = Math.max(this.#stable, lastIndexAfter);
    return done.flatMap(({ held }) => held);
  }
}

/** Of acknowledgements in a row only the highest counts, so a flood of appends does not pile up. */
function keep(held: Outgoing[], to: NodeId, message: Message): void {
  const last = held.at(-1);
  if (
    message.type === 'appendReply' &&
    last?.message.type === 'appendReply' &&
    last.to === to &&
    last.message.term === message.term
  ) {
    if (last.message.match < message.match) held.splice(-1, 1, { to, message });
  } else held.push({ to, message });
}
