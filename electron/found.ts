/** Which shop a data directory belongs to, kept in `shop.json` beside its log. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createFounding, type Founded, type FoundingMember } from './founding.ts';
import { Roster } from './membership/roster/types.ts';
import { newNodeId } from './node-id.ts';
import { Founding } from './replica/envelope.ts';
import { writeAtomically } from './storage/files.ts';

/** 2: the founding names the shop's authority and its members' keys. */
const FORMAT = 2;

const Belonging = z.object({
  format: z.literal(FORMAT),
  node: z.string().min(1).max(64),
  founding: Founding,
  /** Absent in a founder's. */
  joined: Roster.nullable().default(null),
  started: z.boolean(),
});

/**
 * Which node of which shop a directory is. `started`: its log has held the first entry, so a
 * directory without records has lost them and must not vote under its old id.
 */
export type Belonging = Readonly<{
  node: string;
  founding: Founding;
  /** Who belonged when this node was let in; null: it is one of the founders. */
  joined: Roster | null;
  started: boolean;
}>;

/** What a data directory says about itself cannot be used; the message is one sentence for the user. */
export class BelongingError extends Error {
  override readonly name = 'BelongingError';
}

/** Reads it; null for a directory that belongs to no shop yet. Rejects with BelongingError. */
export async function readBelonging(directory: string): Promise<Belonging | null> {
  const path = join(directory, 'shop.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new BelongingError(`${path} cannot be read.`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BelongingError(`${path} is damaged: it is not JSON.`, { cause });
  }
  const format = z.object({ format: z.number() }).safeParse(value);
  if (format.success && format.data.format > FORMAT) {
    throw new BelongingError(`${path} was written by a newer PrintRaft: update this one.`);
  }
  if (format.success && format.data.format < FORMAT) {
    throw new BelongingError(
      `${path} is of an earlier version of PrintRaft, whose shops had no keys yet: found the shop anew in another directory (the demo does with --fresh).`,
    );
  }
  const parsed = Belonging.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    throw new BelongingError(`${path} is damaged${where}: ${issue?.message ?? 'unknown shape'}.`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}

/** Makes the directory belong to that shop; durable when it resolves. */
export async function writeBelonging(directory: string, belonging: Belonging): Promise<void> {
  await writeAtomically(
    join(directory, 'shop.json'),
    `${JSON.stringify({ format: FORMAT, ...belonging }, null, 2)}\n`,
  );
}

/** A new shop of one workstation; its secrets are still to be kept (`keepIdentity`), before its belonging is. */
export async function foundShop(
  shop: string,
  member: Omit<FoundingMember, 'id'>,
): Promise<Readonly<{ belonging: Belonging; founded: Founded }>> {
  const node = newNodeId();
  const founded = await createFounding(shop, [{ id: node, ...member }]);
  return { belonging: { node, started: false, joined: null, founding: founded.founding }, founded };
}
