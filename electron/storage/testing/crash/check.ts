/** Opens what a crash has left and compares it with what is known to have been written. */
import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../../../raft/types.ts';
import { openStorage } from '../../open.ts';
import { recordsOf } from '../../storage.fixture.ts';
import type { Storage } from '../../types.ts';
import { type Known, possible, shown } from './known.ts';
import { OPTIONS, recordOf } from './life.ts';

/** What is there is not what was promised. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

type Shown = ReturnType<typeof shown>;

/**
 * @param then `goOn`: an entry is appended to what was found, and both have to be there the next time
 * @throws Lost; StorageError where it does not even open
 */
export async function check(
  directory: string,
  known: Known,
  then: 'goOn' | 'as it is' = 'goOn',
): Promise<void> {
  const found = await opened(directory, async (storage) => {
    const { findings, ...what } = storage.opened;
    const expected = possible(known).map(shown);
    if (!expected.some((one) => isDeepStrictEqual(one, what)))
      throw new Lost(`opened to ${brief(what)} and not to one of ${expected.map(brief).join(' | ')}`);
    if (findings.length > 0 && !what.damaged) throw new Lost(`found ${findings.join(' ')}`);
    const records = await recordsOf(storage);
    const wanted = what.snapshot === null ? [] : [recordOf(what.snapshot)];
    if (!isDeepStrictEqual(records, wanted)) throw new Lost(`the snapshot holds ${records.join(', ')}`);
    if (then === 'goOn') await storage.append(next(what));
    return what;
  });
  if (then === 'as it is') return;
  const { hardState, entries } = next(found);
  await opened(directory, (storage) => {
    const again = { ...storage.opened, findings: [] };
    const wanted = { ...found, findings: [], hardState, entries: [...found.entries, ...entries] };
    if (!isDeepStrictEqual(again, wanted))
      throw new Lost(`went on to ${brief(again)} and not to ${brief(wanted)}`);
    return Promise.resolve();
  });
}

async function opened<T>(directory: string, work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openStorage(directory, OPTIONS);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

function next({ hardState, snapshot, entries }: Shown) {
  const index = (entries.at(-1)?.index ?? snapshot?.index ?? 0) + 1;
  const term = hardState.term + 1;
  const entry: Entry = { index, term, payload: { kind: 'noop' } };
  return { hardState: { ...hardState, term, vote: null }, firstIndex: index, entries: [entry] };
}

function brief({ hardState, snapshot, entries, damaged }: Shown): string {
  const { term, vote, commit } = hardState;
  const log = entries.map((entry) => `${entry.index}/${entry.term}`).join(' ');
  const base = snapshot === null ? '' : `snapshot ${snapshot.index}/${snapshot.term} `;
  return `[t${term} ${vote ?? '-'} c${commit} ${base}${log}${damaged ? ' damaged' : ''}]`;
}
