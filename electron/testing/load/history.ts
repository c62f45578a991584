/** What a load did and saw: every write with its fate, and the reads that contradicted an earlier answer. */

export const LISTS = ['printers', 'filaments', 'jobs'] as const;
export type ListName = (typeof LISTS)[number];

/** `notApplied`: 503, certainly not. `unknown`: 504 or a broken connection, and no retry could tell. */
export type Fate = 'acknowledged' | 'refused' | 'notApplied' | 'unknown';

/** A record that a write wants to add to a list. */
export type Wish = Readonly<{
  id: string;
  list: ListName;
  body: Readonly<Record<string, unknown>>;
  /** The status that the shop's rules give it. */
  expected: number;
}>;

export type Write = Wish & Readonly<{ fate: Fate; status: number | null; attempts: number }>;

/** An answer of 500 and above; times in ms of `performance.now()`. */
export type ServerError = Readonly<{ status: number; begun: number; ended: number; what: string }>;

export class History {
  readonly writes: Write[] = [];
  readonly serverErrors: ServerError[] = [];
  /** Reads that missed what must have been there, or showed something twice. */
  readonly contradictions: string[] = [];
  acknowledged = 0;
  reads = 0;
  /** In the order in which they became known: acknowledged, or seen in a list. */
  readonly #known: Record<ListName, { order: string[]; ids: Set<string> }> = {
    printers: { order: [], ids: new Set() },
    filaments: { order: [], ids: new Set() },
    jobs: { order: [], ids: new Set() },
  };

  /** A write has come to its end. To be called before anybody can act on its answer. */
  wrote(write: Write): void {
    this.writes.push(write);
    if (write.fate !== 'acknowledged') return;
    this.acknowledged += 1;
    this.#learn(write.list, write.id);
  }

  failed(error: ServerError): void {
    this.serverErrors.push(error);
  }

  /** A linearizable read begins: what is known now must be in its answer. */
  beginRead(list: ListName): number {
    return this.#known[list].order.length;
  }

  /** @param known what `beginRead` gave */
  endRead(list: ListName, known: number, ids: readonly string[], where: string): void {
    this.reads += 1;
    const shown = new Set(ids);
    if (shown.size < ids.length) this.contradictions.push(`${where} showed one of ${list} twice`);
    for (const id of this.#known[list].order.slice(0, known)) {
      if (!shown.has(id)) this.contradictions.push(`${where} did not show ${id} of ${list}`);
    }
    for (const id of ids) this.#learn(list, id);
  }

  #learn(list: ListName, id: string): void {
    const { order, ids } = this.#known[list];
    if (ids.has(id)) return;
    ids.add(id);
    order.push(id);
  }
}
