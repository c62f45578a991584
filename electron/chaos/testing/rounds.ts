/** How often something is killed: a few times in `npm test`, twenty in `npm run chaos`. */
export function rounds(few: number): number {
  return Number(process.env.PRINTRAFT_CHAOS_ROUNDS ?? few);
}

/** Time for a test of so many rounds, in ms; a round that needs more has failed. */
export function timeFor(count: number): number {
  return 60_000 + count * 20_000;
}
