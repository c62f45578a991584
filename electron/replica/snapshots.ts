/** Takes and loads snapshots of the state machine, slice by slice, while everything else goes on. */
import { setImmediate as turn } from 'node:timers/promises';
import type { SnapshotMeta } from '../raft/types.ts';
import type { Storage } from '../storage/types.ts';
import type { Frozen } from './machine.ts';
import { Machine } from './machine.ts';

const SLICE_RECORDS = 200;

/** Writes the frozen state as the newest snapshot; resolves when it is durable. */
export async function writeSnapshot(storage: Storage, frozen: Frozen): Promise<SnapshotMeta> {
  const writer = await storage.createSnapshot(frozen.meta);
  try {
    let slice: string[] = [];
    for (const record of frozen.records) {
      slice.push(record);
      if (slice.length < SLICE_RECORDS) continue;
      await writer.write(slice);
      slice = [];
      await turn();
    }
    if (slice.length > 0) await writer.write(slice);
    await writer.commit();
  } catch (cause) {
    await writer.abort();
    throw cause;
  }
  return frozen.meta;
}

/** A machine at the state of the newest snapshot in storage. */
export async function loadSnapshot(storage: Storage): Promise<Machine> {
  const machine = new Machine();
  for await (const slice of storage.readSnapshot()) {
    for (const record of slice) machine.restore(record);
    await turn();
  }
  return machine;
}
