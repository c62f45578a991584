import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mode } from '../../../shared/contract/health.ts';
import { JOB_STATUSES, type Change } from '../../../shared/domain/model.ts';
import { isLow } from '../../../shared/domain/stock.ts';
import { Tables } from '../../../shared/domain/tables.ts';
import { aHealth, jobIs, spoolHas } from '../testing/fake-workstation.ts';
import type { Notice } from './notice.ts';
import { NoticeRules } from './rules.ts';

/** Long enough for whatever is due. */
const LONG = 3_600_000;

function shopOf(...changes: Change[]): Tables {
  const tables = new Tables();
  tables.commit(changes);
  return tables;
}

function rulesFor(...changes: Change[]): NoticeRules {
  const rules = new NoticeRules();
  rules.reset(shopOf(...changes));
  return rules;
}

const kinds = (notices: readonly Notice[]) => notices.map(({ kind }) => kind);

/** What is told of these changes at once. */
function told(rules: NoticeRules, ...changes: Change[]): readonly Notice[] {
  rules.changes(changes, 0);
  return rules.due(LONG);
}

describe('a print', () => {
  it('that is done is told, once', () => {
    const rules = rulesFor(jobIs('J-1', 'Running'));
    expect(told(rules, jobIs('J-1', 'Done'))).toMatchObject([{ kind: 'finished', job: { id: 'J-1' } }]);
    expect(told(rules, jobIs('J-1', 'Done', { note: 'edited' }))).toEqual([]);
  });

  it('that was done, cancelled or never started is not', () => {
    const rules = rulesFor(jobIs('J-1', 'Done'), jobIs('J-2', 'Running'), jobIs('J-3', 'Queued'));
    const changes = [
      jobIs('J-1', 'Done', { note: '' }),
      jobIs('J-2', 'Cancelled'),
      jobIs('J-3', 'Cancelled'),
    ];
    expect(told(rules, ...changes)).toEqual([]);
  });

  it('is known from its start to its end within one batch', () => {
    const steps = [jobIs('J-1', 'Queued'), jobIs('J-1', 'Running'), jobIs('J-1', 'Done')];
    expect(kinds(told(rulesFor(), ...steps))).toEqual(['finished']);
  });
});

it('somebody who wants to join is told at once, and once', () => {
  const rules = rulesFor();
  const request = { id: 'r', name: 'Laser-PC', host: '10.0.0.9', digits: '123456' };
  const health = aHealth({ membership: { requests: [request], invitations: [], reasons: [] } });
  rules.health(health, 5);
  expect(rules.nextAt).toBe(5);
  expect(rules.due(5)).toEqual([{ kind: 'asks', name: 'Laser-PC' }]);
  rules.health(health, 6);
  expect([rules.nextAt, rules.due(LONG)]).toEqual([null, []]);
});

describe('a spool', () => {
  const full = spoolHas('S-1', 500_000);

  it('is told when it falls under a tenth of its full weight, once a crossing', () => {
    const rules = rulesFor(full);
    expect(told(rules, spoolHas('S-1', 100_000))).toEqual([]);
    expect(told(rules, spoolHas('S-1', 99_999))).toMatchObject([
      { kind: 'low', spool: { remainingMg: 99_999 } },
    ]);
    expect(told(rules, spoolHas('S-1', 50_000), spoolHas('S-1', 0))).toEqual([]);
    expect(told(rules, spoolHas('S-1', 200_000))).toEqual([]);
    expect(kinds(told(rules, spoolHas('S-1', 80_000)))).toEqual(['low']);
  });

  it('that was low already, came in low, or is retired is not', () => {
    const rules = rulesFor(spoolHas('S-2', 10_000), full);
    const changes = [
      spoolHas('S-2', 5_000),
      spoolHas('S-3', 10_000),
      spoolHas('S-1', 10_000, { retired: true }),
    ];
    expect(told(rules, ...changes)).toEqual([]);
  });
});

describe('records that are replaced as a whole', () => {
  it('are no news, and what changes from there on is', () => {
    const rules = rulesFor(jobIs('J-1', 'Running'), jobIs('J-2', 'Queued'), spoolHas('S-1', 500_000));
    rules.reset(shopOf(jobIs('J-1', 'Done'), jobIs('J-2', 'Running'), spoolHas('S-1', 10_000)));
    expect(rules.due(LONG)).toEqual([]);
    expect(told(rules, jobIs('J-1', 'Done'), spoolHas('S-1', 5_000))).toEqual([]);
    expect(kinds(told(rules, jobIs('J-2', 'Done')))).toEqual(['finished']);
  });
});

describe('many at once', () => {
  const done = (count: number) =>
    Array.from({ length: count }, (_, n) => [jobIs(`J-${n}`, 'Running'), jobIs(`J-${n}`, 'Done')]).flat();

  it('become one notice, and few do not', () => {
    expect(kinds(told(rulesFor(), ...done(3)))).toEqual(['finished', 'finished', 'finished']);
    const rules = rulesFor(spoolHas('S-1', 500_000));
    expect(told(rules, ...done(40), spoolHas('S-1', 1))).toEqual([{ kind: 'summary', finished: 40, low: 1 }]);
  });

  it('are told once no more come, or after a while if that does not end', () => {
    const rules = rulesFor();
    const toldAt: number[] = [];
    for (let now = 0; now < 20_000; now += 100) {
      rules.changes([jobIs('J-1', 'Running'), jobIs('J-1', 'Done')], now);
      if (rules.due(now).length > 0) toldAt.push(now);
    }
    expect(toldAt).toEqual([15_000]);
    expect(rules.nextAt).toBe(19_900 + 1_500);
  });
});

