/** The snapshot directory: the newest durable snapshot, one being written, one being received. */
import { open, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotMeta } from '../raft/types.ts';
import { errorCode } from './errors.ts';
import { fsyncDirectory, listDirectory, removeFile } from './files.ts';
import {
  createSnapshotFile,
  DamagedSnapshotError,
  readSnapshotFile,
  verifySnapshotFile,
} from './snapshot-file.ts';
import type { SnapshotWriter } from './types.ts';

/** What lies in the directory. Damaged ones are newer than `newest`. */
export type SnapshotScan = Readonly<{
  newest: SnapshotMeta | null;
  damaged: readonly Readonly<{ path: string; message: string }>[];
}>;

const NAME = /^(\d{1,16})-(\d{1,16})\.snap$/;
const CHUNK_BYTES = 128 * 1024;

const nameOf = (meta: SnapshotMeta): string => `${meta.index}-${meta.term}.snap`;

/**
 * Looks for the newest snapshot that is whole; changes nothing.
 * @throws NewerFormatError
 */
export async function scanSnapshots(directory: string): Promise<SnapshotScan> {
  const found = (await listDirectory(directory))
    .flatMap((name) => {
      const match = NAME.exec(name);
      return match === null ? [] : [{ name, index: Number(match[1]), term: Number(match[2]) }];
    })
    .sort((a, b) => b.index - a.index || b.term - a.term);
  const damaged: { path: string; message: string }[] = [];
  for (const { name } of found) {
    const path = join(directory, name);
    try {
      const meta = await verifySnapshotFile(path);
      if (nameOf(meta) === name) return { newest: meta, damaged };
      damaged.push({ path, message: `The snapshot ${path} is another one than its name says.` });
    } catch (error) {
      if (!(error instanceof DamagedSnapshotError)) throw error;
      damaged.push({ path, message: error.message });
    }
  }
  return { newest: null, damaged };
}

/** Removes everything but the newest snapshot: older ones and what a crash left half-written. */
export async function tidySnapshots(directory: string, newest: SnapshotMeta | null): Promise<void> {
  const keep = newest === null ? null : nameOf(newest);
  for (const name of await listDirectory(directory)) {
    if (name !== keep && (NAME.test(name) || name.endsWith('.tmp'))) await removeFile(join(directory, name));
  }
}

type Incoming = { readonly meta: SnapshotMeta; readonly handle: FileHandle; size: number };

export class Snapshots {
  readonly #directory: string;
  readonly #installed: (meta: SnapshotMeta) => void;
  #newest: SnapshotMeta | null;
  #incoming: Incoming | null = null;
  #writing = 0;
  readonly #writers = new Set<SnapshotWriter>();
  #settling: Promise<void> = Promise.resolve();

  /** @param installed told of each snapshot that came from another node, once it is in place */
  constructor(directory: string, newest: SnapshotMeta | null, installed: (meta: SnapshotMeta) => void) {
    this.#directory = directory;
    this.#newest = newest;
    this.#installed = installed;
  }

  get newest(): SnapshotMeta | null {
    return this.#newest;
  }

  async create(meta: SnapshotMeta): Promise<SnapshotWriter> {
    this.#writing += 1;
    const path = join(this.#directory, `writing-${this.#writing}.tmp`);
    const settle = async () => {
      this.#writers.delete(writer);
      await this.#settle(path, meta);
    };
    const discard = async () => {
      this.#writers.delete(writer);
      await removeFile(path);
    };
    const writer = await createSnapshotFile(path, meta, settle, discard);
    this.#writers.add(writer);
    return writer;
  }

  async *read(): AsyncGenerator<readonly string[]> {
    if (this.#newest !== null) yield* readSnapshotFile(this.#path(this.#newest));
  }

  async chunk(meta: SnapshotMeta, offset: number): Promise<{ data: Uint8Array; done: boolean } | null> {
    const newest = this.#newest;
    if (newest?.index !== meta.index || newest.term !== meta.term) return null;
    let handle: FileHandle;
    try {
      handle = await open(this.#path(newest), 'r');
    } catch (error) {
      // A newer snapshot has just taken its place.
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
    try {
      const { size } = await handle.stat();
      if (!Number.isSafeInteger(offset) || offset < 0 || offset > size) return null;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, offset);
      return { data: buffer.subarray(0, bytesRead), done: offset + bytesRead === size };
    } finally {
      await handle.close();
    }
  }

  async store(
    meta: SnapshotMeta,
    offset: number,
    data: Uint8Array,
    done: boolean,
  ): Promise<'stored' | 'installed' | 'rejected'> {
    if (offset === 0) await this.#begin(meta);
    const incoming = this.#incoming;
    if (incoming === null || !isSame(incoming.meta, meta) || incoming.size !== offset) {
      await this.#stopReceiving();
      return 'rejected';
    }
    await incoming.handle.writeFile(data);
    await incoming.handle.datasync();
    incoming.size += data.length;
    return done ? await this.#install(meta) : 'stored';
  }

  /** Gives up what is being written or received. */
  async close(): Promise<void> {
    for (const writer of this.#writers) await writer.abort();
    await this.#stopReceiving();
  }

  async #stopReceiving(): Promise<void> {
    const incoming = this.#incoming;
    this.#incoming = null;
    await incoming?.handle.close();
  }

  async #begin(meta: SnapshotMeta): Promise<void> {
    await this.#stopReceiving();
    this.#incoming = { meta, handle: await open(this.#incomingPath(), 'w'), size: 0 };
  }

  async #install(meta: SnapshotMeta): Promise<'installed' | 'rejected'> {
    await this.#stopReceiving();
    try {
      if (!isSame(await verifySnapshotFile(this.#incomingPath()), meta)) return 'rejected';
    } catch (error) {
      if (error instanceof DamagedSnapshotError) return 'rejected';
      throw error;
    }
    await this.#settle(this.#incomingPath(), meta);
    this.#installed(meta);
    return 'installed';
  }

  /** Puts a finished file in place, one at a time: an own one and a received one may end together. */
  #settle(path: string, meta: SnapshotMeta): Promise<void> {
    const settled = this.#settling.then(() => this.#replace(path, meta));
    this.#settling = settled.catch(() => undefined);
    return settled;
  }

  /** Something newer may be there by now; it stays. */
  async #replace(path: string, meta: SnapshotMeta): Promise<void> {
    if (this.#newest !== null && this.#newest.index > meta.index) {
      await removeFile(path);
      return;
    }
    const before = this.#newest;
    await rename(path, this.#path(meta));
    await fsyncDirectory(this.#directory);
    this.#newest = meta;
    if (before !== null && nameOf(before) !== nameOf(meta)) await removeFile(this.#path(before));
  }

  #path(meta: SnapshotMeta): string {
    return join(this.#directory, nameOf(meta));
  }

  #incomingPath(): string {
    return join(this.#directory, 'incoming.tmp');
  }
}

const configurationText = ({ configuration: { voters, outgoing, learners } }: SnapshotMeta): string =>
  JSON.stringify([voters, outgoing, learners]);

const isSame = (a: SnapshotMeta, b: SnapshotMeta): boolean =>
  a.index === b.index && a.term === b.term && configurationText(a) === configurationText(b);
