/**
 * Where a page ended, as an opaque word for the client. It names the last record or a position in an archive, never
 * how many there were before: records come, go and move between two pages.
 */
import { z } from 'zod';
import { misshapen } from './check.ts';

const whole = z.int().min(0);

const InTable = z.strictObject({
  in: z.literal('table'),
  stage: z.string(),
  /** The mark of the last record given in that stage; absent at its beginning. */
  after: z.unknown().optional(),
  /** What was passed in a stage whose order may change, and what has to be looked at again: see `passed.ts`. */
  passed: z.string().max(400).optional(),
  again: z.array(whole.max(63)).max(64).optional(),
});
const InArchive = z.strictObject({
  in: z.literal('archive'),
  /** Positions below this one follow. */
  below: whole,
  /** How long the archive was when the walk through it began. */
  length: whole,
  /** Records that are done with: see `archive-walk.ts`. */
  settled: z.string().max(4_096).optional(),
});
const Cursor = z.discriminatedUnion('in', [InTable, InArchive]);
export type Cursor = z.infer<typeof Cursor>;
export type InTable = z.infer<typeof InTable>;
export type InArchive = z.infer<typeof InArchive>;

const Word = z.tuple([z.string(), Cursor]);

/** The word for a place in that list. */
export function encode(list: string, cursor: Cursor): string {
  return Buffer.from(JSON.stringify([list, cursor])).toString('base64url');
}

/** @throws Refused 400 where it is none of this list */
export function decode(list: string, word: string): Cursor {
  const read = Word.safeParse(parsed(word));
  if (!read.success || read.data[0] !== list) throw badCursor();
  return read.data[1];
}

/** The refusal of a word that was not made here. */
export function badCursor() {
  return misshapen('Query', [{ path: 'cursor', message: 'must be the next of a page of this list' }]);
}

function parsed(word: string): unknown {
  try {
    return JSON.parse(Buffer.from(word, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
