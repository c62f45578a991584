/**
 * Who this node is, kept in `identity/` of its data directory and nowhere else: never in the log, a snapshot
 * or a backup. Only its user reads it; permissions that somebody loosened are tightened again on reading.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { makeDirectory, readTextFile, SECRET_MODE, writeAtomically } from '../../storage/files.ts';
import { Boot } from '../roster/types.ts';
import type { Authority } from './authority.ts';
import { MAX_CERTIFICATE_BYTES, MAX_CHAIN } from './judge.ts';
import { ownDirectory, ownFile } from './own-access.ts';
import { unwrap, wrap } from './wrapping.ts';

const FORMAT = 1;

/** Authorities whose keys are kept at once. */
const MAX_KEYS = 3;

const Base64 = z.base64().min(1).max(MAX_CERTIFICATE_BYTES);

const NodeFile = z.strictObject({
  format: z.literal(FORMAT),
  node: z.string().min(1).max(64),
  /** Private key: PKCS8, DER, base64. */
  key: Base64,
  /** Its certificate: DER, base64. */
  leaf: Base64,
  /** The authorities known when the leaf was signed, oldest first: DER, base64. */
  chain: z.array(Base64).min(1).max(MAX_CHAIN).readonly(),
  boot: Boot,
});

const AuthorityFile = z.strictObject({
  format: z.literal(FORMAT),
  /** The newest ones, oldest first: a successor is kept before the shop has agreed to it. */
  keys: z
    .array(z.strictObject({ generation: z.int().nonnegative(), wrapped: Base64 }))
    .min(1)
    .max(MAX_KEYS)
    .readonly(),
});

export type NodeIdentity = Readonly<Omit<z.output<typeof NodeFile>, 'format'>>;
export type AuthorityKey = Pick<Authority, 'generation' | 'privateKey'>;

/** The identity cannot be used or written; the message is one sentence for the user. */
export class IdentityError extends Error {
  override readonly name: string = 'IdentityError';
}

/** It was written by a newer PrintRaft; nothing was touched. */
export class NewerIdentityError extends IdentityError {
  override readonly name = 'NewerIdentityError';
}

/** Everything is durable when it resolves, and rejects with IdentityError. */
export interface KeyStore {
  /** Null: this directory is nobody yet. */
  readNode(): Promise<NodeIdentity | null>;
  writeNode(identity: NodeIdentity): Promise<void>;
  /** The newest ones that are here, oldest first; empty: this node was not given one, or not yet. */
  readAuthorities(): Promise<readonly AuthorityKey[]>;
  /** Wrapped under the node's key, so `writeNode` comes first. Replaces one of the same generation, or the oldest. */
  writeAuthority(authority: AuthorityKey): Promise<void>;
}

/** @param directory the node's data directory */
export function createKeyStore(directory: string): KeyStore {
  return new FileKeyStore(join(directory, 'identity'));
}

/**
 * Begins a boot: another counter and a fresh nonce, on disk before anybody hears of them, by which a copy of
 * this disk gives itself away. Rejects with IdentityError, also where there is no identity.
 */
export async function startBoot(store: KeyStore): Promise<NodeIdentity> {
  const known = await store.readNode();
  if (known === null) throw new IdentityError('This workstation has no identity yet.');
  const boot = { counter: known.boot.counter + 1, nonce: randomBytes(16).toString('base64url') };
  const identity = { ...known, boot };
  await store.writeNode(identity);
  return identity;
}

class FileKeyStore implements KeyStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async readNode(): Promise<NodeIdentity | null> {
    const file = await this.#read('node.json', NodeFile);
    if (file === null) return null;
    const { node, key, leaf, chain, boot } = file;
    return { node, key, leaf, chain, boot };
  }

  writeNode(identity: NodeIdentity): Promise<void> {
    return this.#write('node.json', NodeFile, { format: FORMAT, ...identity });
  }

  async readAuthorities(): Promise<readonly AuthorityKey[]> {
    const [file, node] = [await this.#read('authority.json', AuthorityFile), await this.readNode()];
    if (file === null) return [];
    try {
      if (node === null) throw new IdentityError('This workstation has no identity yet.');
      const { key } = node;
      return file.keys.map(({ generation, wrapped }) => {
        return { generation, privateKey: unwrap(wrapped, key, labelOf(generation)) };
      });
    } catch (cause) {
      const path = join(this.#directory, 'authority.json');
      throw new IdentityError(`${path} does not belong to this workstation, or is damaged.`, { cause });
    }
  }

  async writeAuthority({ generation, privateKey }: AuthorityKey): Promise<void> {
    const node = await this.readNode();
    if (node === null) throw new IdentityError('This workstation has no identity yet.');
    const wrapped = wrap(privateKey, node.key, labelOf(generation));
    // Of another node's, as when a directory joins anew, nothing is kept.
    const known = await this.#read('authority.json', AuthorityFile).catch(() => null);
    const others = (known?.keys ?? []).filter(
      (one) => one.generation !== generation && isWrappedFor(node, one),
    );
    const keys = [...others, { generation, wrapped }].sort((a, b) => a.generation - b.generation);
    await this.#write('authority.json', AuthorityFile, { format: FORMAT, keys: keys.slice(-MAX_KEYS) });
  }

  async #read<T>(name: string, schema: z.ZodType<T>): Promise<T | null> {
    const path = join(this.#directory, name);
    let text: string | null;
    try {
      text = await readTextFile(path);
      if (text !== null) await Promise.all([ownDirectory(this.#directory), ownFile(path)]);
    } catch (cause) {
      throw new IdentityError(`${path} cannot be read, or not kept from others.`, { cause });
    }
    return text === null ? null : parse(path, text, schema);
  }

  async #write<T>(name: string, schema: z.ZodType<T>, value: T): Promise<void> {
    const path = join(this.#directory, name);
    // What could not be read again must not be written.
    const text = `${JSON.stringify(schema.parse(value), null, 2)}\n`;
    try {
      await makeDirectory(this.#directory);
      await ownDirectory(this.#directory);
      await writeAtomically(path, text, SECRET_MODE);
    } catch (cause) {
      throw new IdentityError(`${path} cannot be written, or not kept from others.`, { cause });
    }
  }
}

function isWrappedFor(node: NodeIdentity, one: Readonly<{ generation: number; wrapped: string }>): boolean {
  try {
    unwrap(one.wrapped, node.key, labelOf(one.generation));
    return true;
  } catch {
    return false;
  }
}

function labelOf(generation: number): string {
  return `authority ${generation}`;
}

function parse<T>(path: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new IdentityError(`${path} is damaged: it is not JSON.`, { cause });
  }
  const preface = z.object({ format: z.number() }).safeParse(value);
  if (preface.success && preface.data.format > FORMAT)
    throw new NewerIdentityError(`${path} was written by a newer PrintRaft: update this one.`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Where it is wrong, and not with which value: it may be a key.
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new IdentityError(`${path} is damaged${where}.`, { cause: parsed.error });
}
