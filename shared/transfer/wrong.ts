/** Things that are wrong with a file, after which nobody looks any further: more would only take memory. */
export const MAX_WRONG = 1_000;
