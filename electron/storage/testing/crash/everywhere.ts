/** Records lives of data directories, and crashes them at every moment. */
import './file-layer.ts';
import { layFiles, readFiles, Recording } from './recording.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../raft/testing/random.ts';
import { check, Lost } from './check.ts';
import { afterCrash, ALL, type Files, type Op, type Sync, type Trace } from './disk.ts';
import { type Known, knownAt, type Mark } from './known.ts';
import { Life } from './life.ts';
import { crashStates, fingerprint } from './states.ts';

export type Recorded = Readonly<{
  trace: Trace;
  marks: readonly Mark[];
  /** What the life ended with before its time. */
  failure: unknown;
}>;

export type Attempted = Readonly<{
  /** States that were opened. */
  states: number;
  /** Of them, those that a second crash left, in the middle of opening the first. */
  again: number;
}>;

/** Drawn states for each moment, beside the plain ones. */
const MIXED = 2;
/** Every so many states, what opening them does is crashed as well. */
const AGAIN_EVERY = 25;

export async function inNew<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'printraft-crash-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** @param fails as in `Recording` */
export function recordLife(seed: number, steps: number, fails?: Recording['fails']): Promise<Recorded> {
  return inNew((directory) =>
    Recording.of(directory, async (recording) => {
      if (fails !== undefined) recording.fails = fails;
      const life = new Life(directory, seed, () => recording.ops.length);
      const failure = await life.live(steps).then(
        () => null,
        (cause: unknown) => cause,
      );
      const trace = { base: recording.base, ops: recording.ops };
      // The record says what the disk holds; else nothing that is concluded from it would mean anything.
      if (fingerprint(afterCrash(trace, trace.ops.length, ALL)) !== fingerprint(readFiles(directory)))
        throw new Error('the record differs from the disk');
      return { trace, marks: life.marks, failure };
    }),
  );
}

/**
 * Lays out what a crash after each operation may leave, and opens it.
 * @param from the first moment
 * @param deaf syncs that the disk takes for done and does not do
 * @throws Lost
 */
export async function crashEverywhere(
  { trace, marks }: Recorded,
  seed: number,
  from = 0,
  deaf?: (sync: Sync) => boolean,
): Promise<Attempted> {
  const random = new Random(seed);
  let [states, again] = [0, 0];
  for (let length = from; length <= trace.ops.length; length++) {
    const known = knownAt(marks, length);
    for (const state of crashStates(trace, length, random, MIXED, deaf)) {
      states += 1;
      try {
        if (states % AGAIN_EVERY !== 0) await open(state, known);
        else again += await openAndCrash(state, known, random);
      } catch (cause) {
        const last = trace.ops.slice(Math.max(0, length - 8), length).map(told);
        throw new Lost(`seed ${seed}, after ${length} operations, the last: ${last.join(', ')}`, { cause });
      }
    }
  }
  return { states: states + again, again };
}

export function open(state: Files, known: Known): Promise<void> {
  return inNew((directory) => {
    layFiles(directory, state);
    return check(directory, known);
  });
}

/** Opens it, and whatever a crash at each moment of that leaves. @returns how many states that was */
async function openAndCrash(state: Files, known: Known, random: Random): Promise<number> {
  const trace = await inNew((directory) => {
    layFiles(directory, state);
    return Recording.of(directory, async (recording) => {
      await check(directory, known, 'as it is');
      return { base: recording.base, ops: recording.ops };
    });
  });
  let states = 0;
  for (let length = 0; length <= trace.ops.length; length++)
    for (const one of crashStates(trace, length, random, MIXED)) {
      states += 1;
      await open(one, known);
    }
  return states;
}

function told(op: Op): string {
  const { kind } = op;
  const where = 'path' in op ? op.path : 'from' in op ? `${op.from} to ${op.to}` : `file ${op.file}`;
  return `${kind} ${where}`;
}
