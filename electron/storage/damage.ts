/**
 * What happens when acknowledged data is found damaged: a durable mark, a copy for whoever wants to
 * look into it, and a log that goes on behind what is intact. See docs/architecture.md, "Opening it".
 */
import { copyFile, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { seal, unseal } from './checksum.ts';
import { padded, toDocument } from './document.ts';
import { NewerFormatError } from './errors.ts';
import {
  fsyncDirectory,
  fsyncFile,
  layout,
  makeDirectory,
  readTextFile,
  removeFile,
  writeAtomically,
} from './files.ts';
import type { Found } from './inspect.ts';
import { segmentPath } from './log-scan.ts';
import { tidyLog } from './tidy-log.ts';

const MARK_FORMAT = 1;
/** A disk that goes on failing must not make the mark grow for ever. */
const MAX_FINDINGS = 50;

const mark = z.object({ format: z.literal(MARK_FORMAT), findings: z.array(z.string()) });

/**
 * The findings of the durable mark; null if there is no mark. A mark that cannot be read is a mark.
 * @throws NewerFormatError
 */
export async function readMark(directory: string): Promise<readonly string[] | null> {
  const path = layout(directory).mark;
  const text = await readTextFile(path);
  if (text === null) return null;
  const fields = unseal(text);
  if (typeof fields?.format === 'number' && fields.format > MARK_FORMAT) {
    throw new NewerFormatError(`${path} was written by a newer PrintRaft: please update this workstation.`);
  }
  const parsed = mark.safeParse(fields);
  return parsed.success ? parsed.data.findings : [`${path} cannot be read.`];
}

/** Marks the directory durably: what was acknowledged here may be lost. A mark that is there is replaced. */
export async function writeMark(directory: string, findings: readonly string[]): Promise<void> {
  const fields = { format: MARK_FORMAT, findings: findings.slice(-MAX_FINDINGS) };
  await writeAtomically(layout(directory).mark, JSON.stringify(seal(fields)));
}

/** Removes the mark durably. */
export async function removeMark(directory: string): Promise<void> {
  if (await removeFile(layout(directory).mark)) await fsyncDirectory(directory);
}

/**
 * Marks the directory, keeps what is damaged under `damaged/`, and makes the log legal again. The
 * order of steps matters: after a crash between any two of them the next opening finds the mark, and
 * either the same damage or a legal log, and always the newest term and vote in the last line.
 */
export async function repair(directory: string, found: Found): Promise<void> {
  const { scan, snapshots, hardState } = found;
  const places = layout(directory);
  const number = scan.highestNumber + 1;
  const aside = (path: string): string => join(places.damaged, `${padded(number)}-${basename(path)}`);

  const kept = found.findings.map((finding) => `${finding} What was found lies in ${places.damaged}.`);
  await writeMark(directory, [...(found.marked ?? []), ...kept]);
  await makeDirectory(places.damaged);

  // Nothing may stand incomplete before the line that is added now.
  if (scan.damage === null) await tidyLog(places.log, scan);
  const document = toDocument(number, hardState, found.lastIndex + 1, 0, '[]', {
    reset: found.lastIndex === (snapshots.newest?.index ?? 0),
    ...(scan.lastWrite === null ? {} : { previous: scan.lastWrite }),
  });
  await writeAtomically(segmentPath(places.log, number), `${JSON.stringify(document)}\n`);

  const { damage } = scan;
  if (damage !== null) {
    const first = scan.segments.findIndex(({ path }) => path === damage.file);
    const [segment, ...later] = scan.segments.slice(first);
    if (segment !== undefined && segment.documents > 0) {
      await copyFile(segment.path, aside(segment.path));
      await fsyncFile(aside(segment.path));
      await fsyncDirectory(places.damaged);
      await writeAtomically(segment.path, (await readFile(segment.path)).subarray(0, segment.bytes));
    } else if (segment !== undefined) {
      await rename(segment.path, aside(segment.path));
    }
    for (const { path } of later) await rename(path, aside(path));
    await fsyncDirectory(places.log);
  }
  for (const { path } of snapshots.damaged) await rename(path, aside(path));
  await fsyncDirectory(places.snapshots);
  await fsyncDirectory(places.damaged);
}
