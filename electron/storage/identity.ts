/** Who the node in a data directory is: `node.json`. */
import { join } from 'node:path';
import { z } from 'zod';
import { seal, unseal } from './checksum.ts';
import { NewerFormatError, StorageError, toStorageError } from './errors.ts';
import { makeDirectory, readTextFile, writeAtomically } from './files.ts';

export const IDENTITY_FORMAT = 1;

const identity = z.object({
  format: z.literal(IDENTITY_FORMAT),
  nodeId: z.string().min(1).max(64),
  /** What people call the workstation. */
  name: z.string().min(1).max(200),
  /** Null until it belongs to a shop. */
  clusterId: z.string().min(1).max(64).nullable(),
});

export type Identity = Readonly<z.infer<typeof identity>>;

const FILE = 'node.json';

/**
 * The identity in a data directory; null if it has none yet.
 * @throws NewerFormatError; StorageError if the file is damaged or cannot be read
 */
export async function readIdentity(directory: string): Promise<Identity | null> {
  const path = join(directory, FILE);
  let text: string | null;
  try {
    text = await readTextFile(path);
  } catch (error) {
    throw toStorageError(directory, error);
  }
  if (text === null) return null;
  const fields = unseal(text);
  if (typeof fields?.format === 'number' && fields.format > IDENTITY_FORMAT) {
    throw new NewerFormatError(`${path} was written by a newer PrintRaft: please update this workstation.`);
  }
  const parsed = identity.safeParse(fields);
  if (!parsed.success) {
    throw new StorageError(`${path} is damaged: this workstation does not know which one it is.`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}

/** Writes it durably, all or nothing; the directory is created if it is missing. */
export async function writeIdentity(directory: string, value: Identity): Promise<void> {
  try {
    await makeDirectory(directory);
    await writeAtomically(join(directory, FILE), `${JSON.stringify(seal(identity.parse(value)))}\n`);
  } catch (error) {
    throw toStorageError(directory, error);
  }
}
