/** What happens to records that are whole, but known to be wrong. */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeMark } from './damage.ts';
import { toDocument } from './document.ts';
import { toStorageError } from './errors.ts';
import { fsyncDirectory, layout, listDirectory, writeAtomically } from './files.ts';
import { inspect } from './inspect.ts';
import { segmentPath } from './log-scan.ts';
import { tidyLog } from './tidy-log.ts';

/**
 * Puts a closed data directory's log and snapshots aside and marks it as damaged, so that it is filled anew by the
 * others. Term and vote stay: a vote that was cast is cast. Only what was put aside last is kept.
 *
 * After a crash between any two steps the directory opens, with the mark, either to what it held or to nothing.
 * @param finding what people are told of it, a sentence
 * @throws StorageError
 */
export async function forgetRecords(directory: string, finding: string): Promise<void> {
  try {
    await forget(directory, finding);
  } catch (error) {
    throw toStorageError(directory, error);
  }
}

/** When records were last forgotten here, epoch ms; null: never. */
export async function forgottenAt(directory: string): Promise<number | null> {
  const aside = await stat(layout(directory).diverged).catch(() => null);
  return aside?.mtimeMs ?? null;
}

async function forget(directory: string, finding: string): Promise<void> {
  const found = await inspect(directory);
  const places = layout(directory);
  await writeMark(directory, [
    ...(found.marked ?? []),
    `${finding} What was here lies in ${places.diverged}.`,
  ]);

  const { scan } = found;
  if (scan.damage === null) await tidyLog(places.log, scan);
  const number = scan.highestNumber + 1;
  const line = toDocument(number, { ...found.hardState, commit: 0 }, 1, 0, '[]', {
    reset: true,
    ...(scan.lastWrite === null ? {} : { previous: scan.lastWrite }),
  });
  const begun = segmentPath(places.log, number);
  await writeAtomically(begun, `${JSON.stringify(line)}\n`);

  await rm(places.diverged, { recursive: true, force: true });
  await mkdir(places.diverged);
  await fsyncDirectory(directory);
  // An older snapshot that was removed must not come back once the newest has gone.
  await fsyncDirectory(places.snapshots);
  const aside = async (from: string, name: string) => {
    await rename(join(from, name), join(places.diverged, name));
    // The oldest first, each on its own: what is left of a log must follow on.
    await fsyncDirectory(places.diverged);
    await fsyncDirectory(from);
  };
  for (const name of await listDirectory(places.snapshots)) await aside(places.snapshots, name);
  for (const name of [...(await listDirectory(places.log))].sort())
    if (name !== basename(begun)) await aside(places.log, name);
}
