/**
 * Keeps the shop's records as a file where the user says, by the system's own dialog. What is in it comes from the main
 * process, and the place from the user: the page says only which records.
 */
import { access } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Saved } from '../../shared/contract/files.ts';
import type { FileToSave, Saver } from '../viewer/files.ts';
import { gathered } from '../viewer/slices.ts';
import { openBeside, whyNot } from '../write-beside.ts';

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
      return failed(`Not saved: ${whyNot(cause) ?? 'this program failed'}.`);
    } finally {
      busy = false;
    }
  };
}

async function write({ name, parts }: FileToSave, chosen: string): Promise<Saved> {
  const kind = extname(name);
  // What is written is a table or JSON, and is called so: never a program.
  const isNamed = extname(chosen).toLowerCase() === kind;
  const place = isNamed ? chosen : `${chosen}${kind}`;
  if (!isNamed && (await exists(place)))
    return failed(`Not saved: ${basename(place)} is there already. Choose it, or another name.`);
  const file = await openBeside(place);
  try {
    for await (const piece of gathered(parts)) await file.write(piece);
    await file.keep();
  } finally {
    await file.drop();
  }
  return { outcome: 'saved', name: basename(place) };
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
