/** Files of records on disk: one that is brought in, one that is kept. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { Failure } from './failure.ts';

/** Of a file that is to be brought in. Rejects with Failure where it cannot be read: nothing was sent. */
export async function bytesOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new Failure('usage', `${path} cannot be read: ${whyNot(cause)}.`, { cause });
  });
}

/**
 * Keeps what `make` gives as a file, which takes the place of an older one once it is whole. That it can be made is
 * known before `make` is called. Resolves with its bytes. Rejects with Failure.
 */
export async function keep(path: string, make: () => Promise<string>): Promise<number> {
  const part = `${path}.part`;
  const file = await open(part, 'w').catch((cause: unknown) => {
    throw new Failure('usage', `${path} cannot be made: ${whyNot(cause)}.`, { cause });
  });
  try {
    const bytes = Buffer.from(await make());
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
    await rename(part, path);
    return bytes.length;
  } catch (cause) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    if (cause instanceof Failure) throw cause;
    throw new Failure('fault', `${path} could not be written: ${whyNot(cause)}.`, { cause });
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not do that',
  ENOSPC: 'the disk is full',
};

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return WHY[code] ?? (cause instanceof Error ? cause.message : String(cause));
}
