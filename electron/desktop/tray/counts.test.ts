import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JOB_STATUSES } from '../../../shared/domain/model.ts';
import { Tables } from '../../../shared/domain/tables.ts';
import { FakeWorkstation, jobIs, spoolHas } from '../testing/fake-workstation.ts';
import { followCounts } from './counts.ts';

const status = fc.option(fc.constantFrom(...JOB_STATUSES));
const change = fc.tuple(fc.nat({ max: 5 }), status).map(([n, to]) => jobIs(`J-${n}`, to));
const batch = fc.array(change, { maxLength: 4 });
/** The records are replaced by the outcome of these, as by a snapshot. */
const step = fc.oneof(
  { weight: 4, arbitrary: batch.map((changes) => ({ kind: 'batch' as const, changes })) },
  { weight: 1, arbitrary: batch.map((changes) => ({ kind: 'reset' as const, changes })) },
);

function recounted({ jobs }: Tables) {
  const are = (wanted: string) => [...jobs.values()].filter((job) => job.status === wanted).length;
  return { printing: are('Running'), waiting: are('Queued') };
}

describe('the counts of jobs', () => {
  it('are those of a recount after whatever changes, and are told exactly when they are others', () => {
    fc.assert(
      fc.property(batch, fc.array(step, { maxLength: 12 }), (before, steps) => {
        const workstation = new FakeWorkstation();
        workstation.commit(...before);
        let told = 0;
        const counts = followCounts(workstation, () => told++);
        let last = recounted(workstation.shop);
        expect(counts.now()).toEqual(last);
        for (const { kind, changes } of steps) {
          const toldBefore = told;
          if (kind === 'batch') workstation.commit(...changes);
          else {
            const tables = new Tables();
            tables.commit(changes);
            workstation.replace(tables);
          }
          const now = recounted(workstation.shop);
          expect(counts.now()).toEqual(now);
          expect(told - toldBefore).toBe(JSON.stringify(now) === JSON.stringify(last) ? 0 : 1);
          last = now;
        }
        counts.stop();
        expect(workstation.watched).toBe(0);
      }),
    );
  });

  it('never look at all jobs for one change', () => {
    const workstation = new FakeWorkstation();
    const counts = followCounts(workstation, () => undefined);
    workstation.shop.jobs[Symbol.iterator] = () => {
      throw new Error('all jobs were looked at');
    };
    workstation.commit(jobIs('J-1', 'Queued'), jobIs('J-2', 'Running'), spoolHas('S-1', 5));
    expect(counts.now()).toEqual({ printing: 1, waiting: 1 });
  });
});
