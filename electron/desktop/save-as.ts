/**
 * Keeps the shop's records as a file where the user says, by the system's own dialog. What is in it comes from the main
 * process, and the place from the user: the page says only which records.
 */
import { randomBytes } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Saved } from '../../shared/contract/files.ts';
import type { FileToSave, Saver } from '../viewer/files.ts';
import { gathered } from '../viewer/slices.ts';

/** Asks the user for a place; null where nobody wants one. */
export type AskForPlace = (usualName: string) => Promise<string | null>;

export type SaveAsOptions = Readonly<{
  ask: AskForPlace;
  /** Whether somebody looks at the window. */
  isShown: () => boolean;
  /** A page that asks as nobody would. */
  breach: (what: string) => void;
  log: (sentence: string, detail?: unknown) => void;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}>;

/** Dialogs within a minute: more than anybody wants, and few enough to get at the menu in between. */
const PER_MINUTE = 10;
const MINUTE_MS = 60_000;

const failed = (sentence: string): Saved => ({ outcome: 'failed', sentence });

/** One dialog at a time, none that nobody looks at, and not without end. */
export function createSaveAs(options: SaveAsOptions): Saver {
  const { ask, isShown, breach, log, now = () => performance.now() } = options;
  let asked: number[] = [];
  let busy = false;
  return async (file) => {
    asked = asked.filter((at) => now() - at < MINUTE_MS);
    if (busy) return failed('Not saved: another file is being saved.');
    if (!isShown() || asked.length >= PER_MINUTE) {
      breach('asked to save files that nobody wants');
      return failed('Not saved: that was asked too often. Try again in a minute.');
    }
    asked.push(now());
    busy = true;
    try {
      const place = await ask(file.name);
      return place === null ? { outcome: 'dismissed' } : await write(file, place);
    } catch (cause) {
      log('A file was not saved.', cause);
      return failed(`Not saved: ${sentenceOf(cause)}`);
    } finally {
      busy = false;
    }
  };
}

/** Beside its place first, so that what is there is replaced by all of it or not at all. */
async function write({ name, parts }: FileToSave, chosen: string): Promise<Saved> {
  const kind = extname(name);
  // What is written is a table or JSON, and is called so: never a program.
  const isNamed = extname(chosen).toLowerCase() === kind;
  const place = isNamed ? chosen : `${chosen}${kind}`;
  if (!isNamed && (await exists(place)))
    return failed(`Not saved: ${basename(place)} is there already. Choose it, or another name.`);
  const beside = `${place}.${randomBytes(4).toString('hex')}.part`;
  const handle = await open(beside, 'wx');
  try {
    for await (const piece of gathered(parts)) await handle.write(piece);
    await handle.sync();
    await handle.close();
    await rename(beside, place);
  } catch (cause) {
    await handle.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw cause;
  }
  return { outcome: 'saved', name: basename(place) };
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

const SENTENCES: Readonly<Partial<Record<string, string>>> = {
  ENOSPC: 'the disk is full.',
  EDQUOT: 'the disk is full.',
  EACCES: 'this folder may not be written to.',
  EPERM: 'this folder may not be written to.',
  EROFS: 'this disk may not be written to.',
  ENOENT: 'the folder is not there any more.',
  EISDIR: 'a folder has that name.',
  ENAMETOOLONG: 'the name is too long.',
};

function sentenceOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return SENTENCES[code] ?? `it could not be written (${code === '' ? String(cause) : code}).`;
}
