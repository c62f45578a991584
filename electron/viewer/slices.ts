/** Long work in slices of the event loop, with turns for everybody else in between. */
import { ownTurn } from './turns.ts';

const SLICE_MS = 5;
/** As many characters are gathered before they are handed on. */
const PIECE = 32_768;

/** Takes all steps of a generator. @param signal ends it: then it rejects with the signal's reason */
export async function inSlices<T>(steps: Generator<unknown, T>, signal?: AbortSignal): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await ownTurn();
    signal?.throwIfAborted();
    until = performance.now() + SLICE_MS;
  }
}

/** The parts of a text in larger ones. */
export async function* gathered(parts: Iterable<string>): AsyncGenerator<string> {
  let piece = '';
  let until = performance.now() + SLICE_MS;
  for (const part of parts) {
    piece += part;
    if (piece.length >= PIECE) {
      yield piece;
      piece = '';
    }
    if (performance.now() < until) continue;
    await ownTurn();
    until = performance.now() + SLICE_MS;
  }
  if (piece !== '') yield piece;
}
