import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Digest } from './digest.ts';
import { EXPIRY_AGE, MAX_SESSIONS, type Outcome, Sessions, WINDOW } from './sessions.ts';

const done = (id: string): Outcome => ({ kind: 'answered', answer: { ok: true, id } });
const quiet = { add: () => undefined, remove: () => undefined };

describe('a session in the state machine', () => {
  it('applies a retried command once and gives the first answer again (edge case 34)', () => {
    const sessions = new Sessions(quiet);
    sessions.open('a:1', 'a', 0);
    let applied = 0;
    const run = () => sessions.once('a:1', 1, 1, 0, () => done(`run ${++applied}`));
    expect([run(), run(), run()]).toEqual([done('run 1'), done('run 1'), done('run 1')]);
  });

  it('takes command 7 before command 5, and both once (edge case 34)', () => {
    const sessions = new Sessions(quiet);
    sessions.open('a:1', 'a', 0);
    expect(sessions.once('a:1', 7, 5, 0, () => done('seven'))).toEqual(done('seven'));
    expect(sessions.once('a:1', 5, 5, 0, () => done('five'))).toEqual(done('five'));
    expect(sessions.once('a:1', 7, 5, 0, () => done('again'))).toEqual(done('seven'));
  });

  it('does not apply what lies below the window or in an unknown session', () => {
    const sessions = new Sessions(quiet);
    sessions.open('a:1', 'a', 0);
    sessions.once('a:1', 9, 9, 0, () => done('nine'));
    const never = () => {
      throw new Error('applied');
    };
    expect(sessions.once('a:1', 8, 1, 0, never)).toEqual({ kind: 'unknown' });
    expect(sessions.once('b:1', 1, 1, 0, never)).toEqual({ kind: 'unknown' });
  });

  it('keeps at most a window of answers', () => {
    const sessions = new Sessions(quiet);
    sessions.open('a:1', 'a', 0);
    for (let seq = 1; seq <= WINDOW + 10; seq++) sessions.once('a:1', seq, 1, 0, () => done('x'));
    expect(sessions.records()[0]?.answers).toHaveLength(WINDOW);
    expect(sessions.once('a:1', 10, 1, 0, () => done('late'))).toEqual({ kind: 'unknown' });
  });

  it('ends the sessions of a node that started anew, and those unused for a day (edge case 34)', () => {
    const sessions = new Sessions(quiet);
    sessions.open('a:1', 'a', 0);
    sessions.open('b:1', 'b', 0);
    sessions.open('a:2', 'a', 1);
    expect([sessions.has('a:1'), sessions.has('b:1'), sessions.has('a:2')]).toEqual([false, true, true]);
    sessions.open('c:1', 'c', EXPIRY_AGE + 1);
    expect([sessions.has('b:1'), sessions.has('a:2')]).toEqual([false, true]);
  });

  it('keeps a bounded number of sessions', () => {
    const sessions = new Sessions(quiet);
    for (let n = 0; n < MAX_SESSIONS + 5; n++) sessions.open(`${n}:1`, `${n}`, n);
    expect(sessions.records()).toHaveLength(MAX_SESSIONS);
    expect(sessions.has('4:1')).toBe(false);
    expect(sessions.has('5:1')).toBe(true);
  });

  it('keeps the digest of exactly what its records say, whatever happens', () => {
    const step = fc.record({
      open: fc.boolean(),
      node: fc.constantFrom('a', 'b'),
      boot: fc.integer({ min: 1, max: 3 }),
      seq: fc.integer({ min: 1, max: 12 }),
      low: fc.integer({ min: 1, max: 12 }),
      age: fc.integer({ min: 0, max: 2 * EXPIRY_AGE }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const items = new Map<string, number>();
        const count = (by: number) => (item: string) => void items.set(item, (items.get(item) ?? 0) + by);
        const digest = new Digest();
        const sessions = new Sessions({
          add: (item) => {
            digest.add(item);
            count(1)(item);
          },
          remove: (item) => {
            digest.remove(item);
            count(-1)(item);
          },
        });
        let age = 0;
        for (const { open, node, boot, seq, low, age: next } of steps) {
          age = Math.max(age, next);
          if (open) sessions.open(`${node}:${boot}`, node, age);
          else sessions.once(`${node}:${boot}`, seq, low, age, () => done(`${seq}`));
        }
        const present = new Digest();
        for (const [item, times] of items) {
          expect(times === 0 || times === 1).toBe(true);
          if (times === 1) present.add(item);
        }
        expect(digest.toString()).toBe(present.toString());
        const held = sessions.records();
        const expected = held.length + held.reduce((sum, session) => sum + session.answers.length, 0);
        expect([...items.values()].filter((times) => times === 1)).toHaveLength(expected);
      }),
    );
  });
});
