/** Work in steps: whoever takes them decides what else has a turn in between. */

/** Takes all steps of a generator at once. */
export function drain<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
