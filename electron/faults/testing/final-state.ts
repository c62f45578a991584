/** What stopped workstations hold on their disks, applied as they would: to be compared index by index. */
import { recordsOf } from '../../in-directory.ts';
import { Machine } from '../../replica/machine.ts';
import { loadSnapshot } from '../../replica/snapshots.ts';
import { openStorage } from '../../storage/open.ts';

export type Held = Readonly<{ last: number; digestAt: (index: number) => string }>;

/** @param data the data directory of a workstation that has ended */
export async function heldBy(data: string): Promise<Held> {
  const storage = await openStorage(recordsOf(data));
  try {
    const { snapshot, entries } = storage.opened;
    const loaded = snapshot === null ? null : await loadSnapshot(storage, () => true);
    const machine = loaded ?? new Machine();
    const last = entries.at(-1)?.index ?? snapshot?.index ?? 0;
    const digestAt = (index: number) => {
      for (const entry of entries)
        if (entry.index > machine.index && entry.index <= index) machine.apply(entry);
      if (machine.index !== index)
        throw new Error(`${data} holds a snapshot of ${machine.index}, not of ${index}`);
      return machine.digest;
    };
    return { last, digestAt };
  } finally {
    await storage.close();
  }
}
