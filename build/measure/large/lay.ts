/** Puts a state into data directories, as if their workstations had run until now and been stopped. */
import { cp } from 'node:fs/promises';
import type { ClusterFile } from '../../../electron/cluster-file.ts';
import { writeBelonging } from '../../../electron/found.ts';
import { recordsOf } from '../../../electron/in-directory.ts';
import { belongingFor } from '../../../electron/intent.ts';
import { claimRecords } from '../../../electron/records-owner.ts';
import type { Machine } from '../../../electron/replica/machine.ts';
import { writeSnapshot } from '../../../electron/replica/snapshots.ts';
import { openStorage } from '../../../electron/storage/open.ts';
import type { Storage } from '../../../electron/storage/types.ts';
import { TERM } from './machine.ts';

/** Of a member of the shop; its identity lies in the directory already. */
export type Place = Readonly<{ node: string; directory: string }>;

/** @param use what is to be done with the first one's storage once the state is its snapshot */
export async function layRecords(
  machine: Machine,
  cluster: ClusterFile,
  places: readonly Place[],
  use: (storage: Storage) => Promise<void>,
): Promise<void> {
  const [first, ...others] = places;
  if (first === undefined) throw new RangeError('There is nowhere to put it.');
  const storage = await openStorage(recordsOf(first.directory));
  try {
    await writeSnapshot(storage, machine.freeze(), () => true);
    const hardState = { term: TERM, vote: null, commit: machine.index };
    await storage.append({ hardState, firstIndex: machine.index + 1, entries: [] });
    await use(storage);
  } finally {
    await storage.close();
  }
  for (const { directory } of others)
    await cp(recordsOf(first.directory), recordsOf(directory), { recursive: true });
  for (const { node, directory } of places) {
    const belonging = belongingFor(directory, null, { kind: 'member', path: directory, cluster, node });
    if (belonging === null) throw new Error(`${node} belongs nowhere.`);
    const { clusterId, shop } = belonging.founding;
    await claimRecords(recordsOf(directory), { node, clusterId, shop });
    await writeBelonging(directory, { ...belonging, started: true });
  }
}
