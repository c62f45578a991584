/** Where a job would fit, and why it waits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES_VERSION } from './versions.ts';
import { apply } from './apply.ts';
import { CommandSchema } from './commands.ts';
import { type Waiting, waitingJob, waitingJobs } from './suggest.ts';
import { commandLogs } from './testing/commands.ts';
import { metaOf } from './testing/meta.ts';
import { job, Play, printer, spool } from './testing/play.ts';

const G = 1_000;
const look = (play: Play, id: string) => waitingJob(play, play.job(id));
const printers = ({ places }: Waiting) => places.map((place) => place.printer);
const codes = ({ reasons }: Waiting) => reasons.map(({ code }) => code);

describe('a job', () => {
  it('goes where its filament is loaded, then where it only has to be put in, longest idle first', () => {
    const play = new Play().do(
      printer('P1'),
      printer('P2'),
      printer('P3'),
      spool('S1'),
      spool('S2'),
      spool('S3'),
    );
    play.do({ type: 'spool.move', id: 'S2', printer: 'P3', slot: 1 });
    play.do(
      job('X'),
      { type: 'job.start', id: 'X', printer: 'P1', spool: 'S1' },
      { type: 'job.finish', id: 'X' },
    );
    play.do({ type: 'printer.clear', id: 'P1' }, { type: 'spool.move', id: 'S1', location: 'Shelf' });
    play.do(job('A'));
    expect(look(play, 'A')).toEqual({
      job: 'A',
      held: false,
      reasons: [],
      places: [
        { printer: 'P3', spool: 'S2', changes: 0, obstacles: [] },
        { printer: 'P2', spool: 'S1', changes: 1, obstacles: [] },
        { printer: 'P1', spool: 'S1', changes: 1, obstacles: [] },
      ],
    });
  });

  it('uses up the rests of spools first, if they last', () => {
    const play = new Play().do(
      printer('P1'),
      spool('S1'),
      spool('S2', { remainingMg: 99 * G }),
      spool('S3', { remainingMg: 150 * G }),
    );
    expect(look(play.do(job('A')), 'A').places[0]).toMatchObject({ spool: 'S3', changes: 1 });
  });

  it('waits for a plate, a print or a mechanic, and says for which', () => {
    const play = new Play().do(
      printer('P1'),
      printer('P2'),
      printer('P3'),
      spool('S1'),
      job('X', { copies: 2 }),
      job('A'),
    );
    play.do(
      { type: 'job.start', id: 'X', printer: 'P1', spool: 'S1' },
      { type: 'printer.maintain', id: 'P2', on: true },
    );
    play.do(
      spool('S2'),
      { type: 'job.start', id: 'X', printer: 'P3', spool: 'S2' },
      { type: 'job.finish', id: 'X', print: 'P-0002' },
    );
    const waiting = look(play, 'A');
    expect(printers(waiting)[0]).toBe('P3');
    expect(codes(waiting)).toEqual(['plate']);
    expect(
      new Map(waiting.places.map((place) => [place.printer, place.obstacles.map(({ code }) => code)])),
    ).toEqual(
      new Map([
        ['P3', ['plate']],
        ['P1', ['busy']],
        ['P2', ['maintenance']],
      ]),
    );
  });

  it('that no printer suits says what the nearest one lacks', () => {
    const play = new Play().do(
      printer('P1', { nozzlesUm: [400], tags: [] }),
      printer('P2', { nozzlesUm: [400], tags: ['dry'] }),
      spool('S1'),
      job('A', { nozzleUm: 600, tags: ['dry'] }),
    );
    expect(look(play, 'A')).toMatchObject({ places: [], reasons: [{ code: 'nozzle', wantsUm: 600 }] });
    expect(codes(look(new Play().do(spool('S1'), job('A')), 'A'))).toEqual(['noPrinter']);
  });

  it('says how much its spool, or the fullest of its kind, has left', () => {
    const play = new Play().do(
      printer('P1'),
      spool('S1'),
      job('A', { weightMg: 230 * G, copies: 2 }),
      job('B', { spool: 'S1' }),
    );
    play.do({ type: 'spool.weigh', id: 'S1', remainingMg: 90 * G });
    expect(look(play, 'A').reasons).toEqual([{ code: 'grams', wantsMg: 230 * G, freeMg: 0 }]);
    expect(look(play, 'B').reasons).toEqual([{ code: 'grams', wantsMg: 100 * G, freeMg: 90 * G }]);
  });

  it('on hold waits for nothing else', () => {
    const play = new Play().do(printer('P1'), spool('S1'), job('A'), {
      type: 'job.hold',
      id: 'A',
      held: true,
    });
    expect(look(play, 'A')).toMatchObject({ held: true, reasons: [] });
  });
});

it('what has nothing in its way can be started, and what has something cannot', () => {
  let started = 0;
  fc.assert(
    fc.property(commandLogs, (log) => {
      const play = new Play();
      for (const command of log) play.try(command);
      for (const { job: id, held, places } of waitingJobs(play)) {
        if (held) continue;
        for (const { printer: on, spool: from, obstacles } of places) {
          const start = CommandSchema.parse({ type: 'job.start', id, printer: on, spool: from ?? undefined });
          const { answer } = apply(play, start, metaOf(9_999, RULES_VERSION));
          if (obstacles.length > 0) expect([answer.ok, obstacles]).toEqual([false, obstacles]);
          // A spool's grams may all be promised to jobs that ask for its material in another way.
          else if (!answer.ok) expect(answer.refusal.code).toBe('insufficientFilament');
          else started += 1;
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(started).toBeGreaterThan(100);
});
