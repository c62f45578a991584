import type { Id } from './text.ts';

const NONE: readonly Id[] = [];

/** Ids by the id of what they belong to. */
export class Groups {
  readonly #members = new Map<Id, Set<Id>>();

  of(owner: Id): Iterable<Id> {
    return this.#members.get(owner) ?? NONE;
  }

  move(id: Id, from: Id | undefined, to: Id | undefined): void {
    if (from === to) return;
    if (from !== undefined) {
      const members = this.#members.get(from);
      members?.delete(id);
      if (members?.size === 0) this.#members.delete(from);
    }
    if (to === undefined) return;
    const members = this.#members.get(to);
    if (members) members.add(id);
    else this.#members.set(to, new Set([id]));
  }
}
