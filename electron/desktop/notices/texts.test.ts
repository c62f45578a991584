import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Job, Spool } from '../../../shared/domain/model.ts';
import { fresh } from '../../../shared/domain/versions.ts';
import { aHealth, jobIs, members, spoolHas } from '../testing/fake-workstation.ts';
import type { Notice } from './notice.ts';
import { noticeText } from './texts.ts';

const black = fresh('filaments', {
  id: 'F-0001',
  maker: 'Prusament',
  material: 'PLA',
  colour: 'Galaxy Black',
  hex: null,
  spools: 1,
  retired: false,
  createdAt: 0,
});
const filaments = new Map([[black.id, black]]);
const job = (fields: Partial<Job> = {}) => jobIs('J-0042', 'Done', fields).entity as Job;
const spool = (fields: Partial<Spool> = {}) => spoolHas('S-0007', 79_600, fields).entity as Spool;

it.each<[Notice, string, string]>([
  [
    {
      kind: 'lost',
      health: aHealth({ mode: 'readingOnly', waitingFor: { count: 1, names: ['Workshop', 'Laser-PC'] } }),
    },
    'Reading only',
    'Reading only: waiting for Workshop or Laser-PC. Nothing can be changed.',
  ],
  [
    { kind: 'back', health: aHealth({ mode: 'degraded', members: members('Laser-PC') }) },
    'Changes are possible again',
    'No further failure is survived until Laser-PC can be reached again.',
  ],
  [
    { kind: 'asks', name: 'Laser-PC\n' },
    'Somebody wants to join',
    'Laser-PC asks to be let into the shop. Compare the six digits before you approve.',
  ],
  [{ kind: 'finished', job: job() }, 'Print finished', 'bracket.gcode on MK4S-1 (J-0042)'],
  [{ kind: 'low', spool: spool() }, 'Spool low', 'S-0007, Prusament PLA Galaxy Black: 80 g of 1000 g left'],
  [{ kind: 'low', spool: spool({ filament: 'F-9' }) }, 'Spool low', 'S-0007: 80 g of 1000 g left'],
  [{ kind: 'summary', finished: 12, low: 1 }, 'Meanwhile in the shop', '12 prints finished, 1 spool is low.'],
  [{ kind: 'summary', finished: 0, low: 4 }, 'Meanwhile in the shop', '4 spools are low.'],
])('%o reads well', (notice, title, body) => {
  expect(noticeText(notice, { filaments })).toEqual({ title, body });
});

it('whatever things are called, a notification is two short lines of plain text', () => {
  const name = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(name, name, name, (file, printer, colour) => {
      const named = new Map([[black.id, { ...black, colour }]]);
      for (const notice of [
        { kind: 'finished', job: job({ file, printer }) },
        { kind: 'low', spool: spool() },
      ] as const) {
        const { title, body } = noticeText(notice, { filaments: named });
        expect(title.length).toBeLessThanOrEqual(60);
        expect(body.length).toBeLessThanOrEqual(200);
        expect(body).not.toMatch(/[\p{Cc}<>\u202e]/u);
        expect(body.isWellFormed()).toBe(true);
      }
    }),
  );
});
