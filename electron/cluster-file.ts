/** A file that names a shop's founding members, from which each of them writes the same first log entry. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Founding } from './replica/envelope.ts';

/** 2: with the shop's authority and its members' keys. */
const FORMAT = 2;

const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^\P{Cc}+$/u, 'must not contain control characters');
const Address = z.strictObject({ host: z.string().min(1).max(255), port: z.int().min(1).max(65_535) });

const Member = z.strictObject({
  id: Id,
  name: z.string().min(1).max(80),
  /** Fingerprint of its public key; the key itself lies in its data directory. */
  key: z.string().min(16).max(64),
  link: Address,
  http: Address,
});

export const ClusterFile = z.strictObject({
  format: z.literal(FORMAT),
  /** The rules that the shop begins with, as the first entry says it. */
  v: Founding.shape.v,
  clusterId: z.string().min(8).max(64),
  shop: z.string().min(1).max(80),
  members: z
    .array(Member)
    .min(1)
    .max(100)
    .refine((members) => new Set(members.map(({ id }) => id)).size === members.length, 'ids must differ'),
  /** The certificate of the shop's authority: DER, base64. */
  authority: z.base64().min(1).max(4_096),
});
export type ClusterFile = z.output<typeof ClusterFile>;

/** The file cannot be used; the message is one sentence for the user. */
export class ClusterFileError extends Error {
  override readonly name = 'ClusterFileError';
}

/** What such a file says of a shop. */
export function clusterFileOf({ v, clusterId, shop, members, authority }: Founding): string {
  return `${JSON.stringify({ format: FORMAT, v, clusterId, shop, members, authority }, null, 2)}\n`;
}

/** Reads and checks it. Rejects with ClusterFileError: missing, not JSON, newer format, wrong shape. */
export async function readClusterFile(path: string): Promise<ClusterFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const why = missing ? 'there is no such file' : cause instanceof Error ? cause.message : String(cause);
    throw new ClusterFileError(`The cluster file ${path} cannot be read: ${why}.`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ClusterFileError(`The cluster file ${path} is not valid JSON.`, { cause });
  }
  const preface = z.object({ format: z.number() }).safeParse(value);
  if (preface.success && preface.data.format > FORMAT) {
    throw new ClusterFileError(
      `The cluster file ${path} has format ${preface.data.format}, which is newer than this version of PrintRaft can read (${FORMAT}).`,
    );
  }
  if (preface.success && preface.data.format < FORMAT) {
    throw new ClusterFileError(
      `The cluster file ${path} is of an earlier version of PrintRaft, whose workstations had no keys yet: lay the shop out anew (the demo does with --fresh).`,
    );
  }
  const parsed = ClusterFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    const what = issue?.message ?? 'unknown shape';
    throw new ClusterFileError(`The cluster file ${path} does not describe a shop${where}: ${what}.`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}
