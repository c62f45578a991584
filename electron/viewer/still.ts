/** The records as they are at this moment, for work that takes more than a turn of the event loop. */
import type { Archive, State } from '../../shared/domain/model.ts';

/** Cheap: entities are immutable, so references are a snapshot, and of what is archived only the end moves on. */
export function still(state: State): State {
  const { archive, index } = state;
  return {
    filaments: new Map(state.filaments),
    spools: new Map(state.spools),
    printers: new Map(state.printers),
    jobs: new Map(state.jobs),
    prints: new Map(state.prints),
    counters: new Map(state.counters),
    demands: new Map(state.demands),
    archive: {
      jobs: upTo(archive.jobs),
      prints: upTo(archive.prints),
      activity: upTo(archive.activity),
    },
    index,
  };
}

function upTo<T>(archive: Archive<T>): Archive<T> {
  const { length } = archive;
  return {
    length,
    has: (id) => archive.has(id),
    get: (id) => archive.get(id),
    at: (position) => (position < length ? archive.at(position) : undefined),
  };
}
