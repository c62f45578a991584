/** A shorter run that fails too. */

/**
 * The fewest steps of `count` that were found to fail, by leaving out ever smaller parts (Zeller and Hildebrandt's
 * delta debugging, TSE 2002).
 *
 * @param fails whether a run without these steps fails
 * @returns the steps that are left out
 */
export async function shrink(
  count: number,
  fails: (without: ReadonlySet<number>) => Promise<boolean>,
): Promise<ReadonlySet<number>> {
  let kept = Array.from({ length: count }, (_, step) => step);
  const without = (steps: readonly number[]) => {
    const stay = new Set(steps);
    return new Set(Array.from({ length: count }, (_, step) => step).filter((step) => !stay.has(step)));
  };
  for (let size = Math.ceil(count / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < kept.length;) {
      const rest = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (await fails(without(rest))) kept = rest;
      else at += size;
    }
  }
  return without(kept);
}
