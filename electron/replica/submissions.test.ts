import { describe, expect, it } from 'vitest';
import { NotApplied, OutcomeUnknown } from './errors.ts';
import { WINDOW } from './sessions.ts';
import { Submissions } from './submissions.ts';
import { addPrinter } from './testing/workplace.ts';

const command = addPrinter('MK4');
const why = () => 'no majority';
const answer = { ok: true, id: 'PR-0001' } as const;
const attempts = (submissions: Submissions, now: number) =>
  submissions.due(now).map(({ seq, attempt, low }) => [seq, attempt, low]);

describe('the writes under way', () => {
  it('are sent once, again after a second, and at once to another leader', () => {
    const submissions = new Submissions();
    void submissions.add(command, {}, 0);
    expect(attempts(submissions, 0)).toEqual([[1, 1, 1]]);
    expect(attempts(submissions, 999)).toEqual([]);
    expect(attempts(submissions, 1_000)).toEqual([[1, 2, 1]]);
    submissions.sendAgain();
    expect(attempts(submissions, 1_001)).toEqual([[1, 3, 1]]);
  });

  it('say with each sending which is the lowest without an answer', async () => {
    const submissions = new Submissions();
    const first = submissions.add(command, {}, 0);
    void submissions.add(command, {}, 0);
    expect(attempts(submissions, 0)).toEqual([
      [1, 1, 1],
      [2, 1, 1],
    ]);
    submissions.applied(1, { kind: 'answered', answer });
    expect(await first).toBe(answer);
    submissions.sendAgain();
    expect(attempts(submissions, 0)).toEqual([[2, 2, 2]]);
  });

  it('are certainly not applied after 2 s if no sending is open: refused, or never sent', async () => {
    const submissions = new Submissions();
    const write = submissions.add(command, {}, 0);
    submissions.due(0);
    submissions.refused(1, 1);
    submissions.expire(1_999, why);
    expect(submissions.size).toBe(1);
    submissions.expire(2_000, why);
    await expect(write).rejects.toThrow(NotApplied);
  });

  it('have an unknown outcome after 5 s if one sending is open, however often another was refused', async () => {
    const submissions = new Submissions();
    const write = submissions.add(command, {}, 0);
    submissions.due(0);
    submissions.sendAgain();
    submissions.due(1);
    // A doubled word about the second says nothing about the first.
    for (const attempt of [2, 2, 2, 7]) submissions.refused(1, attempt);
    submissions.expire(4_999, why);
    expect(submissions.size).toBe(1);
    submissions.expire(5_000, why);
    await expect(write).rejects.toThrow(OutcomeUnknown);
  });

  it('are a window at most, counted from the lowest without an answer', async () => {
    const submissions = new Submissions();
    for (let n = 0; n < WINDOW; n++) void submissions.add(command, {}, 0);
    for (let seq = 2; seq <= WINDOW; seq++) submissions.applied(seq, { kind: 'answered', answer });
    await expect(submissions.add(command, {}, 0)).rejects.toThrow(NotApplied);
    submissions.applied(1, { kind: 'answered', answer });
    void submissions.add(command, {}, 0);
    expect(submissions.size).toBe(1);
  });

  it('of a session that ended are unknown where they may have been appended, and go on where not', async () => {
    const submissions = new Submissions();
    const sent = submissions.add(command, {}, 0);
    submissions.due(0);
    const refused = submissions.add(command, {}, 0);
    submissions.due(0);
    submissions.refused(2, 1);
    submissions.sessionEnded();
    await expect(sent).rejects.toThrow(OutcomeUnknown);
    expect(attempts(submissions, 0)).toEqual([[2, 2, 2]]);
    submissions.applied(2, { kind: 'answered', answer });
    expect(await refused).toBe(answer);
  });
});
