/** How many files are looked at at the same time: each takes memory, and turns of the event loop from everybody else. */

/** As many files at once; whoever comes on top is asked to come again. */
export const MAX_IMPORTS = 3;

/** One for all doors of a workstation. */
export type ImportRoom = Readonly<{
  /** Gives how to leave, which counts once; null where it is full. */
  enter: () => (() => void) | null;
}>;

/** @param most at the same time */
export function createRoom(most = MAX_IMPORTS): ImportRoom {
  let inside = 0;
  return {
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
