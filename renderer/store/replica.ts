/** What this page knows of the shop: the replica as last told, and how fresh it is. */
import { create } from 'zustand';
import type { Health } from '../../shared/contract/health.ts';
import type { Shop } from '../../shared/domain/model.ts';
import { ShopTables } from '../../shared/domain/tables.ts';

export type Connection = 'connecting' | 'connected' | 'lost' | 'outdated';

export type Replica = Readonly<{
  tables: Shop;
  /** Index of the state shown; null until the first whole state is here. */
  index: number | null;
  /** Whether the stream is followed without gaps at this moment. */
  live: boolean;
  connection: Connection;
  /** As last told; kept while the connection is lost. */
  health: Health | null;
}>;

export const useReplica = create<Replica>()(() => ({
  tables: new ShopTables(),
  index: null,
  live: false,
  connection: 'connecting',
  health: null,
}));
