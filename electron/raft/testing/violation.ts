/** A promise of consensus was broken in a simulated run. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function must(holds: boolean, message: () => string): asserts holds {
  if (!holds) throw new Violation(message());
}
