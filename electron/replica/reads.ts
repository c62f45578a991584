/**
 * Linearizable reads (ReadIndex, dissertation §6.4): ask the leader for an index, wait until it is
 * applied here. Reads that wait at the same moment share one question.
 */
import type { Index } from '../raft/types.ts';
import { NotApplied } from './errors.ts';

const READ_MS = 2_000;
/** A refused question is asked again after this time. */
const AGAIN_MS = 20;

type Waiter = {
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

export class Reads {
  /** Not asked yet. */
  #fresh: Waiter[] = [];
  /** Asked; by reference. */
  readonly #asked = new Map<number, Waiter[]>();
  /** Answered; to be released once that index is applied. */
  #answered: { index: Index; waiters: Waiter[] }[] = [];
  #nextRef = 1;
  #notBefore = 0;

  /** Resolves once everything acknowledged before the call is applied here. @param now monotonic ms */
  add(now: number): Promise<void> {
    return new Promise((resolve, reject) => this.#fresh.push({ since: now, resolve, reject }));
  }

  /** The reference of a question to ask now on behalf of all that wait, or null. */
  due(now: number): number | null {
    if (this.#fresh.length === 0 || now < this.#notBefore) return null;
    const ref = this.#nextRef++;
    this.#asked.set(ref, this.#fresh);
    this.#fresh = [];
    return ref;
  }

  /** The leader's answer. */
  readable(ref: number, index: Index, applied: Index): void {
    const waiters = this.#asked.get(ref);
    if (waiters === undefined) return;
    this.#asked.delete(ref);
    this.#answered.push({ index, waiters });
    this.applied(applied);
  }

  /** No answer: its readers ask again. */
  notReadable(ref: number, now: number): void {
    const waiters = this.#asked.get(ref);
    if (waiters === undefined) return;
    this.#asked.delete(ref);
    this.#fresh = waiters.concat(this.#fresh);
    this.#notBefore = now + AGAIN_MS;
  }

  /** Everything up to here is applied. */
  applied(index: Index): void {
    if (this.#answered.length === 0) return;
    const ready = this.#answered.filter((group) => group.index <= index);
    if (ready.length === 0) return;
    this.#answered = this.#answered.filter((group) => group.index > index);
    for (const { waiters } of ready) for (const { resolve } of waiters) resolve();
  }

  /** Gives up what waited too long. */
  expire(now: number, reason: () => string): void {
    this.#giveUp((waiter) => now - waiter.since >= READ_MS, reason);
  }

  stop(): void {
    this.#giveUp(
      () => true,
      () => 'this workstation is shutting down',
    );
  }

  #giveUp(late: (waiter: Waiter) => boolean, reason: () => string): void {
    const keep = (waiters: Waiter[]): Waiter[] => {
      if (!waiters.some(late)) return waiters;
      for (const waiter of waiters) if (late(waiter)) waiter.reject(new NotApplied(reason()));
      return waiters.filter((waiter) => !late(waiter));
    };
    this.#fresh = keep(this.#fresh);
    for (const [ref, waiters] of this.#asked) {
      const kept = keep(waiters);
      if (kept.length > 0) this.#asked.set(ref, kept);
      else this.#asked.delete(ref);
    }
    for (const group of this.#answered) group.waiters = keep(group.waiters);
    this.#answered = this.#answered.filter((group) => group.waiters.length > 0);
  }
}