describe('the majority', () => {
  const well = aHealth();
  const readingOnly = aHealth({ mode: 'readingOnly' });

  it('that is lost, and that is back, is told once it has lasted', () => {
    const rules = rulesFor();
    rules.health(well, 0);
    rules.health(readingOnly, 1_000);
    expect(rules.due(3_999)).toEqual([]);
    expect(rules.due(4_000)).toEqual([{ kind: 'lost', health: readingOnly }]);
    rules.health(well, 5_000);
    expect(rules.due(LONG)).toEqual([{ kind: 'back', health: well }]);
  });

  it('that is gone for a moment is nobody’s concern', () => {
    const rules = rulesFor();
    rules.health(well, 0);
    for (let now = 1_000; now < 60_000; now += 2_000) {
      rules.health(readingOnly, now);
      rules.health(aHealth({ mode: 'starting' }), now + 500);
      rules.health(well, now + 1_000);
      expect(rules.due(now + 1_999)).toEqual([]);
    }
  });

  it('that was missing from the start is no news until it is there', () => {
    const rules = rulesFor();
    rules.health(aHealth({ mode: 'starting' }), 0);
    rules.health(readingOnly, 2_000);
    expect(rules.nextAt).toBeNull();
    rules.health(aHealth({ mode: 'degraded' }), 60_000);
    expect(kinds(rules.due(LONG))).toEqual(['back']);
  });

  it('names who is missing by the time that it is told', () => {
    const rules = rulesFor();
    rules.health(well, 0);
    rules.health(readingOnly, 1_000);
    const later = aHealth({ mode: 'readingOnly', waitingFor: { count: 1, names: ['Workshop'] } });
    rules.health(later, 2_000);
    expect(rules.due(4_000)).toEqual([{ kind: 'lost', health: later }]);
  });
});

describe('however the majority comes and goes', () => {
  const steps = fc.array(
    fc.record({ mode: fc.constantFrom(...Mode.options), lasts: fc.integer({ min: 100, max: 30_000 }) }),
    { maxLength: 200 },
  );
  /** With the time of each, as a timer would bring them. */
  function toldIn(run: readonly { mode: Mode; lasts: number }[]) {
    const rules = rulesFor();
    const all: { kind: string; at: number }[] = [];
    let now = 0;
    for (const { mode, lasts } of run) {
      rules.health(aHealth({ mode }), now);
      const end = now + lasts;
      for (let at = rules.nextAt; at !== null && at <= end; at = rules.nextAt) {
        all.push(...rules.due(at).map(({ kind }) => ({ kind, at })));
      }
      now = end;
    }
    return all;
  }

  it('it is told in turns: lost, back, lost', () => {
    fc.assert(
      fc.property(steps, (run) => {
        const all = toldIn(run);
        for (const [n, { kind }] of all.entries()) if (n > 0) expect(kind).not.toBe(all[n - 1]!.kind);
      }),
    );
  });

  it('nobody is told more than twelve times in any ten minutes', () => {
    fc.assert(
      fc.property(steps, (run) => {
        const times = toldIn(run).map(({ at }) => at);
        for (const from of times) {
          expect(times.filter((at) => at >= from && at < from + 600_000).length).toBeLessThanOrEqual(12);
        }
      }),
    );
  });

  it('what was told last is so in the end, once it lasts', () => {
    fc.assert(
      fc.property(steps, (run) => {
        const all = toldIn([...run, { mode: 'readingOnly', lasts: 100_000 }]);
        const first = run.map(({ mode }) => mode).find((mode) => mode !== 'starting' && mode !== 'noShop');
        // Where it was never otherwise, there is nothing to tell.
        const wasOtherwise = (first !== undefined && first !== 'readingOnly') || all.length > 0;
        expect(all.at(-1)?.kind).toBe(wasOtherwise ? 'lost' : undefined);
      }),
    );
  });
});

describe('whatever happens to the records', () => {
  const change = fc.oneof(
    fc
      .tuple(fc.nat({ max: 3 }), fc.option(fc.constantFrom(...JOB_STATUSES)))
      .map(([n, to]) => jobIs(`J-${n}`, to)),
    fc
      .tuple(fc.nat({ max: 3 }), fc.integer({ min: 0, max: 300_000 }), fc.boolean())
      .map(([n, mg, retired]) => spoolHas(`S-${n}`, mg, { retired })),
  );
  const batches = fc.array(fc.tuple(fc.array(change, { maxLength: 5 }), fc.nat({ max: 3_000 })), {
    maxLength: 30,
  });

  it('as much is told as happened, one by one or in sum, and never twice', () => {
    fc.assert(
      fc.property(batches, (run) => {
        const rules = rulesFor();
        const tables = new Tables();
        let happened = 0;
        let toldOf = 0;
        let now = 0;
        for (const [changes, wait] of run) {
          for (const each of changes) {
            const { table, id, entity } = each;
            if (table === 'jobs' && tables.jobs.get(id)?.status === 'Running' && entity?.status === 'Done')
              happened++;
            const before = tables.spools.get(id);
            const wasAmple = before !== undefined && !before.retired && !isLow(before);
            if (table === 'spools' && entity && wasAmple && !entity.retired && isLow(entity)) happened++;
            tables.commit([each]);
          }
          rules.changes(changes, now);
          now += wait;
          toldOf += count(rules.due(now));
        }
        toldOf += count(rules.due(LONG));
        expect(toldOf).toBe(happened);
        expect(rules.nextAt).toBeNull();
      }),
    );
  });

  function count(notices: readonly Notice[]): number {
    return notices.reduce(
      (sum, notice) => sum + (notice.kind === 'summary' ? notice.finished + notice.low : 1),
      0,
    );
  }
});
