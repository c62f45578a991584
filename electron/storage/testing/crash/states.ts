/** The states that a crash at one moment of a record is tried to leave. */
import { createHash } from 'node:crypto';
import type { Random } from '../../../raft/testing/random.ts';
import { afterCrash, ALL, type Choice, type Fate, type Files, NONE, type Sync, type Trace } from './disk.ts';

const everything = (name: boolean, bytes: Fate): Choice => ({ name: () => name, bytes: () => bytes });

/** Of what is not synced: nothing, all, names without bytes and the other way round, all of it torn or zeroed. */
const PLAIN: readonly Choice[] = [
  NONE,
  ALL,
  everything(true, 'lost'),
  everything(false, 'kept'),
  everything(true, 'torn'),
  everything(true, 'zeroed'),
];

/** Each different state once. @param mixed how many more, drawn change by change */
export function crashStates(
  trace: Trace,
  length: number,
  random: Random,
  mixed: number,
  deaf?: (sync: Sync) => boolean,
): readonly Files[] {
  const draws = Array.from({ length: mixed }, (): Choice => ({
    name: () => random.chance(0.5),
    bytes: () => random.pick(['kept', 'kept', 'lost', 'torn', 'zeroed']),
  }));
  const states = new Map<string, Files>();
  for (const choice of [...PLAIN, ...draws]) {
    const state = afterCrash(trace, length, choice, deaf);
    states.set(fingerprint(state), state);
  }
  return [...states.values()];
}

export function fingerprint({ directories, files }: Files): string {
  const hash = createHash('sha1').update([...directories].sort().join('\n'));
  for (const path of [...files.keys()].sort()) {
    const data = files.get(path) ?? Buffer.alloc(0);
    hash.update(`\n${path} ${data.length}\n`).update(data);
  }
  return hash.digest('hex');
}
