/** The core's own state is wrong, or its driver broke the contract: going on could lose data. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Assertions that stay on in production: each is a comparison or two. */
export function invariant(holds: boolean, message: string): asserts holds {
  if (!holds) throw new InvariantError(message);
}
