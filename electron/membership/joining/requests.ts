/** Who wants in by digits and waits for a member: what the screens show, and what is said to it. */

/** How many wait at once: more than that no member can compare. */
export const MAX_REQUESTS = 4;

export type JoinRequest = Readonly<{
  /** Of this request, and no other: an approval never reaches somebody else in its place. */
  id: string;
  /** What the newcomer calls itself. */
  name: string;
  /** Where it connected from. */
  host: string;
  digits: string;
  /** When it began to wait: ms of the clock of whoever added it. */
  since: number;
}>;

export type RequestAnswers = Readonly<{
  /** @param by the member at whose screen it was approved */
  approve: (by: string) => void;
  decline: () => void;
}>;

export class Requests {
  readonly #waiting = new Map<string, Readonly<{ request: JoinRequest; answers: RequestAnswers }>>();
  readonly #changed: () => void;

  /** @param changed called after every change of the list */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Oldest first. */
  list(): readonly JoinRequest[] {
    return [...this.#waiting.values()].map(({ request }) => request);
  }

  /** Puts it on the list, from which it goes by `remove`. */
  add(request: JoinRequest, answers: RequestAnswers): void {
    this.#waiting.set(request.id, { request, answers });
    this.#changed();
  }

  remove(id: string): void {
    if (this.#waiting.delete(id)) this.#changed();
  }

  /** Whether it was still there. */
  approve(id: string, by: string): boolean {
    return this.#answer(id, (answers) => answers.approve(by));
  }

  decline(id: string): boolean {
    return this.#answer(id, (answers) => answers.decline());
  }

  #answer(id: string, say: (answers: RequestAnswers) => void): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) say(waiting.answers);
    return waiting !== undefined;
  }
}
