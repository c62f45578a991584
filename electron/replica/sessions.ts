/**
 * Client sessions inside the state machine (Raft §8, dissertation §6.3): a command that arrives
 * twice is applied once and gets the first answer. Commands of one session may arrive out of order
 * across a change of leader, so a window of answers is kept, not just the last sequence number.
 */
import type { LogAnswer } from './envelope.ts';

/** What became of a command: answered, refused for its key, or not applied with its fate unknown. */
export type Outcome =
  | Readonly<{ kind: 'answered'; answer: LogAnswer }>
  | Readonly<{ kind: 'keyReused' }>
  | Readonly<{ kind: 'unknown' }>;

/** Answers kept per session at most. */
export const WINDOW = 1_024;
/** Sessions kept at most; the least recently used goes first. */
export const MAX_SESSIONS = 256;
/** Sessions and keys unused for this much log age end (24 h). */
export const EXPIRY_AGE = 24 * 3_600_000;
/** Use is noted with this coarseness, so that it costs nothing per command. */
const USE_STEP = 60_000;

export type SessionRecord = Readonly<{
  id: string;
  node: string;
  low: number;
  usedAge: number;
  answers: readonly (readonly [seq: number, outcome: Outcome])[];
}>;

type Session = { node: string; low: number; usedAge: number; answers: Map<number, Outcome> };

/** Told of every item of state that comes and goes, for the digest. */
export type Items = Readonly<{ add: (item: string) => void; remove: (item: string) => void }>;

const header = (id: string, s: Session) => JSON.stringify(['session', id, s.node, s.low, s.usedAge]);
const item = (id: string, seq: number, outcome: Outcome) => JSON.stringify(['answer', id, seq, outcome]);

export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #items: Items;

  constructor(items: Items) {
    this.#items = items;
  }

  has(id: string): boolean {
    return this.#sessions.has(id);
  }

  /** The node whose session it is. */
  nodeOf(id: string): string | null {
    return this.#sessions.get(id)?.node ?? null;
  }

  /** Opens a session; ends earlier ones of the same node and those out of use. Opening it again changes nothing. */
  open(id: string, node: string, age: number): void {
    if (this.#sessions.has(id)) return;
    for (const [other, session] of this.#sessions) {
      if (session.node === node || session.usedAge < age - EXPIRY_AGE) this.#end(other, session);
    }
    if (this.#sessions.size >= MAX_SESSIONS) this.#endLeastRecentlyUsed();
    const session: Session = { node, low: 1, usedAge: age, answers: new Map() };
    this.#sessions.set(id, session);
    this.#items.add(header(id, session));
  }

  /**
   * Runs `apply` unless this session had that sequence number before. The first outcome is kept and
   * given again; in an unknown session or below its window: `unknown`, and nothing is applied.
   */
  once(id: string, seq: number, low: number, age: number, apply: () => Outcome): Outcome {
    const session = this.#sessions.get(id);
    if (session === undefined) return { kind: 'unknown' };
    this.#touch(id, session, Math.max(session.low, low), age);
    if (seq < session.low) return { kind: 'unknown' };
    const first = session.answers.get(seq);
    if (first !== undefined) return first;
    const outcome = apply();
    session.answers.set(seq, outcome);
    this.#items.add(item(id, seq, outcome));
    if (session.answers.size > WINDOW) this.#touch(id, session, Math.min(...session.answers.keys()) + 1, age);
    return outcome;
  }

  records(): SessionRecord[] {
    return [...this.#sessions].map(([id, { node, low, usedAge, answers }]) => ({
      id,
      node,
      low,
      usedAge,
      answers: [...answers],
    }));
  }

  /** Puts back a record of a snapshot. */
  restore({ id, node, low, usedAge, answers }: SessionRecord): void {
    const session = { node, low, usedAge, answers: new Map(answers) };
    this.#sessions.set(id, session);
    this.#items.add(header(id, session));
    for (const [seq, outcome] of answers) this.#items.add(item(id, seq, outcome));
  }

  #touch(id: string, session: Session, low: number, age: number): void {
    const used = age - session.usedAge >= USE_STEP ? age : session.usedAge;
    if (low === session.low && used === session.usedAge) return;
    this.#items.remove(header(id, session));
    this.#forget(id, session, low);
    session.low = low;
    session.usedAge = used;
    this.#items.add(header(id, session));
  }

  /** Drops the answers below `low`, at the cost of the smaller of the two: the step, or what is kept. */
  #forget(id: string, session: Session, low: number): void {
    const drop = (seq: number) => {
      const outcome = session.answers.get(seq);
      if (outcome === undefined) return;
      session.answers.delete(seq);
      this.#items.remove(item(id, seq, outcome));
    };
    if (low - session.low <= session.answers.size) for (let seq = session.low; seq < low; seq++) drop(seq);
    else for (const seq of [...session.answers.keys()]) if (seq < low) drop(seq);
  }

  #end(id: string, session: Session): void {
    this.#items.remove(header(id, session));
    for (const [seq, outcome] of session.answers) this.#items.remove(item(id, seq, outcome));
    this.#sessions.delete(id);
  }

  #endLeastRecentlyUsed(): void {
    let oldest: [string, Session] | undefined;
    for (const entry of this.#sessions) if (!oldest || entry[1].usedAge < oldest[1].usedAge) oldest = entry;
    if (oldest) this.#end(...oldest);
  }
}
