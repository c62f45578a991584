/** What a workstation does whose records are known to be wrong: it has the others fill them in anew. */
import { type Belonging, writeBelonging } from './found.ts';
import { inDirectory, recordsOf } from './in-directory.ts';
import { StorageError } from './storage/errors.ts';
import { layout } from './storage/files.ts';
import { forgetRecords, forgottenAt } from './storage/forget.ts';

const DIVERGED =
  'The records here had come to differ from those of the other workstations, and are fetched from them anew.';
/** Whoever differs again so soon would go on like that, and lose what was put aside first. */
const AGAIN_MS = 24 * 3_600_000;

/**
 * Puts a stopped member's records aside, durably.
 * @param belonging what it is from now on
 * @throws StorageError, also where it has done so within a day
 */
export async function putRecordsAside(directory: string, belonging: Belonging): Promise<void> {
  const records = recordsOf(directory);
  const last = await forgottenAt(records);
  if (last !== null && Date.now() - last < AGAIN_MS)
    throw new StorageError(
      `The records in ${records} came to differ from those of the others again, within a day: this computer's memory is at fault, or PrintRaft is. What was here first lies in ${layout(records).diverged}.`,
    );
  await inDirectory(directory, () => writeBelonging(directory, belonging));
  await forgetRecords(records, DIVERGED);
}
