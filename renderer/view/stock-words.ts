import type { Stock } from './filaments.ts';
import { roughly } from './format.ts';

/** `40 spools, 21.40 kg left, 6 low or short`. */
export function stockWords({ spools, remainingMg, little }: Stock): string {
  if (spools === 0) return 'No spools';
  const count = spools === 1 ? '1 spool' : `${spools} spools`;
  const marks = little > 0 ? `, ${little} low or short` : '';
  return `${count}, ${roughly(remainingMg)} left${marks}`;
}
