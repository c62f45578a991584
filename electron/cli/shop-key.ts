/** Makes a key file: readable by its user only, and never in the place of another file. */
import { open, rm } from 'node:fs/promises';
import type { NewInvitation } from '../../shared/contract/membership.ts';
import { Failure } from './failure.ts';
import type { Shop } from './shop.ts';

/**
 * The file is there, empty, before the shop is asked, and whole before this resolves; where either fails there is
 * neither a file nor an open key. Rejects with Failure.
 */
export async function writeShopKey(
  shop: Shop,
  path: string,
  { label, hours }: Readonly<{ label: string; hours: number }>,
): Promise<NewInvitation> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw new Failure('refused', `${path} cannot be made: ${whyNot(cause)}.`, { cause });
  });
  let made: NewInvitation | null = null;
  try {
    made = await shop.manage({ action: 'invite', kind: 'keyFile', label, uses: null, hours });
    if (made === null) throw new Error('a key was made and not told');
    await file.writeFile(made.text);
    await file.sync();
    await file.close();
    return made;
  } catch (cause) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    if (made !== null) await shop.manage({ action: 'revoke', id: made.id });
    if (cause instanceof Failure) throw cause;
    throw new Failure('refused', `${path} could not be written: ${whyNot(cause)}.`, { cause });
  }
}

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'EEXIST') return 'there is such a file already';
  if (code === 'ENOENT') return 'there is no such folder';
  return cause instanceof Error ? cause.message : String(cause);
}
