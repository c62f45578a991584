import { MemoryArchive } from './archive.ts';
import { ShopIndexes } from './indexes.ts';
import type {
  Activity,
  Archive,
  ArchiveName,
  Archived,
  Change,
  Counter,
  Demand,
  Filament,
  Filing,
  Indexes,
  Job,
  Print,
  Printer,
  Shop,
  Spool,
  State,
} from './model.ts';
import { TABLES } from './model.ts';
import type { Id } from './text.ts';

/** An archive that can be added to. */
export type Filed<T> = Archive<T> & Readonly<{ add: (record: T) => void }>;
export type FiledArchives = Readonly<{ [A in ArchiveName]: Filed<Archived[A]> }>;

/** One map a table. Entities in them are never mutated. */
export class ShopTables implements Shop {
  readonly filaments = new Map<Id, Filament>();
  readonly spools = new Map<Id, Spool>();
  readonly printers = new Map<Id, Printer>();
  readonly jobs = new Map<Id, Job>();
  readonly prints = new Map<Id, Print>();
  readonly counters = new Map<Id, Counter>();
  readonly demands = new Map<Id, Demand>();

  put({ table, id, entity }: Change): void {
    if (entity === null) this[table].delete(id);
    // Change pairs each table with its own entity type; the compiler cannot see that across a union.
    else (this[table] as Map<Id, typeof entity>).set(id, entity);
  }
}

/** The mutable holder of all that a shop is. */
export class Tables extends ShopTables implements State {
  readonly archive: FiledArchives;
  readonly #index = new ShopIndexes();

  constructor(archive: FiledArchives = inMemory()) {
    super();
    this.archive = archive;
  }

  get index(): Indexes {
    return this.#index;
  }

  /** Puts in what `apply` said changed. */
  commit(changes: readonly Change[], filings: readonly Filing[] = []): void {
    for (const change of changes) {
      this.#index.take(change, this[change.table].get(change.id));
      this.put(change);
    }
    for (const { archive, entity } of filings) (this.archive[archive] as Filed<typeof entity>).add(entity);
  }
}

function inMemory(): FiledArchives {
  return {
    jobs: new MemoryArchive<Job>(),
    prints: new MemoryArchive<Print>(),
    activity: new MemoryArchive<Activity>(),
  };
}

/** The whole state as changes from nothing, in table order. */
export function* allRows(shop: Shop): Generator<Change> {
  for (const table of TABLES) {
    for (const [id, entity] of shop[table]) yield { table, id, entity } as Change;
  }
}
