/** Real processes, killed with -9 while they write; then, too, with everything unsynced taken away. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Index, Term } from '../raft/types.ts';
import { cutUnsynced } from '../testing/cut-unsynced.ts';
import { openStorage } from './open.ts';
import { emptyDirectory, recordsOf } from './storage.fixture.ts';
import type { Report } from './testing/append-loop.ts';
import { dataOf, seeded } from './testing/append-loop.ts';

const LOOP = fileURLToPath(new URL('./testing/append-loop.ts', import.meta.url));
const RECORDER = new URL('../testing/unsynced.mjs', import.meta.url).href;

type Append = Extract<Report, { kind: 'append' }>;

/** What was acknowledged: the term of each entry, and the newest hard state. */
class Acknowledged {
  terms: Term[] = [];
  hard: { term: Term; vote: string | null } = { term: 0, vote: null };
  snapshot: Index = 0;
  /** Begun and neither acknowledged nor denied. */
  open: Append | null = null;

  take(report: Report): void {
    if (report.kind === 'snapshot') this.snapshot = report.index;
    else if (report.done) {
      this.terms = this.with(report, report.n);
      this.hard = { term: report.term, vote: report.vote };
      this.open = null;
    } else this.open = report;
  }

  with(append: Append, n: number): Term[] {
    return [...this.terms.slice(0, append.firstIndex - 1), ...Array.from({ length: n }, () => append.term)];
  }
}

/** Runs the loop until `count` writes are acknowledged, kills it, and returns all that it said. */
async function killAfter(directory: string, count: number, journal: string | null): Promise<Report[]> {
  const recorder = journal === null ? [] : ['--import', RECORDER];
  const child = spawn(process.execPath, [...recorder, '--import', 'tsx', LOOP, directory, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(journal === null ? {} : { PRINTRAFT_SYNC_JOURNAL: journal }) },
  });
  const reports: Report[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const report = JSON.parse(line) as Report;
    reports.push(report);
    if (reports.filter((said) => said.kind === 'append' && said.done).length >= count) child.kill('SIGKILL');
  }
  return reports;
}

/** Opens what is left, compares it, and takes it as what is known from now on. */
async function verify(directory: string, acknowledged: Acknowledged): Promise<void> {
  const storage = await openStorage(directory, { segmentBytes: 16 * 1024 });
  const { snapshot, entries, hardState, damaged, findings } = storage.opened;
  expect({ damaged, findings }).toEqual({ damaged: false, findings: [] });
  const covered = snapshot?.index ?? 0;
  expect(covered).toBeGreaterThanOrEqual(acknowledged.snapshot);
  if (snapshot !== null) {
    expect(acknowledged.terms[covered - 1]).toBe(snapshot.term);
    expect(await recordsOf(storage)).toEqual([`state at ${covered}`]);
  }
  await storage.close();
  for (const { index, term, payload } of entries) {
    expect(payload).toEqual({ kind: 'command', data: dataOf(index, term) });
  }
  const { open } = acknowledged;
  const found = [...acknowledged.terms.slice(0, covered), ...entries.map(({ term }) => term)];
  const isAcknowledged = JSON.stringify(found) === JSON.stringify(acknowledged.terms);
  // The write that was under way may be there in whole, in part, or not at all; nothing else may differ.
  if (!isAcknowledged) {
    expect(open).not.toBeNull();
    const count = found.length - (open!.firstIndex - 1);
    expect(count).toBeLessThanOrEqual(open!.n);
    expect(found).toEqual(acknowledged.with(open!, count));
  }
  const { term, vote } = hardState;
  expect([
    acknowledged.hard,
    ...(open === null ? [] : [{ term: open.term, vote: open.vote }]),
  ]).toContainEqual({
    term,
    vote,
  });
  acknowledged.terms = found;
  acknowledged.hard = { term, vote };
  acknowledged.snapshot = covered;
  acknowledged.open = null;
}

it('a killed process loses nothing that it acknowledged', { timeout: 60_000 }, async () => {
  const directory = await emptyDirectory();
  const acknowledged = new Acknowledged();
  for (const count of [1, 17, 40, 90, 150]) {
    for (const report of await killAfter(directory, count, null)) acknowledged.take(report);
    await verify(directory, acknowledged);
  }
  expect(acknowledged.terms.length).toBeGreaterThan(500);
});

it('nor does a machine that loses its power', { timeout: 60_000 }, async () => {
  const base = await emptyDirectory();
  const [directory, journal] = [join(base, 'data'), join(base, 'journal')];
  const acknowledged = new Acknowledged();
  const random = seeded(4711);
  let [shortened, undone] = [0, 0];
  for (const count of [1, 17, 40, 90, 150]) {
    for (const report of await killAfter(directory, count, journal)) acknowledged.take(report);
    const cut = cutUnsynced(journal, directory, random);
    shortened += cut.shortened;
    undone += cut.undone;
    await verify(directory, acknowledged);
  }
  expect(acknowledged.terms.length).toBeGreaterThan(500);
  // The knife was sharp: it found something to take away.
  expect(shortened + undone).toBeGreaterThan(0);
});
