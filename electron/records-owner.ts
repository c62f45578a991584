/**
 * Whose records these are, beside them: a log holds the votes of one workstation, and under another's id these would
 * be votes that were never cast, and votes that were could be cast again.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { seal, unseal } from './storage/checksum.ts';
import { NewerFormatError } from './storage/errors.ts';
import { readTextFile, writeAtomically } from './storage/files.ts';

const FORMAT = 1;
const Owner = z.object({
  format: z.literal(FORMAT),
  node: z.string().min(1).max(64),
  clusterId: z.string().min(1).max(64),
  shop: z.string().min(1).max(80),
});
/** A workstation of a shop. */
export type Owner = Readonly<Omit<z.output<typeof Owner>, 'format'>>;

const pathIn = (records: string): string => join(records, 'owner.json');

/**
 * Whose the records are; null: nothing says so. A note that cannot be read says nothing.
 * @throws NewerFormatError; the system's error
 */
export async function ownerOf(records: string): Promise<Owner | null> {
  const text = await readTextFile(pathIn(records));
  const fields = text === null ? null : unseal(text);
  if (typeof fields?.format === 'number' && fields.format > FORMAT)
    throw new NewerFormatError(
      `${pathIn(records)} was written by a newer PrintRaft: please update this workstation.`,
    );
  const noted = Owner.safeParse(fields);
  return noted.success ? noted.data : null;
}

/**
 * Notes whose the records are, durably.
 * @param records an existing directory
 * @throws the system's error
 */
export function claimRecords(records: string, { node, clusterId, shop }: Owner): Promise<void> {
  return writeAtomically(pathIn(records), JSON.stringify(seal({ format: FORMAT, node, clusterId, shop })));
}
