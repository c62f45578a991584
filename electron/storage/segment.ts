/** The segment that is being appended to: a NeDB datastore, and a handle of our own to sync it. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Datastore from 'nedb-promises';
import type { Document } from './document.ts';
import { errorCode, StorageError } from './errors.ts';
import { fsyncDirectory } from './files.ts';

/** NeDB takes these, raw, for ends of lines; JSON leaves them as they are within a string. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

const escapeLineEnds = (line: string): string =>
  line.replace(LINE_ENDS, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

export class Segment {
  readonly #store: Datastore<Document>;
  readonly #handle: FileHandle;

  private constructor(store: Datastore<Document>, handle: FileHandle) {
    this.#store = store;
    this.#handle = handle;
  }

  /**
   * Creates a segment file, or goes on with one that has been scanned: NeDB rewrites what it loads.
   * The handle is opened afterwards, since loading replaces the file.
   */
  static async open(path: string): Promise<Segment> {
    const store = await load(path);
    const handle = await open(path, 'r+');
    try {
      await fsyncDirectory(dirname(path));
    } catch (cause) {
      await handle.close();
      throw cause;
    }
    return new Segment(store, handle);
  }

  /** Resolves when all of them are on disk: one fdatasync (NeDB's appends have none). */
  async append(documents: Iterable<Document>): Promise<void> {
    for (const document of documents) await this.#store.insert(document);
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Where a sync fails NeDB stumbles over its own report of that, and the system's answer is lost. */
function toLoadError(path: string, cause: unknown): unknown {
  if (errorCode(cause) !== '') return cause;
  return new StorageError(
    `The log file ${path} could not be opened: the disk does not keep what is written.`,
    {
      cause,
    },
  );
}

/** On Windows a virus scanner may hold the file open for a moment, and loading renames over it. */
async function load(path: string): Promise<Datastore<Document>> {
  for (let attempt = 1; ; attempt += 1) {
    const store = Datastore.create({
      filename: path,
      // Not one bad line is tolerated: the scan before this found none.
      corruptAlertThreshold: 0,
      afterSerialization: escapeLineEnds,
      beforeDeserialization: (line) => line,
    }) as Datastore<Document>;
    try {
      await store.load();
      return store;
    } catch (error) {
      const held = process.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error));
      if (!held || attempt === 10) throw toLoadError(path, error);
      await pause(attempt * 20);
    }
  }
}
