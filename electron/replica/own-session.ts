/**
 * The session of this boot in the replicated state. It should last as long as the boot; where it ends
 * before (unused for a day, or a copy of this node started elsewhere), the next one has another name, because
 * in one opened again under the old name a late copy of an applied command would be applied again.
 */
export type SessionState =
  | 'open'
  /** Not opened yet. */
  | 'closed'
  /** It was open and is not any more; the id is a new one's now. */
  | 'ended';

export class OwnSession {
  readonly #boot: string;
  #ended = 0;
  #wasOpen = false;
  #askedAt = -Infinity;

  /** @param boot unlike that of any other boot of any node */
  constructor(boot: string) {
    this.#boot = boot;
  }

  get id(): string {
    return this.#ended === 0 ? this.#boot : `${this.#boot}:${this.#ended}`;
  }

  /** @param has whether a session is open in the state as applied here */
  look(has: (id: string) => boolean): SessionState {
    if (has(this.id)) {
      this.#wasOpen = true;
      return 'open';
    }
    if (!this.#wasOpen) return 'closed';
    this.#wasOpen = false;
    this.#ended++;
    this.#askedAt = -Infinity;
    return 'ended';
  }

  /** Whether to ask now that it be opened; counts as asked. @param every ms between questions */
  due(now: number, every: number): boolean {
    if (now - this.#askedAt < every) return false;
    this.#askedAt = now;
    return true;
  }

  /** Whoever was asked may not have been heard. */
  leaderChanged(): void {
    this.#askedAt = -Infinity;
  }
}
