/**
 * A walk through an archive, newest first. A record that came in again counts as it is newest, at the place where it
 * is: older versions of it are passed over. An archive tells the newest version of a record but not its place, so
 * whoever meets an older one knows it by what differs; two versions with the same words have another between them.
 */
import { hash } from 'node:crypto';
import type { Archive } from '../../../shared/domain/model.ts';
import { ownTurn } from '../../viewer/turns.ts';
import type { InArchive } from './cursor.ts';
import type { Page } from './page.ts';

/** Records looked at for one page at most, and in one go: each may have to be unpacked and parsed. */
export const MAX_LOOKED = 2_000;
const SLICE = 50;
/** Records that a cursor remembers as done with, and the characters for each. */
const MAX_SETTLED = 256;
const WORD = 8;

type Row = Readonly<{ id: string }>;

/** Beginning at the newest. */
export const fromTop = (length: number): InArchive => ({ in: 'archive', below: length, length });

/**
 * @param repeats records of it may come in again
 * @returns where to go on; null: that was all
 */
export async function walkArchive<E extends Row>(
  archive: Archive<E>,
  from: InArchive,
  { matches, repeats }: Readonly<{ matches: (record: E) => boolean; repeats: boolean }>,
  page: Page,
): Promise<InArchive | null> {
  const settled = readSettled(from.settled);
  let since: ReadonlySet<string> | null = null;
  let looked = 0;
  for (let position = Math.min(from.below, archive.length) - 1; position >= 0; position -= 1) {
    if (page.room === 0 || looked >= MAX_LOOKED) {
      const word = [...settled].slice(-MAX_SETTLED).join('');
      const { length } = from;
      return { in: 'archive', below: position + 1, length, ...(word === '' ? {} : { settled: word }) };
    }
    looked += 1;
    if (looked % SLICE === 0) await ownTurn();
    const record = archive.at(position);
    if (record === undefined) continue;
    const newest = repeats ? (archive.get(record.id) ?? record) : record;
    if (newest === record || JSON.stringify(newest) === JSON.stringify(record)) {
      const isDone = repeats && settled.size > 0 && settled.has(wordOf(record.id));
      if (!isDone && matches(record)) page.add(record);
      continue;
    }
    const word = wordOf(record.id);
    if (settled.has(word)) continue;
    settled.add(word);
    // It came in again behind this walk, which will not come by there.
    since ??= await cameInSince(archive, from.length);
    if (since.has(record.id) && matches(newest)) page.add(newest);
  }
  return null;
}

/** Of which records versions came in from that position on. */
async function cameInSince(archive: Archive<Row>, first: number): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (let position = first; position < archive.length; position += 1) {
    if (position % SLICE === 0) await ownTurn();
    const record = archive.at(position);
    if (record !== undefined) ids.add(record.id);
  }
  return ids;
}

const wordOf = (id: string) => hash('sha256', id, 'base64url').slice(0, WORD);

function readSettled(word = ''): Set<string> {
  return new Set(word.match(new RegExp(`.{${WORD}}`, 'gs')) ?? []);
}
