/** How many files are looked at at the same time: each takes memory, and turns of the event loop from everybody else. */

/** As many files at once; whoever comes on top is asked to come again. */
export const MAX_IMPORTS = 3;

/** @param most at the same time */
export function createRoom(most: number): Readonly<{ enter: () => (() => void) | null }> {
  let inside = 0;
  return {
    /** Gives how to leave, which counts once; null where it is full. */
    enter: () => {
      if (inside >= most) return null;
      inside += 1;
      let isIn = true;
      return () => {
        if (isIn) inside -= 1;
        isIn = false;
      };
    },
  };
}
