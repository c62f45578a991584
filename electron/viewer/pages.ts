/** Pages of an archive, read in slices, so that a long one keeps nobody waiting: its records are packed. */
import type { Workstation } from '../workstation-interface.ts';
import type { Page, Requests } from '../../shared/contract/protocol.ts';
import type { Archive, Archived, ArchiveName } from '../../shared/domain/model.ts';
import type { z } from 'zod';
import { ownTurn } from './turns.ts';

/** Records read in one turn of the event loop. */
const SLICE = 40;

type Asked = z.output<(typeof Requests)['page']>;

/** The records in front of `before`, the newest first, as the archive is at this moment. */
export async function readPage(workstation: Pick<Workstation, 'shop'>, asked: Asked): Promise<Page> {
  const { length } = workstation.shop.archive[asked.archive];
  const end = Math.min(asked.before ?? length, length);
  const start = Math.max(0, end - asked.limit);
  const records: Archived[ArchiveName][] = [];
  for (let position = end - 1; position >= start; position -= 1) {
    if ((end - position) % SLICE === 0) await ownTurn();
    // Looked up anew each time: a snapshot may have put another state in its place.
    const archive: Archive<Archived[ArchiveName]> = workstation.shop.archive[asked.archive];
    const record = archive.at(position);
    if (record !== undefined) records.push(record);
  }
  return { records, next: start > 0 ? start : null, length };
}
