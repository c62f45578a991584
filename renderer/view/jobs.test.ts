import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inQueueOrder } from '../../shared/domain/queue.ts';
import { type Job, JOB_STATUSES } from '../../shared/domain/model.ts';
import { aJob, table } from '../testing/records.ts';
import { findJobs, isOpen, JOB_FILTERS, jobCounts, jobSections, passing } from './jobs.ts';

const someJobs = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 200 }).map((number) => `J-${number}`),
      status: fc.constantFrom(...JOB_STATUSES),
      createdAt: fc.integer({ min: 0, max: 20 }),
      priority: fc.integer({ min: -1, max: 1 }),
      file: fc.constantFrom('Bracket.gcode', 'vase.gcode'),
    }),
    { selector: ({ id }) => id, maxLength: 60 },
  )
  .map((jobs) => table(...jobs.map((job) => aJob(job))));

describe('the list of jobs', () => {
  it('has the newest first, and of one moment the one numbered last', () => {
    const jobs = table(
      aJob({ id: 'J-9', createdAt: 5 }),
      aJob({ id: 'J-10', createdAt: 5 }),
      aJob({ id: 'J-1', createdAt: 9 }),
    );
    expect(findJobs(jobs, 'All', '').map(({ id }) => id)).toEqual(['J-1', 'J-10', 'J-9']);
  });

  it('is searched by everything that a job is known by, whatever the case', () => {
    const job = aJob({
      id: 'J-7',
      file: 'Bracket.gcode',
      printer: 'MK4S-1',
      spool: 'S-0003',
      note: 'for Ada',
      customer: 'Lovelace Ltd',
      material: 'PETG',
    });
    const jobs = table(job, aJob({ id: 'other', file: 'x', printer: 'x', spool: 'x' }));
    for (const search of ['j-7', 'bracket', ' MK4S ', 's-0003', 'ADA', 'lovelace', 'petg']) {
      expect(findJobs(jobs, 'All', search)).toEqual([job]);
    }
    expect(findJobs(jobs, 'Done', 'bracket')).toEqual([]);
    expect(findJobs(jobs, 'All', 'nothing like it')).toEqual([]);
  });

  it('counts for each filter exactly the jobs that it lets through', () => {
    fc.assert(
      fc.property(someJobs, (jobs) => {
        for (const filter of JOB_FILTERS) {
          expect(findJobs(jobs, filter, '')).toHaveLength(jobCounts(jobs)[filter]);
        }
      }),
    );
  });

  it('by state shows each job once: what needs hands first, the queue from its head', () => {
    fc.assert(
      fc.property(someJobs, (jobs) => {
        const found = findJobs(jobs, 'All', '');
        const before = [...found];
        const sections = jobSections(found);
        expect(
          sections
            .flatMap((section) => section.jobs)
            .map(({ id }) => id)
            .sort(),
        ).toEqual([...jobs.keys()].sort());
        const order = sections.map(({ status }) =>
          ['Running', 'Queued', 'Done', 'Cancelled'].indexOf(status),
        );
        expect(order).toEqual([...order].sort());
        for (const { status, jobs: shown } of sections) {
          expect(shown.length).toBeGreaterThan(0);
          const sorted = status === 'Queued' ? inQueueOrder : (a: Job, b: Job) => b.createdAt - a.createdAt;
          expect(shown).toEqual([...shown].sort(sorted));
        }
        // What was handed in belongs to everybody.
        expect(found).toEqual(before);
      }),
    );
  });
});

it('of an archive the newer version of a job counts', () => {
  const [newer, older] = [aJob({ note: 'newer', status: 'Done' }), aJob({ note: 'older', status: 'Done' })];
  expect(passing([newer, older, aJob({ id: 'J-2' })], 'Done', '')).toEqual([newer]);
});

it('a job is open until it is done or cancelled', () => {
  expect(JOB_STATUSES.filter(isOpen)).toEqual(['Queued', 'Running']);
});
