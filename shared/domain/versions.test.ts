/** Two versions in one shop: what a workstation with the first rules alone would make of a log, this one makes too. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answers.ts';
import { apply } from './apply.ts';
import { canonical } from './canonical.ts';
import { lifted, lowered, type OldCommand, OldCommandSchema } from './commands-v2.ts';
import { type Command, type CommandInput, CommandSchema } from './commands.ts';
import { RECENT_JOBS } from './filing.ts';
import { lean } from './lean.ts';
import { type Shop, TABLES } from './model.ts';
import { Tables } from './tables.ts';
import { commandLogs, oldCommandLogs } from './testing/commands.ts';
import { metaOf } from './testing/meta.ts';
import { job, Play, spool } from './testing/play.ts';
import { FIRST_VERSION, packed, packedText, unpacked } from './versions.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const rowsOf = (shop: Shop) =>
  TABLES.flatMap((table) => [...shop[table].values()].map((row) => canonical([table, packed(table, row)])));

type Recorded = Readonly<{ log: readonly OldCommand[]; answers: string; rows: string }>;

describe('by the first rules', () => {
  // Made by the program that knew no others: the digests of its answers, and of its records in order.
  const path = new URL('testing/first-rules.json', import.meta.url);
  const recorded = JSON.parse(readFileSync(path, 'utf8')) as readonly Recorded[];

  it.each(recorded.map((one, n) => [n, one] as const))(
    'log %i gives what it gave then',
    (_n, { log, answers, rows }) => {
      const shop = new Tables();
      const given: Answer[] = log.map((old, n) => {
        const command = lifted(OldCommandSchema.parse(old));
        const { answer, changes, filings } = apply(shop, command, metaOf(n + 1, FIRST_VERSION));
        expect(filings).toEqual([]);
        shop.commit(changes);
        return answer;
      });
      expect(sha256(canonical(given))).toBe(answers);
      expect(sha256(rowsOf(shop).sort().join('\n'))).toBe(rows);
    },
  );

  it('no record says anything that those who know no others could not read', () => {
    fc.assert(
      fc.property(oldCommandLogs, (log) => {
        const shop = new Tables();
        log.forEach((command, n) => {
          const old = lowered(command);
          if (old === null) return;
          shop.commit(apply(shop, lifted(old), metaOf(n + 1, FIRST_VERSION)).changes);
        });
        expect(shop.demands.size).toBe(0);
        const known = new Set(
          'id maker material colour hex spools retired createdAt filament totalMg remainingMg reservedMg printingMg note model print openJobs printer spool file weightMg status completedAt job startedAt endedAt outcome usedMg next'.split(
            ' ',
          ),
        );
        for (const table of TABLES)
          for (const row of shop[table].values())
            expect(Object.keys(packed(table, row)).filter((name) => !known.has(name))).toEqual([]);
      }),
    );
  });
});

describe('a command', () => {
  it('that the first rules know says the same in their words, and one that they do not has none', () => {
    const kinds = { told: 0, untold: 0 };
    fc.assert(
      fc.property(commandLogs, (log) => {
        for (const command of log) {
          const old = lowered(command);
          kinds[old === null ? 'untold' : 'told'] += 1;
          if (old === null) continue;
          const again = lifted(OldCommandSchema.parse(JSON.parse(JSON.stringify(old))));
          expect({ ...again, anyway: null, cleared: null }).toEqual({
            ...command,
            anyway: null,
            cleared: null,
          });
        }
      }),
    );
    expect(kinds.told).toBeGreaterThan(100);
    expect(kinds.untold).toBeGreaterThan(100);
    const cases: CommandInput[] = [
      { type: 'job.create', file: 'a', weightMg: 1, printer: 'P', spool: 'S', copies: 2 },
      { type: 'job.create', file: 'a', weightMg: 1, material: 'PLA' },
      { type: 'filament.create', material: 'PLA-CF', colour: 'Black' },
      { type: 'printer.clear', id: 'P' },
    ];
    for (const command of cases) expect(lowered(command)).toBeNull();
  });

  it('travels without what it means anyway, and means the same', () => {
    fc.assert(
      fc.property(commandLogs, (log) => {
        for (const command of log) {
          const short = JSON.parse(JSON.stringify(lean(command))) as CommandInput;
          expect(CommandSchema.parse(short)).toEqual(withoutUndefined(command));
          expect(lean(CommandSchema.parse(short))).toEqual(lean(short));
        }
      }),
    );
    expect(lean(CommandSchema.parse(job('J')))).toEqual(job('J'));
    expect(lean(CommandSchema.parse(spool('S')))).toEqual(spool('S'));
  });
});

const withoutUndefined = (command: Command): unknown => JSON.parse(JSON.stringify(command));

it('a row that is written without what says nothing is read back whole', () => {
  fc.assert(
    fc.property(commandLogs, (log) => {
      const play = new Play();
      for (const command of log) play.try(command);
      for (const table of TABLES)
        for (const row of play[table].values()) {
          expect(unpacked(table, JSON.parse(JSON.stringify(packed(table, row))) as object)).toEqual(row);
          expect(packedText(table, row)).toBe(canonical(packed(table, row)));
        }
    }),
    { numRuns: 60 },
  );
});

it('a shop that comes from the first rules goes on with its jobs, and those that are over leave bit by bit', () => {
  const play = new Tables();
  let index = 0;
  const run = (input: CommandInput, version: number) => {
    const { answer, changes, filings } = apply(play, CommandSchema.parse(input), metaOf(++index, version));
    play.commit(changes, filings);
    expect(answer.ok).toBe(true);
    return filings;
  };
  run({ type: 'printer.create', id: 'P', maker: 'M', model: 'N' }, 2);
  run(spool('S'), 2);
  const one = (id: string): CommandInput => ({
    type: 'job.create',
    id,
    printer: 'P',
    spool: 'S',
    file: 'f',
    weightMg: 1,
  });
  for (let n = 0; n < RECENT_JOBS + 10; n++) {
    run(one(`J${n}`), 2);
    run({ type: 'job.start', id: `J${n}`, anyway: true }, 2);
    run({ type: 'job.finish', id: `J${n}` }, 2);
  }
  run(one('last'), 2);
  run({ type: 'job.start', id: 'last', anyway: true }, 2);
  expect(play.archive.jobs.length).toBe(0);
  const filed = [1, 2, 3].map(
    () =>
      run({ type: 'printer.edit', id: 'P', note: `n${index}` }, 3).filter((f) => f.archive === 'jobs').length,
  );
  expect(filed).toEqual([4, 4, 2]);
  expect(play.archive.jobs.at(0)?.id).toBe('J0');
  expect(play.archive.prints.at(0)).toMatchObject({ job: 'J0', outcome: 'done' });
  run({ type: 'job.finish', id: 'last' }, 3);
  expect([play.index.finished(), play.prints.size]).toEqual([RECENT_JOBS, RECENT_JOBS]);
  expect(play.printers.get('P')).toMatchObject({ state: 'plate', print: null, openJobs: 0 });
});
