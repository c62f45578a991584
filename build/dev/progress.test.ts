import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, next, NOTHING_BUILT, PARTS } from './progress.ts';
import type { BuildEvent, Part, Progress } from './progress.ts';

const after = (progress: Progress, ...events: readonly (readonly [Part, BuildEvent])[]) =>
  events.reduce((sum, [part, event]) => advance(sum, part, event), progress);

const ALL_BUILT = PARTS.map((part) => [part, 'built'] as const);
const running = next(after(NOTHING_BUILT, ...ALL_BUILT)).after;

describe('what follows from the builds', () => {
  it('the app is started once all its parts are there, in whatever order, and not before', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...ALL_BUILT], { minLength: PARTS.length }), (events) => {
        const last = events.length - 1;
        for (const [n] of events.entries()) {
          const { act } = next(after(NOTHING_BUILT, ...events.slice(0, n + 1)));
          expect(act).toBe(n === last ? 'start' : 'wait');
        }
      }),
    );
  });

  it('nothing new leads to nothing', () => {
    expect(next(running)).toEqual({ act: 'wait', after: running });
  });

  it('another page is loaded, anything else restarts the app', () => {
    for (const part of PARTS) {
      const expected = part === 'renderer' ? 'reload' : 'restart';
      expect(next(after(running, [part, 'begun'], [part, 'built'])).act).toBe(expected);
    }
    expect(next(after(running, ['renderer', 'built'], ['main', 'built'])).act).toBe('restart');
  });

  it('while a build runs or is in error the app is left alone, and gets what it missed with the next good one', () => {
    const shared = after(running, ['renderer', 'begun'], ['main', 'begun'], ['main', 'built']);
    expect(next(shared).act).toBe('wait');
    const broken = after(shared, ['renderer', 'failed']);
    expect(next(broken).act).toBe('wait');
    expect(next(after(broken, ['renderer', 'begun'], ['renderer', 'built'])).act).toBe('restart');
  });

  it('no order of events makes the app run parts that do not fit, or miss one that is new', () => {
    const event = fc.tuple(
      fc.constantFrom(...PARTS),
      fc.constantFrom<BuildEvent>('begun', 'built', 'failed'),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let progress = NOTHING_BUILT;
        const missed = new Set<Part>();
        const last = new Map<Part, BuildEvent>();
        for (const [part, what] of events) {
          last.set(part, what);
          if (what === 'built') missed.add(part);
          const step = next(advance(progress, part, what));
          progress = step.after;
          if (step.act === 'wait') continue;
          expect(PARTS.every((each) => last.get(each) === 'built')).toBe(true);
          missed.clear();
        }
        const isWhole = PARTS.every((each) => last.get(each) === 'built');
        if (isWhole) expect([...missed]).toEqual([]);
      }),
    );
  });
});
