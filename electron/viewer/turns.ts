/**
 * Turns of the event loop for long work, handed out one at a time, first come, first served: a hundred
 * lists and streams that each do a slice a turn would else do a hundred slices in the same turn.
 */
const waiting: (() => void)[] = [];

/** Resolves in a later turn of the event loop, which no other caller of this shares. */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}
