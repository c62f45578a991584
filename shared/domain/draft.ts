/** What one command is about to change: reads see what it has put so far. */
import { FreeGrams } from './free-grams.ts';
import type { Archived, ArchiveName, Change, Entities, Filing, Job, State, TableName } from './model.ts';
import { TABLES } from './model.ts';
import { productKey, Products } from './products.ts';
import type { Id } from './text.ts';

const PREFIX = {
  filaments: 'F',
  spools: 'S',
  printers: 'PR',
  jobs: 'J',
  prints: 'P',
} as const;
type Numbered = keyof typeof PREFIX;

/** A record that a command changed: as it was before, if there was one, and as it is now. */
export type Touched = {
  [T in TableName]: Readonly<{ table: T; id: Id; before: Entities[T] | undefined }>;
}[TableName];

type Changes = { readonly [T in TableName]: Map<Id, Entities[T] | null> };
type Filed = { readonly [A in ArchiveName]: Map<Id, Archived[A]> };

export class Draft {
  readonly #state: State;
  readonly #changes: Changes = {
    filaments: new Map(),
    spools: new Map(),
    printers: new Map(),
    jobs: new Map(),
    prints: new Map(),
    counters: new Map(),
    demands: new Map(),
  };
  readonly #filings: Filing[] = [];
  readonly #filed: Filed = { jobs: new Map(), prints: new Map(), activity: new Map() };
  readonly #counts = { jobs: 0, prints: 0, activity: 0 };
  /** What each record was before the command under way touched it: a batch has several commands. */
  readonly #touched = new Map<string, Touched>();

  /** The filaments that it puts. */
  readonly #products = new Products();
  /** What may be promised of each material and colour. */
  readonly free: FreeGrams;

  constructor(state: State) {
    this.#state = state;
    this.free = new FreeGrams(state.index.free);
  }

  /** The next command of a batch begins. */
  mark(): void {
    this.#touched.clear();
  }

  /** What the command under way changed, in the order in which it first did. */
  touched(): IterableIterator<Touched> {
    return this.#touched.values();
  }

  get<T extends TableName>(table: T, id: Id): Entities[T] | undefined {
    const changed = this.#of(table).get(id);
    return changed === undefined ? this.original(table, id) : (changed ?? undefined);
  }

  /** As it was before all commands. */
  original<T extends TableName>(table: T, id: Id): Entities[T] | undefined {
    return (this.#state[table] as ReadonlyMap<Id, Entities[T]>).get(id);
  }

  /** What there is of this id in an archive. */
  filed<A extends ArchiveName>(archive: A, id: Id): Archived[A] | undefined {
    const filed: ReadonlyMap<Id, Archived[A]> = this.#filed[archive];
    return filed.get(id) ?? this.#state.archive[archive].get(id);
  }

  /** How many records an archive will have. */
  filedSoFar(archive: ArchiveName): number {
    return this.#state.archive[archive].length + this.#counts[archive];
  }

  /** Whether an id was ever given away: no record takes one again. */
  isTaken(table: Numbered, id: Id): boolean {
    if (this.get(table, id) !== undefined) return true;
    return (table === 'jobs' || table === 'prints') && this.#state.archive[table].has(id);
  }

  /** Every entity of a table, with what was put so far; for tables that stay small. */
  *all<T extends TableName>(table: T): Generator<Entities[T]> {
    yield* this.#those(table, this.#state[table].keys());
    yield* this.#added(table);
  }

  /** The filaments, retired ones among them, with this key (`productKey`). */
  *filamentsLike(product: string): Generator<Entities['filaments']> {
    const ids = new Set([...this.#state.index.filamentsLike(product), ...this.#products.of(product)]);
    // One of the shop's may be called otherwise by now.
    for (const filament of this.#those('filaments', ids))
      if (productKey(filament) === product) yield filament;
  }

  *spoolsOf(filament: Id): Generator<Entities['spools']> {
    yield* this.#those('spools', this.#state.index.spoolsOf(filament));
    for (const spool of this.#added('spools')) if (spool.filament === filament) yield spool;
  }

  /** The queued and running jobs, in no order. */
  *openJobs(): Generator<Entities['jobs']> {
    for (const job of this.#those('jobs', this.#state.index.openJobs()))
      if (job.completedAt === null) yield job;
    for (const job of this.#added('jobs')) if (job.completedAt === null) yield job;
  }

  *printsOf(job: Id): Generator<Entities['prints']> {
    yield* this.#those('prints', this.#state.index.printsOf(job));
    for (const print of this.#added('prints')) if (print.job === job) yield print;
  }

  /** Jobs in the tables that were over before all commands, and the first so many of them. */
  finished(): number {
    return this.#state.index.finished();
  }
  oldestFinished(count: number): readonly Id[] {
    return this.#state.index.oldestFinished(count);
  }

  *#those<T extends TableName>(table: T, ids: Iterable<Id>): Generator<Entities[T]> {
    for (const id of ids) {
      const entity = this.get(table, id);
      if (entity !== undefined) yield entity;
    }
  }

  *#added<T extends TableName>(table: T): Generator<Entities[T]> {
    for (const [id, entity] of this.#of(table))
      if (entity !== null && !this.#state[table].has(id)) yield entity;
  }

  #of<T extends TableName>(table: T): Map<Id, Entities[T] | null> {
    // The table names its own entities; the compiler cannot see that for a table that it does not know.
    return this.#changes[table];
  }

  put<T extends TableName>(table: T, entity: Entities[T]): void {
    this.#change({ table, id: entity.id, entity } as Change);
  }

  remove(table: TableName, id: Id): void {
    this.#change({ table, id, entity: null });
  }

  #change(change: Change): void {
    const { table, id, entity } = change;
    const before = this.get(table, id);
    this.#touch(table, id, before);
    this.free.take(change, before);
    if (table === 'filaments') this.#products.take(id, before as Entities['filaments'] | undefined, entity);
    this.#of(table).set(id, entity);
  }

  /** Makes room for another job: nobody did anything to this one, and nothing is told of it. */
  shift(job: Job): void {
    this.#of('jobs').set(job.id, job);
  }

  #touch<T extends TableName>(table: T, id: Id, before: Entities[T] | undefined): void {
    const key = `${table}/${id}`;
    if (!this.#touched.has(key)) this.#touched.set(key, { table, id, before } as Touched);
  }

  /** Moves a record out of its table into the archive of that name. */
  archive(table: 'jobs' | 'prints', id: Id): void {
    const entity = this.get(table, id);
    if (entity === undefined) return;
    this.remove(table, id);
    this.file({ archive: table, entity } as Filing);
  }

  file(filing: Filing): void {
    const { archive, entity } = filing;
    this.#filings.push(filing);
    this.#counts[archive] += 1;
    (this.#filed[archive] as Map<Id, typeof entity>).set(entity.id, entity);
  }

  /** Files a job of the archive again as it is now. */
  refile(before: Job, after: Job): void {
    this.#touch('jobs', before.id, before);
    this.file({ archive: 'jobs', entity: after });
  }

  /** The next free generated id of a table, such as `J-0042`. */
  newId(table: Numbered): Id {
    let next = this.get('counters', table)?.next ?? 1;
    let id = generated(table, next);
    while (this.isTaken(table, id)) id = generated(table, ++next);
    this.put('counters', { id: table, next: next + 1 });
    return id;
  }

  changes(): Change[] {
    return TABLES.flatMap((table) =>
      Array.from(this.#of(table), ([id, entity]) => ({ table, id, entity }) as Change),
    );
  }
  filings(): readonly Filing[] {
    return this.#filings;
  }
}

function generated(table: Numbered, number: number): Id {
  return `${PREFIX[table]}-${String(number).padStart(4, '0')}`;
}
