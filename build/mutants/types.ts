/** What is asked of a hunter, and what it tells. */

/** Seeds `from` and on, each run for so many steps. */
export type Hunt = Readonly<{ from: number; seeds: number; steps: number }>;

export type Heard =
  | Readonly<{ kind: 'trying'; seed: number }>
  | Readonly<{ kind: 'caught'; seed: number; by: string }>
  | Readonly<{ kind: 'escaped' }>;
