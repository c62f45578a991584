/** Whose records these are: what the log's first entry, or the snapshot that covers it, says of the shop. */
import type { Storage } from '../storage/types.ts';
import { decodeFounding, type Founding } from './envelope.ts';
import { parseRecord } from './records.ts';

/**
 * Null: there are no records yet, or the part that would say it is damaged.
 * Rejects with NewerEntryError, NewerSnapshotError or StateError.
 */
export async function foundingOf(
  storage: Pick<Storage, 'opened' | 'readSnapshot'>,
): Promise<Founding | null> {
  const { snapshot, entries } = storage.opened;
  if (snapshot === null) {
    const payload = entries.at(0)?.payload;
    return payload?.kind === 'configuration' ? decodeFounding(payload.data) : null;
  }
  for await (const [first] of storage.readSnapshot()) {
    const record = first === undefined ? null : parseRecord(first);
    return record?.kind === 'state' ? record.value.founding : null;
  }
  return null;
}
