/** The replica's tables as this page shows them: never changed in place, replaced where touched. */
import type { Change, Shop } from '../../shared/domain/model.ts';
import { ShopTables } from '../../shared/domain/tables.ts';

/** The tables after the changes. A table that none of them touches stays the same object. */
export function withChanges(tables: Shop, changes: readonly Change[]): Shop {
  const touched = new Set(changes.map((change) => change.table));
  if (touched.size === 0) return tables;
  const next = Object.assign(new ShopTables(), tables);
  for (const table of touched) Object.assign(next, { [table]: new Map<string, unknown>(tables[table]) });
  for (const change of changes) next.put(change);
  return next;
}
