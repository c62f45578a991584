/** Carries the bytes of snapshots between storage and the core, which decides what goes where. */
import type { Effect, Input, Message } from '../raft/types.ts';
import type { Storage } from '../storage/types.ts';

/** The message that the core wants sent, or null: a newer snapshot took its place, and the core asks again. */
export async function readChunk(
  storage: Storage,
  { term, snapshot, offset }: Extract<Effect, { type: 'sendSnapshotChunk' }>,
): Promise<Message | null> {
  const chunk = await storage.readSnapshotChunk(snapshot, offset);
  return chunk && { type: 'snapshotChunk', term, snapshot, offset, ...chunk };
}

/** Stores what came in; the result is the core's next input. */
export async function storeChunk(
  storage: Storage,
  { snapshot, offset, data, done }: Extract<Effect, { type: 'storeSnapshotChunk' }>,
): Promise<Input> {
  switch (await storage.storeSnapshotChunk(snapshot, offset, data, done)) {
    case 'stored':
      return { type: 'snapshotChunkStored', snapshot, offset: offset + data.byteLength };
    case 'installed':
      return { type: 'snapshotStored', snapshot };
    case 'rejected':
      return { type: 'snapshotRejected', snapshot };
  }
}
