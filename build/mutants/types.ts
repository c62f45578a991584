/** What is planted, what is asked of a hunter, and what it tells. */
import type { LevelName } from '../sim/levels.ts';

export type Mutant = Readonly<{
  name: string;
  /** What the rule is, and where it stands. */
  rule: string;
  /** Which simulator has to find it. */
  level: LevelName;
  /** Below electron/. */
  file: string;
  /** Stands there exactly once. */
  find: string;
  replace: string;
}>;

/** Seeds `from` and on, each run for so many steps. */
export type Hunt = Readonly<{ level: LevelName; from: number; seeds: number; steps: number }>;

export type Heard =
  | Readonly<{ kind: 'trying'; seed: number }>
  | Readonly<{ kind: 'caught'; seed: number; by: string }>
  | Readonly<{ kind: 'escaped' }>;
