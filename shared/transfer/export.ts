/** Everything that a shop keeps as one JSON text, for people who leave, look or keep a copy in another place. */
import type { Archive, State } from '../domain/model.ts';
import type { Id } from '../domain/text.ts';
import { filed } from './filed.ts';

export const EXPORT_FORMAT = 'printraft-export';
export const EXPORT_VERSION = 1;

/** Roughly how many characters a piece has. */
const PIECE = 32_768;

/**
 * The pieces of a text `{format, version, filaments, spools, printers, jobs, prints, activity}`, one record a line:
 * nothing big is built at once, and other work can have a turn in between.
 * @param state which has to stay as it is until the last piece is taken: a copy, if it is one that changes
 */
export function* exportShop(state: State): Generator<string, undefined> {
  let piece = `{"format":${JSON.stringify(EXPORT_FORMAT)},"version":${EXPORT_VERSION}`;
  for (const [name, records] of parts(state)) {
    piece += `,\n${JSON.stringify(name)}:[`;
    let between = '\n';
    for (const record of records) {
      piece += `${between}${JSON.stringify(record)}`;
      between = ',\n';
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
    piece += ']';
  }
  yield `${piece}}\n`;
}

/** Counters and demands are left out: they can be told from the rest. */
function parts(state: State): readonly (readonly [name: string, records: Iterable<object>])[] {
  const { filaments, spools, printers, jobs, prints, archive } = state;
  return [
    ['filaments', filaments.values()],
    ['spools', spools.values()],
    ['printers', printers.values()],
    ['jobs', both(jobs, archive.jobs)],
    ['prints', both(prints, archive.prints)],
    ['activity', filed(archive.activity)],
  ];
}

function* both<E extends Readonly<{ id: Id }>>(table: ReadonlyMap<Id, E>, archive: Archive<E>): Generator<E> {
  yield* filed(archive);
  yield* table.values();
}
