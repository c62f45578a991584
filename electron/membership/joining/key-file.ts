/**
 * A key file: what lets workstations in with nobody at hand, put there by an installer. An invitation without
 * addresses, bound to one shop. JSON, so that whoever finds it can see what it is for and until when.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { canonical } from '../../../shared/domain/canonical.ts';
import { requiredLine } from '../../../shared/domain/text.ts';
import { SECRET_MODE, writeAtomically } from '../../storage/files.ts';
import { ANCHOR_BYTES } from './anchor.ts';
import { invitationIdOf, SECRET_BYTES } from './secrets.ts';

const FORMAT = 1;
const KIND = 'printraft shop key';
/** The largest has less than 1 KiB. */
const MAX_BYTES = 16 * 1024;

const base64url = (minimum: number, maximum: number) =>
  z.string().refine((text) => {
    const bytes = Buffer.from(text, 'base64url');
    return bytes.length >= minimum && bytes.length <= maximum && bytes.toString('base64url') === text;
  }, 'is not what belongs there');

const Contents = z.strictObject({
  /** The shop's name, for people. */
  shop: requiredLine(80),
  clusterId: z.string().min(8).max(64),
  /** Fingerprint of the shop's newest authority when the file was made, base64url. */
  authority: base64url(ANCHOR_BYTES, 32),
  /** base64url. */
  secret: base64url(SECRET_BYTES, SECRET_BYTES),
  /** For people, by the wall clock of whoever made it: what counts is the shop's own time. */
  until: z.iso.datetime(),
});

const File = z.strictObject({
  kind: z.literal(KIND),
  format: z.literal(FORMAT),
  ...Contents.shape,
  id: z.string(),
  check: z.string(),
});

/** What a key file is made from. */
export type KeyContents = Readonly<z.output<typeof Contents>>;
/** `id`: what the shop calls it (`invitationIdOf`). */
export type KeyFile = KeyContents & Readonly<{ id: string }>;

export type KeyFileFault = 'damaged' | 'newer' | 'unreadable' | 'missing' | 'notAKey';

/** A key file cannot be used, or not be written; the message is one sentence for the user. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  readonly fault: KeyFileFault | 'unwritable';

  constructor(fault: KeyFileFault | 'unwritable', message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** The file as text. */
export function formatKeyFile(contents: KeyContents): string {
  const { shop, clusterId, authority, secret, until } = contents;
  const known = { shop, clusterId, authority, secret, until };
  const id = invitationIdOf(Buffer.from(secret, 'base64url'));
  return `${JSON.stringify({ kind: KIND, format: FORMAT, ...known, id, check: checkOf(known) }, null, 2)}\n`;
}

/** Reads such a text. Throws KeyFileError; `path` is how its sentence calls the file. */
export function parseKeyFile(text: string, path: string): KeyFile {
  let value: unknown;
  try {
    // Notepad puts a byte order mark in front.
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw damaged(path, cause);
  }
  const preface = z.object({ kind: z.literal(KIND), format: z.number() }).safeParse(value);
  if (!preface.success)
    throw new KeyFileError('notAKey', `${path} is not a key file of PrintRaft.`, { cause: preface.error });
  if (preface.data.format > FORMAT)
    throw new KeyFileError(
      'newer',
      `The key file ${path} was made by a newer PrintRaft: update this one first.`,
    );
  const parsed = File.safeParse(value);
  if (!parsed.success) throw damaged(path, parsed.error);
  const { id, shop, clusterId, authority, secret, until, check } = parsed.data;
  const contents = { shop, clusterId, authority, secret, until };
  if (check !== checkOf(contents) || id !== invitationIdOf(Buffer.from(secret, 'base64url')))
    throw damaged(path);
  return { ...contents, id };
}

/** Rejects with KeyFileError. Whatever its rights are: an installer may have put it there for everybody. */
export async function readKeyFile(path: string): Promise<KeyFile> {
  return parseKeyFile(await readBounded(path), path);
}

/** For its user alone, durable when it resolves; replaces what is there. Rejects with KeyFileError. */
export async function writeKeyFile(path: string, contents: KeyContents): Promise<void> {
  try {
    await writeAtomically(path, formatKeyFile(contents), SECRET_MODE);
  } catch (cause) {
    throw new KeyFileError('unwritable', `The key file ${path} cannot be written: ${reasonOf(cause)}.`, {
      cause,
    });
  }
}

/** What is longer is none, and is not read to its end. */
async function readBounded(path: string): Promise<string> {
  try {
    const handle = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAX_BYTES + 1), 0, MAX_BYTES + 1, 0);
      if (bytesRead > MAX_BYTES)
        throw new KeyFileError('notAKey', `${path} is not a key file of PrintRaft: it is too large for one.`);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof KeyFileError) throw cause;
    const isMissing = codeOf(cause) === 'ENOENT';
    throw new KeyFileError(
      isMissing ? 'missing' : 'unreadable',
      isMissing
        ? `There is no key file ${path}.`
        : `The key file ${path} cannot be read: ${reasonOf(cause)}.`,
      { cause },
    );
  }
}

function checkOf(contents: KeyContents): string {
  return createHash('sha256')
    .update(`${KIND} ${FORMAT} ${canonical(contents)}`)
    .digest('base64url')
    .slice(0, 16);
}

function damaged(path: string, cause?: unknown): KeyFileError {
  return new KeyFileError(
    'damaged',
    `The key file ${path} is damaged: copy it again, or have a new one made.`,
    {
      cause,
    },
  );
}

function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ENOENT') return 'there is no such folder';
  return cause instanceof Error ? cause.message : String(cause);
}

function codeOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : null;
}
