/**
 * Whose records these are, beside them: a log holds the votes of one workstation, and under another's id these would
 * be votes that were never cast, and votes that were could be cast again.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { seal, unseal } from './storage/checksum.ts';
import { readTextFile, writeAtomically } from './storage/files.ts';

const Owner = z.object({ format: z.literal(1), node: z.string().min(1).max(64) });

/**
 * Notes that the records are that node's, or makes sure that they are no other's. A note that cannot be read says
 * nothing, and is written anew.
 * @param records an existing directory
 * @returns the node that they are instead; null: they are its own
 * @throws the system's error
 */
export async function claimRecords(records: string, node: string): Promise<string | null> {
  const path = join(records, 'owner.json');
  const text = await readTextFile(path);
  const noted = Owner.safeParse(text === null ? null : unseal(text));
  if (noted.success) return noted.data.node === node ? null : noted.data.node;
  await writeAtomically(path, JSON.stringify(seal({ format: 1, node })));
  return null;
}
