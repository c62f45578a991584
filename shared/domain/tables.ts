import type { Change, Counter, Filament, Job, Print, Printer, Shop, Spool } from './model.ts';
import { TABLES } from './model.ts';
import type { Id } from './text.ts';

/** The mutable holder of a shop's entities: one map a table. Entities in it are never mutated. */
export class Tables implements Shop {
  readonly filaments = new Map<Id, Filament>();
  readonly spools = new Map<Id, Spool>();
  readonly printers = new Map<Id, Printer>();
  readonly jobs = new Map<Id, Job>();
  readonly prints = new Map<Id, Print>();
  readonly counters = new Map<Id, Counter>();

  /** Puts in what `apply` said changed. */
  commit(changes: readonly Change[]): void {
    for (const { table, id, entity } of changes) {
      if (entity === null) this[table].delete(id);
      // Change pairs each table with its own entity type; the compiler cannot see that across a union.
      else (this[table] as Map<Id, typeof entity>).set(id, entity);
    }
  }
}

/** The whole state as changes from nothing, in table order. */
export function* allRows(shop: Shop): Generator<Change> {
  for (const table of TABLES) {
    for (const [id, entity] of shop[table]) yield { table, id, entity } as Change;
  }
}
