import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apply } from './apply.ts';
import { CommandSchema } from './commands.ts';
import { fit, type MisfitCode, OVERRULABLE } from './fit.ts';
import { waiting } from './promises.ts';
import { commandLogs } from './testing/commands.ts';
import { metaOf } from './testing/meta.ts';
import { Play } from './testing/play.ts';

it('a start anyway passes over what can be overruled, and over nothing else', () => {
  const passed = new Set<MisfitCode>();
  const stopped = new Set<MisfitCode>();
  fc.assert(
    fc.property(commandLogs, (log) => {
      const play = new Play();
      for (const command of log) play.try(command);
      for (const job of play.jobs.values()) {
        if (job.completedAt !== null || waiting(job) === 0 || job.held) continue;
        for (const printer of play.printers.values())
          for (const spool of play.spools.values()) {
            const filament = play.filaments.get(spool.filament);
            if (filament === undefined) throw new Error('a spool is of a filament');
            const codes = fit(job, printer, { spool, filament }).map(({ code }) => code);
            const start = {
              type: 'job.start',
              id: job.id,
              printer: printer.id,
              spool: spool.id,
              anyway: true,
            };
            const { answer } = apply(play, CommandSchema.parse(start), metaOf(9_999));
            const final = codes.filter((code) => !OVERRULABLE[code]);
            if (final.length > 0) expect([answer.ok, final]).toEqual([false, final]);
            // Its grams may all be promised to jobs that ask for the material in another way.
            else if (!answer.ok)
              expect([answer.refusal.code, codes]).toEqual(['insufficientFilament', codes]);
            for (const code of codes) (answer.ok ? passed : stopped).add(code);
          }
      }
    }),
    { numRuns: 200 },
  );
  expect([...passed]).toEqual(expect.arrayContaining(['plate', 'maintenance', 'material', 'colour']));
  expect([...stopped]).toEqual(
    expect.arrayContaining(['busy', 'grams', 'retired', 'otherPrinter', 'otherSpool']),
  );
});
