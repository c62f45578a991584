/** Reads what is over from the workstation's archives, by pages. */
import { createContext, useContext } from 'react';
import { type Page, MAX_PAGE } from '../../shared/contract/protocol.ts';
import type { ArchiveName } from '../../shared/domain/model.ts';
import type { Transport } from '../net/transport.ts';

export type Reader = Readonly<{
  /** Rejects with `RequestFailure`. @param before as the page before said; null for the newest */
  page: <A extends ArchiveName>(archive: A, before: number | null, limit?: number) => Promise<Page<A>>;
}>;

/** Records of a page, as people read them. */
const USUAL = 100;

export function createReader(transport: Pick<Transport, 'request'>): Reader {
  return {
    page: async <A extends ArchiveName>(archive: A, before: number | null, limit = USUAL) => {
      const page = await transport.request('page', { archive, before, limit });
      // The workstation answers with records of the archive that it was asked for.
      return page as Page<A>;
    },
  };
}

/** Everything of an archive, the newest first. `keepOn` is asked after each page. */
export async function readAll<A extends ArchiveName>(
  reader: Reader,
  archive: A,
  keepOn: () => boolean = () => true,
): Promise<Page<A>['records']> {
  const pages: Page<A>['records'][] = [];
  let before: number | null = null;
  do {
    const page: Page<A> = await reader.page(archive, before, MAX_PAGE);
    pages.push(page.records);
    before = page.next;
  } while (before !== null && keepOn());
  return pages.flat();
}

export const ReaderContext = createContext<Reader | null>(null);

/** How components read archives. */
export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (!reader) throw new Error('There is no ReaderContext around this component.');
  return reader;
}
