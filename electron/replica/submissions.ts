/**
 * The writes that this node has under way. Each has a sequence number in the node's session, is sent to
 * whoever leads, sent again to the next leader, and is answered when the entry is applied here: so
 * it is applied once, however often it was sent.
 */
import type { LogAnswer, LogInput } from './envelope.ts';
import { KeyUsedOtherwise, NotApplied, OutcomeUnknown } from './errors.ts';
import { type Outcome, WINDOW } from './sessions.ts';
import type { Forwarded } from './wire.ts';

/** A write that no leader took within this time is refused. */
const TAKE_MS = 2_000;
/** A write that a leader may have taken is given up, outcome unknown, after this time. */
const OUTCOME_MS = 5_000;
/** A sending without an effect after this time is repeated: the link may have dropped it. */
const RESEND_MS = 1_000;

/** Under which key, and in whose name. */
export type By = Readonly<{ key?: string | undefined; operator?: string | undefined }>;

type Pending = {
  readonly seq: number;
  readonly key: string | undefined;
  readonly operator: string | undefined;
  readonly command: LogInput;
  readonly since: number;
  readonly resolve: (answer: LogAnswer) => void;
  readonly reject: (error: Error) => void;
  /** Sendings so far. */
  attempts: number;
  /** Those of them that were not refused: while there is none, nothing is appended or still can be. */
  readonly open: Set<number>;
  /** When it was last sent to the leader of now; null when it has to be sent. */
  sentAt: number | null;
};

export class Submissions {
  readonly #pending = new Map<number, Pending>();
  #next = 1;

  get size(): number {
    return this.#pending.size;
  }

  /** Takes a write in; it is sent with the next `due`. @param now monotonic ms */
  add(command: LogInput, by: By, now: number): Promise<LogAnswer> {
    if (this.#next - this.#low() >= WINDOW) {
      return Promise.reject(new NotApplied('too many changes are under way on this workstation; try again'));
    }
    return new Promise((resolve, reject) => {
      const seq = this.#next++;
      this.#pending.set(seq, {
        seq,
        key: by.key,
        operator: by.operator,
        command,
        since: now,
        resolve,
        reject,
        attempts: 0,
        open: new Set(),
        sentAt: null,
      });
    });
  }

  /** The lowest sequence number without an answer. */
  #low(): number {
    for (const seq of this.#pending.keys()) return seq;
    return this.#next;
  }

  /** The writes to be sent now, at most a window of them; they count as sent. */
  due(now: number): Forwarded[] {
    const low = this.#low();
    const writes: Forwarded[] = [];
    for (const pending of this.#pending.values()) {
      if (pending.sentAt !== null && now - pending.sentAt < RESEND_MS) continue;
      pending.sentAt = now;
      pending.attempts++;
      pending.open.add(pending.attempts);
      const { seq, key, operator, command, attempts: attempt } = pending;
      writes.push({
        ...{ seq, attempt, low, command },
        ...(key === undefined ? {} : { key }),
        ...(operator === undefined || operator === '' ? {} : { operator }),
      });
    }
    return writes;
  }

  /** What was sent may be lost, or its answer was not seen: everything is sent again. */
  sendAgain(): void {
    for (const pending of this.#pending.values()) pending.sentAt = null;
  }

  /**
   * That sending was not appended, for certain. A copy of it that is still under way does not exist: each
   * sending has a number of its own, and links deliver a message once at most.
   */
  refused(seq: number, attempt: number): void {
    const pending = this.#pending.get(seq);
    if (pending === undefined || !pending.open.delete(attempt)) return;
    // Sent again on the next tick at the earliest, or to the next leader.
    if (attempt === pending.attempts) pending.sentAt = null;
  }

  /** An entry of this session was applied here. */
  applied(seq: number, outcome: Outcome): void {
    const pending = this.#pending.get(seq);
    if (pending === undefined) return;
    switch (outcome.kind) {
      case 'answered':
        this.#pending.delete(seq);
        return pending.resolve(outcome.answer);
      case 'keyReused':
        return this.#give(pending, new KeyUsedOtherwise('this Idempotency-Key was used for another change'));
      case 'unknown':
        return this.#give(pending, new OutcomeUnknown('it is not known whether the change was made'));
    }
  }

  /** The session ended: its answers are gone. What was never appended can go into the next one. */
  sessionEnded(): void {
    for (const pending of this.#pending.values()) {
      if (pending.open.size === 0) continue;
      this.#give(pending, new OutcomeUnknown('it is not known whether the change was made'));
    }
  }

  /** Gives up what waited too long. @param reason why no leader takes writes, in words */
  expire(now: number, reason: () => string): void {
    for (const pending of this.#pending.values()) {
      const waited = now - pending.since;
      if (pending.open.size === 0 && waited >= TAKE_MS) {
        this.#give(pending, new NotApplied(reason()));
      } else if (waited >= OUTCOME_MS) {
        this.#give(
          pending,
          new OutcomeUnknown('no majority confirmed the change in time; it may still be made'),
        );
      } else if (waited < TAKE_MS) return;
    }
  }

  /** The node stops: nothing is answered any more. */
  stop(): void {
    for (const pending of this.#pending.values()) {
      const error =
        pending.open.size === 0
          ? new NotApplied('this workstation is shutting down')
          : new OutcomeUnknown('this workstation shut down before the change was confirmed');
      this.#give(pending, error);
    }
  }

  #give(pending: Pending, error: Error): void {
    this.#pending.delete(pending.seq);
    pending.reject(error);
  }
}
