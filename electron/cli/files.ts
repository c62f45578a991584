/** Files of records on disk: one that is brought in, one that is kept. */
import { readFile } from 'node:fs/promises';
import { openBeside, whyNot } from '../write-beside.ts';
import { Failure, type Reason } from './failure.ts';

/** Of a file that is to be brought in. Rejects with Failure where it cannot be read: nothing was sent. */
export async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch(told('usage', `${path} cannot be read`));
}

/**
 * Keeps what `make` gives as a file, which takes the place of an older one once it is whole. That it can be made is
 * known before `make` is called. Resolves with its bytes. Rejects with Failure.
 */
export async function keep(path: string, make: () => Promise<string>): Promise<number> {
  const file = await openBeside(path).catch(told('usage', `${path} cannot be made`));
  try {
    const bytes = Buffer.from(await make());
    const failed = told('fault', `${path} could not be written`);
    await file.write(bytes).catch(failed);
    await file.keep().catch(failed);
    return bytes.length;
  } finally {
    await file.drop();
  }
}

/** What the system said, as a sentence of ours. Anything else is a fault, which is not the file's. */
const told =
  (reason: Reason, what: string) =>
  (cause: unknown): never => {
    const why = whyNot(cause);
    if (why === null) throw cause;
    throw new Failure(reason, `${what}: ${why}.`, { cause });
  };
