/** Opens a node's data directory. See docs/architecture.md, "Opening it". */
import { repair } from './damage.ts';
import { FullError, StorageError, toStorageError } from './errors.ts';
import { layout, makeDirectory } from './files.ts';
import type { Found } from './inspect.ts';
import { inspect } from './inspect.ts';
import { Log } from './log.ts';
import type { FreeBytes } from './reserve.ts';
import { freeBytes, keepReserve, releaseReserve } from './reserve.ts';
import { Snapshots, tidySnapshots } from './snapshots.ts';
import { Store } from './store.ts';
import { tidyLog } from './tidy-log.ts';
import type { Storage } from './types.ts';

export type StorageOptions = Readonly<{
  /** A segment is sealed once it holds this many bytes; the reserve has the same size. */
  segmentBytes?: number;
  /** How much room is left where the directory lies; the operating system's answer if not given. */
  freeBytes?: FreeBytes;
}>;

const SEGMENT_BYTES = 4 * 1024 * 1024;

/**
 * Opens (or creates) a data directory. The caller holds its lock.
 * @throws StorageError; among them NewerFormatError and VoteLostError (nothing was touched),
 *   ReadOnlyError and FullError
 */
export async function openStorage(directory: string, options: StorageOptions = {}): Promise<Storage> {
  const segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
  const free = options.freeBytes ?? freeBytes;
  try {
    const found = await inspect(directory);
    await makeDirectories(directory);
    if ((await free(directory)) < segmentBytes) await releaseReserve(directory);
    const store = await withReserve(directory, () => start(directory, found, segmentBytes));
    await keepReserve(directory, segmentBytes, free);
    return store;
  } catch (error) {
    throw toStorageError(directory, error);
  }
}

async function makeDirectories(directory: string): Promise<void> {
  const places = layout(directory);
  await makeDirectory(directory);
  await makeDirectory(places.log);
  await makeDirectory(places.snapshots);
}

/** Tries once more with the reserve given up: a quota may be full where the disk is not. */
async function withReserve<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const full = toStorageError(directory, error) instanceof FullError;
    if (!full || !(await releaseReserve(directory))) throw error;
    return await work();
  }
}

async function start(directory: string, before: Found, segmentBytes: number): Promise<Store> {
  const found = before.findings.length === 0 ? before : await repaired(directory, before);
  const places = layout(directory);
  await tidyLog(places.log, found.scan);
  await tidySnapshots(places.snapshots, found.snapshots.newest);
  const { scan, hardState, entries, lastIndex, superseded, marked } = found;
  const snapshot = found.snapshots.newest;
  // Empty files carry no write; one of the right name is made anew.
  const segments = scan.segments.filter(({ documents }) => documents > 0);
  const lastWrite = scan.lastWrite ?? 0;
  const log = await Log.open(places.log, segmentBytes, { segments, lastIndex, lastWrite, superseded });
  const snapshots = new Snapshots(places.snapshots, snapshot, () => log.supersede());
  const opened = { hardState, snapshot, entries, damaged: marked !== null, findings: marked ?? [] };
  return new Store(directory, opened, log, snapshots);
}

async function repaired(directory: string, damaged: Found): Promise<Found> {
  await repair(directory, damaged);
  const found = await inspect(directory);
  if (found.findings.length === 0) return found;
  throw new StorageError(`The data folder ${directory} is damaged and could not be repaired.`);
}
