/** In a worker, with what was bundled for it: runs seeds until one fails, and tells which and why. */
import { parentPort, workerData } from 'node:worker_threads';
import { LEVELS } from '../sim/levels.ts';
import type { Heard, Hunt } from './types.ts';

const { level, from, seeds, steps } = workerData as Hunt;

async function hunt(): Promise<Heard> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    parentPort?.postMessage({ kind: 'trying', seed } satisfies Heard);
    try {
      await LEVELS[level].run(seed, { steps });
    } catch (cause) {
      return { kind: 'caught', seed, by: cause instanceof Error ? cause.message : String(cause) };
    }
  }
  return { kind: 'escaped' };
}

parentPort?.postMessage(await hunt());
