/** Files in and out of this window: what one would bring in, and records kept as one. */
import { createContext, useContext } from 'react';
import { type ExportName, exportFileName, type FileKind, type Planned } from '../../shared/contract/files.ts';
import { MAX_FILE_BYTES, MAX_LONG_TEXT_LENGTH } from '../../shared/contract/limits.ts';
import { lengthInParts } from '../../shared/contract/long-text.ts';
import { BYTE_ORDER_MARK, writeCsv } from '../../shared/transfer/csv.ts';
import { RequestFailure } from '../net/transport.ts';
import type { Transport } from '../net/transport.ts';
import { megabytes } from '../view/format.ts';
import type { SaveFile } from './save-file.ts';

/** What became of a look at a file. */
export type Looked = Readonly<{ ok: true; planned: Planned }> | Readonly<{ ok: false; sentence: string }>;

export type Files = Readonly<{
  /** What a file is and would do. Never rejects. @param kind null where it is to be recognised */
  look: (file: Blob, kind: FileKind | null) => Promise<Looked>;
  /** Keeps records as a file. Resolves with what went wrong, or null. */
  save: (what: ExportName) => Promise<string | null>;
  /** The same for a table of this page's own. @param rows its header first */
  saveActivity: (rows: readonly (readonly string[])[]) => Promise<string | null>;
}>;

/** What is around the rows of a request. */
const OVERHEAD = 1_024;
const UNREACHED = 'Not exported: this workstation cannot be reached.';

/** @param own how a browser keeps a file; null in the app, which asks its user itself */
export function createFiles(
  transport: Pick<Transport, 'request'>,
  own: Readonly<{ fetch: typeof fetch; save: SaveFile }> | null,
): Files {
  const saveByApp = async (asked: Parameters<typeof transport.request<'save'>>[1]) => {
    try {
      const saved = await transport.request('save', asked);
      return saved.outcome === 'failed' ? saved.sentence : null;
    } catch (error) {
      return error instanceof RequestFailure && error.code === 'unavailable'
        ? UNREACHED
        : 'Not exported: it is not known how far it came.';
    }
  };
  return {
    async look(file, kind) {
      if (file.size > MAX_FILE_BYTES) {
        const most = megabytes(MAX_FILE_BYTES);
        const sentence = `The file has ${megabytes(file.size)}. At most ${most} can be brought in at once: split it.`;
        return { ok: false, sentence };
      }
      const read = await base64Of(file);
      if (read === null)
        return {
          ok: false,
          sentence: 'The file cannot be read: it was moved or changed, or may not be read.',
        };
      try {
        return { ok: true, planned: await transport.request('plan', { kind, file: read }) };
      } catch (error) {
        const why = error instanceof RequestFailure ? error.message : 'It is not known why.';
        return { ok: false, sentence: `The file could not be looked at. ${why}` };
      }
    },
    async save(what) {
      if (own === null) return saveByApp({ what });
      const path = what === 'everything' ? '' : `/${what}`;
      try {
        // What the screens show, also where the shop is reading only.
        const answer = await own.fetch(`/api/v2/export${path}?consistency=local`);
        if (!answer.ok) return `Not exported: the workstation answered ${answer.status}.`;
        own.save(exportFileName(what), await answer.blob());
        return null;
      } catch {
        return UNREACHED;
      }
    },
    async saveActivity(rows) {
      if (own !== null) {
        own.save(
          'activity.csv',
          new Blob([BYTE_ORDER_MARK, ...writeCsv(rows)], { type: 'text/csv;charset=utf-8' }),
        );
        return null;
      }
      const asked = { what: 'activity', rows: rows.map((row) => [...row]) } as const;
      if (lengthInParts(JSON.stringify(asked)) > MAX_LONG_TEXT_LENGTH - OVERHEAD)
        return 'Not exported: these are too many entries for one file. Narrow them by person, kind or search.';
      return saveByApp(asked);
    },
  };
}

/** As many bytes are made letters at once: each is an argument. */
const AT_A_TIME = 32_768;

/** Null where it cannot be read. */
async function base64Of(file: Blob): Promise<string | null> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let letters = '';
    for (let at = 0; at < bytes.length; at += AT_A_TIME)
      letters += String.fromCharCode(...bytes.subarray(at, at + AT_A_TIME));
    return btoa(letters);
  } catch {
    return null;
  }
}

export const FilesContext = createContext<Files | null>(null);

/** How components bring files in and keep records as files. */
export function useFiles(): Files {
  const files = useContext(FilesContext);
  if (!files) throw new Error('There is no FilesContext around this component.');
  return files;
}
