/** In a worker, with the core as it was bundled for it: runs seeds until one fails, and tells which and why. */
import { parentPort, workerData } from 'node:worker_threads';
import { runSeed } from '../../electron/raft/testing/swarm.ts';
import type { Heard, Hunt } from './types.ts';

const { from, seeds, steps } = workerData as Hunt;

function hunt(): Heard {
  for (let seed = from; seed < from + seeds; seed += 1) {
    parentPort?.postMessage({ kind: 'trying', seed } satisfies Heard);
    try {
      runSeed(seed, { steps });
    } catch (cause) {
      return { kind: 'caught', seed, by: cause instanceof Error ? cause.message : String(cause) };
    }
  }
  return { kind: 'escaped' };
}

parentPort?.postMessage(hunt());
