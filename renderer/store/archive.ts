/** An archive as a screen shows it: the newest records, kept up as changes arrive, and older ones on demand. */
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { Page } from '../../shared/contract/protocol.ts';
import type { ArchiveName } from '../../shared/domain/model.ts';
import { withNewest, withOlder } from '../view/pages.ts';
import type { Reader } from './reader.ts';
import type { Replica } from './replica.ts';

export type ArchiveView<A extends ArchiveName> = Readonly<{
  /** Null until the first page is here. */
  shown: Page<A> | null;
  /** Whether older records are on their way. */
  reading: boolean;
  /** The last page could not be read. */
  failed: boolean;
}>;

export type OpenArchive<A extends ArchiveName> = Readonly<{
  store: StoreApi<ArchiveView<A>>;
  /** Reads on. */
  older: () => Promise<void>;
  /** Reads the newest, and again whenever something changed, until the returned function is called. */
  follow: () => () => void;
}>;

/** Asked again at most this often. */
const PAUSE_MS = 400;

export function openArchive<A extends ArchiveName>(
  reader: Reader,
  replica: Pick<StoreApi<Replica>, 'subscribe'>,
  archive: A,
  pauseMs = PAUSE_MS,
): OpenArchive<A> {
  const store = createStore<ArchiveView<A>>(() => ({ shown: null, reading: false, failed: false }));

  const follow = () => {
    let stopped = false;
    let busy = false;
    let again = false;
    const refresh = async () => {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      again = false;
      try {
        const newest = await reader.page(archive, null);
        if (!stopped) store.setState(({ shown }) => ({ shown: withNewest(shown, newest), failed: false }));
      } catch {
        // It is read again with the next change, or when the connection is back.
        if (!stopped) store.setState({ failed: true });
      }
      setTimeout(() => {
        busy = false;
        if (again && !stopped) void refresh();
      }, pauseMs);
    };
    const unsubscribe = replica.subscribe((next, before) => {
      if (next.index !== before.index || next.live !== before.live) void refresh();
    });
    void refresh();
    return () => {
      stopped = true;
      unsubscribe();
    };
  };

  return {
    store,
    follow,
    async older() {
      const { shown, reading } = store.getState();
      if (reading || shown === null || shown.next === null) return;
      store.setState({ reading: true });
      try {
        const older = await reader.page(archive, shown.next);
        store.setState((state) => ({
          // Somebody may have begun anew meanwhile: then this page belongs to no list.
          ...(state.shown?.next === shown.next && { shown: withOlder(state.shown, older) }),
          failed: false,
        }));
      } catch {
        store.setState({ failed: true });
      }
      store.setState({ reading: false });
    },
  };
}
