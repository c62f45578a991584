/** The replica's tables as this page holds them: never changed in place, replaced where touched. */
import { TABLES } from '../../shared/domain/model.ts';
import type { Change, Entities, Shop, TableName } from '../../shared/domain/model.ts';

/** Tables while they are being filled; nobody else holds them yet. */
export type Staged = Readonly<{ [T in TableName]: Map<string, Entities[T]> }>;

export function emptyTables(): Staged {
  return {
    filaments: new Map(),
    spools: new Map(),
    printers: new Map(),
    jobs: new Map(),
    prints: new Map(),
    counters: new Map(),
  };
}

/** Writes changes into staged tables. */
export function stage(staged: Staged, changes: readonly Change[]): void {
  for (const { table, id, entity } of changes) {
    // Table and entity belong together in a Change, which is lost when it is taken apart.
    const rows = staged[table] as Map<string, unknown>;
    if (entity === null) rows.delete(id);
    else rows.set(id, entity);
  }
}

/** The tables after the changes. A table that none of them touches stays the same object. */
export function withChanges(tables: Shop, changes: readonly Change[]): Shop {
  const touched = new Set(changes.map((change) => change.table));
  if (touched.size === 0) return tables;
  const next: Record<string, unknown> = { ...tables };
  for (const table of TABLES) if (touched.has(table)) next[table] = new Map<string, unknown>(tables[table]);
  stage(next as Staged, changes);
  return next as Shop;
}
