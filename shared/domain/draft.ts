/** What one command is about to change: reads see what it has put so far. */
import type { Change, Entities, Shop, TableName } from './model.ts';
import type { Id } from './text.ts';

const PREFIX = {
  filaments: 'F',
  spools: 'S',
  printers: 'PR',
  jobs: 'J',
  prints: 'P',
  counters: 'C',
} as const;

export class Draft {
  readonly #shop: Shop;
  readonly #changes = new Map<string, Change>();

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  get<T extends TableName>(table: T, id: Id): Entities[T] | undefined {
    const changed = this.#changes.get(`${table}/${id}`);
    // The key names the table, so the entity is of its type.
    if (changed !== undefined) return (changed.entity as Entities[T] | null) ?? undefined;
    return this.#shop[table].get(id);
  }

  /** Every entity of a table as it was before the command; for tables that stay small. */
  before<T extends TableName>(table: T): Iterable<Entities[T]> {
    return this.#shop[table].values() as Iterable<Entities[T]>;
  }

  put<T extends TableName>(table: T, entity: Entities[T]): void {
    this.#changes.set(`${table}/${entity.id}`, { table, id: entity.id, entity } as Change);
  }

  /** The next free generated id of a table, such as `J-0042`. */
  newId(table: Exclude<TableName, 'counters'>): Id {
    let next = this.get('counters', table)?.next ?? 1;
    let id = generated(table, next);
    while (this.get(table, id) !== undefined) id = generated(table, ++next);
    this.put('counters', { id: table, next: next + 1 });
    return id;
  }

  changes(): Change[] {
    return [...this.#changes.values()];
  }
}

function generated(table: Exclude<TableName, 'counters'>, number: number): Id {
  return `${PREFIX[table]}-${String(number).padStart(4, '0')}`;
}
