/** Whatever a disk answers or flips: nothing that was acknowledged is lost or made up, and it is said in words. */
import { crashEverywhere, inNew, recordLife, type Recorded } from './testing/crash/everywhere.ts';
import { describe, expect, it } from 'vitest';
import { Random } from '../raft/testing/random.ts';
import { afterCrash, ALL, type Files } from './testing/crash/disk.ts';
import { knownAt, possible, shown } from './testing/crash/known.ts';
import { OPTIONS } from './testing/crash/life.ts';
import { layFiles, Recording } from './testing/crash/recording.ts';
import { crashStates } from './testing/crash/states.ts';
import { FullError, StorageError, VoteLostError } from './errors.ts';
import { openStorage } from './open.ts';
import type { Opened, Storage } from './types.ts';

const SEED = 3;
const STEPS = 14;
/** Bytes between flips. */
const EVERY = 7;

/** `written`: every entry that was ever appended, as JSON; damage may bring back one that was replaced. */
type Truth = Readonly<{ opened: Omit<Opened, 'findings'>; written: ReadonlySet<string> }>;

type Failing = Readonly<{ code: string; half: boolean }>;
type Failed = Recorded & Readonly<{ attempt: string }>;

/** A life in which the n-th change of a file fails, once. */
async function failingLife(nth: number, { code, half }: Failing): Promise<Failed> {
  let left = nth;
  let failed = '';
  const recorded = await recordLife(SEED, STEPS, (attempt) => {
    if (half && attempt !== 'write') return null;
    left -= 1;
    if (left !== 0) return null;
    failed = attempt;
    return { error: Object.assign(new Error(`${code}: as the test wants it`), { code }), half };
  });
  return { ...recorded, attempt: failed };
}

describe('where a change of a file fails', () => {
  it.each<Failing>([
    { code: 'EIO', half: false },
    { code: 'ENOSPC', half: false },
    { code: 'ENOSPC', half: true },
  ])(
    'with $code (half of it done: $half), each in turn, the store says so, takes no more, and opens to what it had',
    { timeout: 240_000 },
    async (failing) => {
      let [failed, states] = [0, 0];
      for (let nth = 1; ; nth++) {
        const life = await failingLife(nth, failing);
        if (life.attempt === '') break;
        failed += 1;
        if (!(life.failure instanceof Error)) throw new Error(`${life.attempt} failed, and nobody said so`);
        const said = `${life.failure.name}: ${life.failure.message}`;
        // NeDB keeps to itself what a sync failed with.
        const isFull = failing.code === 'ENOSPC' && !life.attempt.startsWith('sync');
        expect(life.failure, `${life.attempt}: ${said}`).toBeInstanceOf(isFull ? FullError : StorageError);
        expect(said).toMatch(/^\w+: The .*\.$/s);
        expect(said).not.toContain('undefined');
        // The disk is in order again; power may have failed meanwhile.
        states += (await crashEverywhere(life, nth, life.trace.ops.length)).states;
      }
      console.info(
        `${failing.code}${failing.half ? ', half done' : ''}: ${failed} calls, ${states} states after`,
      );
      expect(failed).toBeGreaterThan(10);
    },
  );
});

describe('a flipped bit', () => {
  it('anywhere is found: nothing made up is shown, what is missing is said, term and vote are right or refused', async () => {
    const { whole, truth } = await fullDirectory();
    const random = new Random(SEED);
    const outcomes = { damaged: 0, voteLost: 0, unharmed: 0 };
    for (const [path, data] of counting(whole))
      for (let at = random.int(EVERY); at < data.length; at += EVERY) {
        const flipped = Buffer.from(data);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << random.int(8));
        const files = new Map(whole.files).set(path, flipped);
        outcomes[await afterFlip({ ...whole, files }, truth, `${path} at ${at}`)] += 1;
      }
    console.info(`flipped bits: ${JSON.stringify(outcomes)}`);
    expect(outcomes.damaged).toBeGreaterThan(100);
    expect(outcomes.voteLost).toBeGreaterThan(0);
    expect(outcomes.unharmed).toBe(0);
  });

  it('is mended in an order that a crash may break anywhere', async () => {
    const { whole, truth } = await fullDirectory();
    const random = new Random(SEED);
    let states = 0;
    for (const [path, data] of counting(whole)) {
      const flipped = Buffer.from(data);
      // Not in the last line, which holds the newest term and vote.
      const at = flipped.indexOf(0x0a) - 5;
      if (at < 0 || flipped.indexOf(0x0a, at + 6) < 0) continue;
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      const repair = await inNew((directory) => {
        layFiles(directory, { ...whole, files: new Map(whole.files).set(path, flipped) });
        return Recording.of(directory, async (recording) => {
          await (await openStorage(directory, OPTIONS)).close();
          return { base: recording.base, ops: recording.ops };
        });
      });
      for (let length = 0; length <= repair.ops.length; length++)
        for (const state of crashStates(repair, length, random, 2)) {
          states += 1;
          expect(
            await afterFlip(state, truth, `${path} at ${at}, ${length} operations into its repair`),
          ).toBe('damaged');
        }
    }
    console.info(`crashed in the middle of a repair: ${states} states`);
    expect(states).toBeGreaterThan(100);
  });
});

/** What a life ends with that holds a snapshot and entries behind it, and what opening it has to show. */
async function fullDirectory(): Promise<Readonly<{ whole: Files; truth: Truth }>> {
  for (let seed = 1; ; seed++) {
    const { trace, marks } = await recordLife(seed, STEPS);
    const [opened] = possible(knownAt(marks, trace.ops.length)).map(shown);
    if (opened === undefined || opened.damaged || opened.snapshot === null || opened.entries.length < 8)
      continue;
    const appended = marks.flatMap(({ work }) => (work.kind === 'append' ? work.append.entries : []));
    const written = new Set(appended.map((entry) => JSON.stringify(entry)));
    return { whole: afterCrash(trace, trace.ops.length, ALL), truth: { opened, written } };
  }
}

/** The files that hold what was acknowledged. */
const counting = ({ files }: Files) => [...files].filter(([path]) => /^(log|snapshots)\//.test(path));

/** Opens it, twice. @returns what came of it; fails where anything is shown that is not true */
async function afterFlip(
  files: Files,
  truth: Truth,
  what: string,
): Promise<'damaged' | 'voteLost' | 'unharmed'> {
  return inNew(async (directory) => {
    layFiles(directory, files);
    for (const time of ['first', 'second']) {
      const storage = await openStorage(directory, OPTIONS).catch((cause: unknown) => cause);
      if (storage instanceof VoteLostError) return 'voteLost';
      if (storage instanceof Error || !isStorage(storage)) throw new Error(`${what}: ${String(storage)}`);
      const { opened } = storage;
      await storage.close();
      const { term, vote } = opened.hardState;
      expect([term, vote], `${what}, ${time} opening`).toEqual([
        truth.opened.hardState.term,
        truth.opened.hardState.vote,
      ]);
      for (const entry of opened.entries) expect(truth.written, what).toContain(JSON.stringify(entry));
      if (!opened.damaged) {
        expect(opened, what).toMatchObject(truth.opened);
        return 'unharmed';
      }
      expect(opened.findings.length, what).toBeGreaterThan(0);
    }
    return 'damaged';
  });
}

const isStorage = (value: unknown): value is Storage =>
  typeof value === 'object' && value !== null && 'opened' in value;
