/** A page older or newer than its workstation is loaded anew, once for each build it meets. */

const KEY = 'printraft.reloadedFor';

/**
 * Whether to reload the page for a workstation of build `theirs`. Remembers it: where the reload
 * does not bring that build (an old file in a cache, a workstation in development), the page stays.
 */
export function shouldReload(
  own: string,
  theirs: string,
  memory: Pick<Storage, 'getItem' | 'setItem'>,
): boolean {
  if (own === theirs) return false;
  try {
    if (memory.getItem(KEY) === theirs) return false;
    memory.setItem(KEY, theirs);
    return true;
  } catch {
    // Storage is forbidden here: without a memory a reload could go on for ever.
    return false;
  }
}
