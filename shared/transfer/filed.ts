import type { Archive } from '../domain/model.ts';
import type { Id } from '../domain/text.ts';

/** Each record of an archive once, as it came in last, in the order in which they came in first. */
export function* filed<E extends Readonly<{ id: Id }>>(archive: Archive<E>): Generator<E> {
  const told = new Set<Id>();
  for (let at = 0; at < archive.length; at++) {
    const id = archive.at(at)?.id;
    const record = id === undefined || told.has(id) ? undefined : archive.get(id);
    if (record === undefined) continue;
    told.add(record.id);
    yield record;
  }
}
