/**
 * What nobody could do better: the longest time with a majority, for whoever knows beforehand which machine is on
 * when. The rules are those of the policy. Three vote (or five, where that is allowed), and never fewer again; a
 * change needs a majority of the old voters and of the new ones at the same time (Raft §6); and whoever is to vote
 * is there. How long it takes to be caught up or stable, or to elect somebody, is left out, and who votes first is free,
 * so that the bound is one.
 *
 * Found by dynamic programming over the stretches of time in which nobody comes or goes: the state is who votes.
 */

/** For so long exactly these machines are on and reach each other: bit n is machine n. */
export type Slice = Readonly<{ ms: number; on: number }>;

/** @param sizes how many may vote @returns ms */
export function bestPossible(slices: readonly Slice[], machines: number, sizes: readonly number[]): number {
  const states = sizes.flatMap((size) => subsets(machines, size).map((voters) => ({ voters, size })));
  let values = states.map(() => 0);
  for (const { ms, on } of slices) {
    const works = ({ voters, size }: (typeof states)[number]) => 2 * bits(voters & on) > size;
    // By who votes without being there: they can stay, and nobody else who is away can come to it.
    const best = new Map<number, Map<number, number>>();
    states.forEach((state, n) => {
      const value = values[n] ?? 0;
      if (!works(state)) return;
      for (const off of parts(state.voters & ~on)) {
        const bySize = best.get(off) ?? new Map<number, number>();
        best.set(off, bySize);
        bySize.set(state.size, Math.max(bySize.get(state.size) ?? -Infinity, value + ms));
      }
    });
    values = states.map((state, n) => {
      if (!works(state)) return values[n] ?? 0;
      const from = [...(best.get(state.voters & ~on) ?? [])].filter(([size]) => size <= state.size);
      return from.reduce((most, [, value]) => Math.max(most, value), 0);
    });
  }
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** The same for voters that never change: the best choice of so many, with hindsight. */
export function bestFixed(slices: readonly Slice[], machines: number, size: number): number {
  return subsets(machines, size).reduce((most, voters) => {
    const working = slices.filter(({ on }) => 2 * bits(voters & on) > size);
    return Math.max(most, total(working));
  }, 0);
}

/** Ms in which at least so many are on. */
export function atLeast(slices: readonly Slice[], machines: number): number {
  return total(slices.filter(({ on }) => bits(on) >= machines));
}

function total(slices: readonly Slice[]): number {
  return slices.reduce((sum, { ms }) => sum + ms, 0);
}

function subsets(machines: number, size: number): number[] {
  return Array.from({ length: 1 << machines }, (_, mask) => mask).filter((mask) => bits(mask) === size);
}

/** Every set within this one, the empty one and itself included. */
function parts(mask: number): number[] {
  const found = [0];
  for (let part = mask; part > 0; part = (part - 1) & mask) found.push(part);
  return found;
}

function bits(mask: number): number {
  let count = 0;
  for (let left = mask; left > 0; left &= left - 1) count++;
  return count;
}
