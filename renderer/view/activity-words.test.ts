import { describe, expect, it } from 'vitest';
import { apply } from '../../shared/domain/apply.ts';
import { CommandSchema, Commands } from '../../shared/domain/commands.ts';
import type { CommandInput } from '../../shared/domain/commands.ts';
import type { Activity } from '../../shared/domain/model.ts';
import { Tables } from '../../shared/domain/tables.ts';
import { RULES_VERSION } from '../../shared/domain/versions.ts';
import { activityWords, whoWords } from './activity-words.ts';

/** What the rules themselves file for these commands, in words. */
function told(...commands: readonly CommandInput[]): readonly string[] {
  const tables = new Tables();
  commands.forEach((command, at) => {
    const actor = { operator: 'Ada', workstation: 'Office' };
    const meta = { at: at * 60_000, index: at + 1, version: RULES_VERSION, actor };
    const { answer, changes, filings } = apply(tables, CommandSchema.parse(command), meta);
    expect(answer).toMatchObject({ ok: true });
    tables.commit(changes, filings);
  });
  const { activity } = tables.archive;
  return Array.from({ length: activity.length }, (_, at) => activityWords(activity.at(at)!));
}

const product = { maker: 'Prusament', material: 'PLA', colour: 'Red', reorderBelowMg: 500_000 };
const shop: readonly CommandInput[] = [
  { type: 'filament.create', id: 'F-1', ...product },
  { type: 'spool.create', id: 'S-1', filament: { id: 'F-1' }, totalMg: 1_000_000, remainingMg: 412_000 },
  { type: 'printer.create', id: 'P-1', maker: 'Prusa', model: 'XL', slots: 2 },
];

const EVERYTHING: readonly (readonly [CommandInput, string])[] = [
  ...shop.map((command, at): [CommandInput, string] => [
    command,
    ['added filament F-1: Prusament PLA Red', 'added spool S-1', 'added printer P-1'][at]!,
  ]),
  [
    { type: 'spool.create', filament: { id: 'F-1' }, totalMg: 1_000_000, remainingMg: 1_000_000, count: 3 },
    'added 3 spools, S-0001 to S-0003',
  ],
  [
    { type: 'filament.edit', id: 'F-1', priceCents: 2_490, nozzleC: 215 },
    'edited filament F-1: price nothing → 24.90, nozzle temperature nothing → 215 °C',
  ],
  [{ type: 'spool.edit', id: 'S-1', note: 'dry' }, 'edited spool S-1: note nothing → dry'],
  [{ type: 'spool.weigh', id: 'S-1', remainingMg: 398_000 }, 'weighed spool S-1: 412 g → 398 g'],
  [
    { type: 'spool.weigh', id: 'S-1', remainingMg: 397_500, note: 'dried' },
    'weighed spool S-1: 398 g → 397.5 g (dried)',
  ],
  [{ type: 'spool.move', id: 'S-1', printer: 'P-1', slot: 1 }, 'put spool S-1 into P-1, slot 1'],
  [{ type: 'spool.move', id: 'S-1', printer: 'P-1', slot: 2 }, 'moved spool S-1 to slot 2'],
  [{ type: 'spool.move', id: 'S-1', location: 'Shelf B' }, 'took spool S-1 out of P-1 to Shelf B'],
  [{ type: 'spool.move', id: 'S-1', location: 'Shelf C' }, 'moved spool S-1 to Shelf C'],
  [
    { type: 'printer.edit', id: 'P-1', nozzlesUm: [400, 600], tags: ['a'] },
    'edited printer P-1: nozzles nothing → 0.4, 0.6 mm, tags nothing → a',
  ],
  [{ type: 'printer.maintain', id: 'P-1', on: true }, 'took P-1 into maintenance'],
  [{ type: 'printer.maintain', id: 'P-1', on: false }, 'put P-1 back to work'],
  [
    { type: 'job.create', id: 'J-1', file: 'a.gcode', weightMg: 10_000, material: 'PLA', copies: 2 },
    'added job J-1: a.gcode',
  ],
  [
    { type: 'job.create', id: 'J-2', file: 'b.gcode', weightMg: 10_000, material: 'PLA' },
    'added job J-2: b.gcode',
  ],
  [
    { type: 'job.edit', id: 'J-1', estimateSeconds: 7_500 },
    'edited job J-1: time for a copy nothing → 2 h 05 min',
  ],
  [{ type: 'job.move', id: 'J-2', before: 'J-1' }, 'moved job J-2'],
  [{ type: 'job.hold', id: 'J-2', held: true }, 'put job J-2 on hold'],
  [{ type: 'job.hold', id: 'J-2', held: false }, 'let job J-2 go on'],
  [{ type: 'job.start', id: 'J-1', printer: 'P-1', spool: 'S-1' }, 'started job J-1 on P-1 from S-1'],
  [
    { type: 'job.changeSpool', id: 'J-1', spool: 'S-0001', usedMg: 3_000 },
    'changed the spool of print P-0001 from S-1 to S-0001',
  ],
  [{ type: 'job.fail', id: 'J-1', usedMg: 2_000 }, 'booked a failed copy of job J-1 on P-1: 5 g used'],
  [{ type: 'printer.clear', id: 'P-1' }, 'cleared the plate of P-1'],
  [{ type: 'job.start', id: 'J-1', printer: 'P-1', spool: 'S-1' }, 'started job J-1 on P-1 from S-1'],
  [{ type: 'job.finish', id: 'J-1' }, 'finished job J-1 on P-1: 10 g used'],
  [{ type: 'job.cancel', id: 'J-1' }, 'cancelled job J-1'],
  [{ type: 'job.repeat', job: 'J-1' }, 'ordered a.gcode again, as job J-0001'],
  [{ type: 'activity.undo', id: '6' }, 'took back entry 6: spool S-1: note dry → nothing'],
  [{ type: 'spool.retire', id: 'S-0003' }, 'retired spool S-0003'],
  [{ type: 'spool.restore', id: 'S-0003' }, 'brought back spool S-0003'],
];

describe('what was done', () => {
  it('is told of every kind of command that there is', () => {
    const words = told(...EVERYTHING.map(([command]) => command));
    expect(words).toEqual(EVERYTHING.map(([, said]) => `Ada ${said}`));
    const types = new Set(EVERYTHING.map(([{ type }]) => type as string));
    const rest = Object.keys(Commands).filter((type) => !types.has(type));
    expect(rest).toEqual(['filament.retire', 'filament.restore', 'printer.retire', 'printer.restore']);
  });

  it('is told of somebody where nobody was picked', () => {
    expect(whoWords({ operator: '', workstation: 'Office' })).toBe('Somebody at Office');
    expect(whoWords({ operator: '', workstation: '' })).toBe('Somebody');
  });

  it('is told even where a newer program did it', () => {
    const change = {
      table: 'jobs',
      id: 'J-1',
      before: { glow: 1 },
      after: { glow: { bright: true } },
    } as const;
    const entry: Activity = {
      ...{ id: '1', at: 0, operator: 'Ada', workstation: '', action: 'job.glow', note: '', undoes: null },
      changes: [change],
    };
    expect(activityWords(entry)).toBe('Ada changed job J-1: glow 1 → {"bright":true}');
  });
});
