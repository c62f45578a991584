/**
 * A snapshot file: lines of text. The first is a sealed header, the last holds the SHA-256 of
 * everything before it, those between are the records. Written and read in slices.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { SnapshotMeta } from '../raft/types.ts';
import { seal, unseal } from './checksum.ts';
import { snapshotMeta } from './document.ts';
import { NewerFormatError, StorageError } from './errors.ts';
import type { SnapshotWriter } from './types.ts';

const SNAPSHOT_FORMAT = 1;
const KIND = 'snapshot';
const MAX_SLICE_RECORDS = 500;
const READ_BYTES = 64 * 1024;
/** A received file may be anything: no line of ours comes near this. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** The file is not what was written; the message says which one and what is wrong. */
export class DamagedSnapshotError extends StorageError {
  override name = 'DamagedSnapshotError';
}

const trailer = z.strictObject({ sha256: z.string(), records: z.int().min(0) });

/**
 * Starts a snapshot file at `path`.
 * @param settle called with the finished, fsynced and closed file
 * @param discard called after closing when it is given up
 */
export async function createSnapshotFile(
  path: string,
  meta: SnapshotMeta,
  settle: () => Promise<void>,
  discard: () => Promise<void>,
): Promise<SnapshotWriter> {
  const handle = await open(path, 'w');
  const hash = createHash('sha256');
  let count = 0;
  const put = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    await handle.writeFile(bytes);
  };
  const { index, term, configuration } = meta;
  const head = seal({ format: SNAPSHOT_FORMAT, kind: KIND, index, term, configuration });
  try {
    await put(`${JSON.stringify(head)}\n`);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    async write(records) {
      if (records.length === 0) return;
      if (records.some((record) => record.includes('\n'))) {
        throw new StorageError('A snapshot record holds a line break.');
      }
      count += records.length;
      await put(`${records.join('\n')}\n`);
    },
    async commit() {
      await handle.writeFile(`${JSON.stringify({ sha256: hash.digest('hex'), records: count })}\n`);
      await handle.sync();
      await handle.close();
      await settle();
    },
    async abort() {
      await handle.close();
      await discard();
    },
  };
}

/**
 * Yields the records in slices of at most 500 and returns the header's meta once the checksum of
 * the whole file has been found right; so what was yielded counts only when it returns.
 * @throws DamagedSnapshotError, NewerFormatError
 */
export async function* readSnapshotFile(path: string): AsyncGenerator<readonly string[], SnapshotMeta> {
  const hash = createHash('sha256');
  let meta: SnapshotMeta | null = null;
  let records = 0;
  let held: Buffer | null = null; // The line read last: the trailer, if nothing follows it.
  let slice: string[] = [];
  for await (const line of lines(path)) {
    if (held !== null) {
      hash.update(held).update('\n');
      if (meta === null) meta = header(path, held);
      else {
        records += 1;
        slice.push(held.toString('utf8'));
      }
      if (slice.length === MAX_SLICE_RECORDS) {
        yield slice;
        slice = [];
      }
    }
    held = line;
  }
  if (slice.length > 0) yield slice;
  if (held === null || meta === null) throw damaged(path, 'is incomplete');
  const end = trailer.safeParse(parsed(held));
  if (!end.success || end.data.records !== records || end.data.sha256 !== hash.digest('hex')) {
    throw damaged(path, 'does not match its checksum');
  }
  return meta;
}

/** Reads the whole file in slices; returns what it is a snapshot of. Errors as `readSnapshotFile`. */
export async function verifySnapshotFile(path: string): Promise<SnapshotMeta> {
  const slices = readSnapshotFile(path);
  for (;;) {
    const { done, value } = await slices.next();
    if (done === true) return value;
  }
}

function header(path: string, line: Buffer): SnapshotMeta {
  const fields = unseal(line.toString('utf8'));
  if (fields?.kind !== KIND) throw damaged(path, 'has a damaged first line');
  if (typeof fields.format === 'number' && fields.format > SNAPSHOT_FORMAT) {
    throw new NewerFormatError(`${path} was written by a newer PrintRaft: please update this workstation.`);
  }
  const result = snapshotMeta.safeParse(fields);
  if (!result.success) throw damaged(path, 'has a damaged first line');
  return result.data;
}

async function* lines(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  try {
    let parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, null);
      if (bytesRead === 0) break;
      let rest = buffer.subarray(0, bytesRead);
      for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
        const line = rest.subarray(0, end);
        yield parts.length === 0 ? line : Buffer.concat([...parts, line]);
        parts = [];
        length = 0;
        rest = rest.subarray(end + 1);
      }
      if (rest.length > 0) parts.push(rest);
      length += rest.length;
      if (length > MAX_LINE_BYTES) throw damaged(path, 'has a line without an end');
    }
    if (length > 0) throw damaged(path, 'is incomplete');
  } finally {
    await handle.close();
  }
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
}

const damaged = (path: string, what: string): DamagedSnapshotError =>
  new DamagedSnapshotError(`The snapshot ${path} ${what}.`);
