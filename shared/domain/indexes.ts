/** Ways into a shop's tables that spare looking at everything; kept up from changes, and no part of the state. */
import { FreeGrams } from './free-grams.ts';
import { Groups } from './groups.ts';
import { Products } from './products.ts';
import type { Change, Entities, Filament, Indexes, Job, TableName } from './model.ts';
import type { Id } from './text.ts';

export const isOver = ({ status }: Pick<Job, 'status'>) => status === 'Done' || status === 'Cancelled';

type Over = Readonly<{ id: Id; at: number }>;
const earlier = (one: Over, other: Over) =>
  one.at - other.at || (one.id < other.id ? -1 : one.id === other.id ? 0 : 1);

/** Jobs that are over, first those that were so first. */
class Finished {
  #sorted: Over[] = [];
  /** Those before it are gone. */
  #first = 0;

  get size(): number {
    return this.#sorted.length - this.#first;
  }
  oldest(count: number): readonly Id[] {
    return this.#sorted.slice(this.#first, this.#first + count).map(({ id }) => id);
  }

  add(one: Over): void {
    this.#sorted.splice(this.#place(one), 0, one);
  }

  remove(one: Over): void {
    const at = this.#place(one);
    if (this.#sorted[at]?.id !== one.id) return;
    if (at !== this.#first) {
      this.#sorted.splice(at, 1);
      return;
    }
    this.#first += 1;
    if (this.#first < 1_000 || this.#first * 2 < this.#sorted.length) return;
    this.#sorted = this.#sorted.slice(this.#first);
    this.#first = 0;
  }

  /** Where it is, or belongs. */
  #place(one: Over): number {
    let [low, high] = [this.#first, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.#sorted[middle];
      if (there !== undefined && earlier(there, one) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export class ShopIndexes implements Indexes {
  readonly free = new FreeGrams();
  readonly #products = new Products();
  readonly #spools = new Groups();
  readonly #prints = new Groups();
  readonly #open = new Set<Id>();
  readonly #finished = new Finished();

  filamentsLike(product: string): Iterable<Id> {
    return this.#products.of(product);
  }
  spoolsOf(filament: Id): Iterable<Id> {
    return this.#spools.of(filament);
  }
  printsOf(job: Id): Iterable<Id> {
    return this.#prints.of(job);
  }
  openJobs(): Iterable<Id> {
    return this.#open;
  }
  finished(): number {
    return this.#finished.size;
  }
  oldestFinished(count: number): readonly Id[] {
    return this.#finished.oldest(count);
  }

  /** @param before what the table had under that id */
  take(change: Change, before: Entities[TableName] | undefined): void {
    this.free.take(change, before);
    const { table, id, entity } = change;
    switch (table) {
      case 'filaments':
        this.#products.take(id, before as Filament | undefined, entity);
        return;
      case 'spools':
        this.#spools.move(id, (before as Entities['spools'] | undefined)?.filament, entity?.filament);
        return;
      case 'prints':
        this.#prints.move(id, (before as Entities['prints'] | undefined)?.job, entity?.job);
        return;
      case 'jobs':
        this.#takeJob(id, before as Job | undefined, entity);
        return;
      default:
    }
  }

  #takeJob(id: Id, before: Job | undefined, after: Job | null): void {
    const [was, is] = [before && over(before), after && over(after)];
    if (was && was.at !== is?.at) this.#finished.remove(was);
    if (is && was?.at !== is.at) this.#finished.add(is);
    if (after !== null && is === null) this.#open.add(id);
    else this.#open.delete(id);
  }
}

const over = (job: Job): Over | null => (isOver(job) ? { id: job.id, at: job.completedAt ?? 0 } : null);
