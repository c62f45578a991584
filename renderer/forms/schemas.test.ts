import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { CommandSchema } from '../../shared/domain/commands.ts';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { MATERIALS } from '../../shared/domain/model.ts';
import { grams } from '../../shared/contract/words.ts';
import { aFilament, aJob, aPrinter, aSpool } from '../testing/records.ts';
import { filamentDefaults, jobDefaults, printerDefaults, spoolDefaults } from './defaults.ts';
import * as jobs from './job-schemas.ts';
import * as schemas from './schemas.ts';

/** Each form as `CommandForm` uses it: its fields, its schema, and the command that it makes of a body. */
type Form = Readonly<{
  fields: readonly string[];
  schema: z.ZodType;
  command: (body: never) => CommandInput;
}>;

function form<S extends z.ZodType>(
  schema: S,
  fields: readonly string[],
  command: (body: z.output<S>) => CommandInput,
): Form {
  return { schema, fields, command };
}

const product = ['maker', 'material', 'colour', 'hex'];
const fieldsOf = (defaults: object) => Object.keys(defaults);
const FORMS: Readonly<Record<string, Form>> = {
  'printer.create': form(schemas.printerCreate, ['id', ...fieldsOf(printerDefaults(null))], (body) => ({
    type: 'printer.create',
    ...body,
  })),
  'printer.edit': form(schemas.printerEdit, fieldsOf(printerDefaults(null)), (body) => ({
    type: 'printer.edit',
    id: 'P-1',
    ...body,
  })),
  'filament.create': form(
    schemas.filamentCreate,
    ['id', 'material', ...fieldsOf(filamentDefaults(null))],
    (body) => ({ type: 'filament.create', ...body }),
  ),
  'filament.edit': form(schemas.filamentEdit, fieldsOf(filamentDefaults(null)), (body) => ({
    type: 'filament.edit',
    id: 'F-1',
    ...body,
  })),
  'spool.create': form(
    schemas.spoolCreate,
    [
      ...['of', 'filament', ...product, 'totalMg', 'remainingMg', 'id', 'location', 'count'],
      ...fieldsOf(spoolDefaults(null)),
    ],
    (body) => ({ type: 'spool.create', ...body }),
  ),
  'spool.edit': form(schemas.spoolEdit, fieldsOf(spoolDefaults(null)), (body) => ({
    type: 'spool.edit',
    id: 'S-1',
    ...body,
  })),
  'spool.weigh': form(schemas.spoolWeigh, ['withReel', 'remainingMg', 'grossMg', 'note'], (body) => ({
    type: 'spool.weigh',
    id: 'S-1',
    ...body,
  })),
  'spool.move': form(schemas.spoolMove, ['to', 'location'], (body) => ({
    type: 'spool.move',
    id: 'S-1',
    ...body,
  })),
  'job.create': form(jobs.jobCreate, ['id', ...fieldsOf(jobDefaults(null))], (body) => ({
    type: 'job.create',
    ...body,
  })),
  'job.edit': form(jobs.jobEdit, fieldsOf(jobDefaults(null)), (body) => ({
    type: 'job.edit',
    id: 'J-1',
    ...body,
  })),
  'job.fail': form(jobs.jobFail, ['usedMg', 'retry'], (body) => ({ type: 'job.fail', id: 'J-1', ...body })),
  'job.changeSpool': form(jobs.jobChangeSpool, ['usedMg', 'spool'], (body) => ({
    type: 'job.changeSpool',
    id: 'J-1',
    ...body,
  })),
  'job.cancel': form(jobs.jobCancel(['P-1', 'P-2']), ['used0', 'used1'], (body) => ({
    type: 'job.cancel',
    id: 'J-1',
    ...body,
  })),
};

/** Text that people, and those who mean harm, put into fields. */
const nasty = fc.constantFrom(
  '',
  '  ',
  '__proto__',
  'constructor',
  'a\u0000b',
  'a\u202eb',
  '\ud800',
  'NaN',
  '1e308',
  '-1',
  '<b>',
  'x'.repeat(2_000),
);
const usual = fc.constantFrom('Prusa', ' MK4S ', 'ﬁ İ', 'bracket.gcode', 'for Ada', '🧵');
const number = fc.oneof(
  fc.constantFrom('0', '120', '12,5', '100000', '100001', '0.001'),
  fc.double({ min: 0, max: 2e5, noNaN: true }).map((value) => value.toFixed(3)),
);

/** Beside nothing, which these may all be. */
const GOOD: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['widthMm', 'depthMm', 'heightMm', 'nozzleC', 'bedC'].map((name) => [name, ['250']])),
  moreHexes: ['#1a2B3c', '#ffffff, #000000'],
  densityMgPerCm3: ['1.24', '1,04'],
  priceCents: ['24.90', '0'],
  nozzlesUm: ['0.4', '0.4, 0.6', '0,4; 0,6'],
  nozzleUm: ['0.4', '0,25'],
  ...Object.fromEntries(['dueAt', 'openedAt', 'driedAt'].map((name) => [name, ['2027-03-01T08:30']])),
  estimateSeconds: ['2:30', '0:05', '100:00'],
  emptyReelMg: ['210'],
  netMg: ['1000'],
  reorderBelowMg: ['500'],
};

function textFor(field: string): fc.Arbitrary<string> {
  const mostly = (good: fc.Arbitrary<string>) =>
    fc.oneof(
      { weight: 8, arbitrary: good },
      { weight: 1, arbitrary: nasty },
      { weight: 1, arbitrary: fc.string() },
    );
  if (field === 'of') return fc.constantFrom('listed', 'new', 'neither');
  if (field === 'withReel' || field === 'retry') return fc.constantFrom('', 'yes');
  if (field === 'to') return fc.constantFrom('', 'MK4S-1/1', 'a/b/64');
  if (field === 'material') return mostly(fc.constantFrom(...MATERIALS));
  if (field === 'hex') return mostly(fc.constantFrom('', '#1a2B3c', ' #ffffff '));
  const known = GOOD[field];
  if (known !== undefined) return mostly(fc.constantFrom('', ...known));
  if (['slots', 'copies', 'count', 'priority'].includes(field)) return mostly(fc.constantFrom('1', '4'));
  if (field === 'diameterUm') return mostly(fc.constantFrom('1.75', '2,85'));
  return mostly(field.endsWith('Mg') || field.startsWith('used') ? number : usual);
}

const valuesOf = ({ fields }: Form) =>
  fc.record(Object.fromEntries(fields.map((field) => [field, textFor(field)] as const)));

describe.each(Object.entries(FORMS))('the form for %s', (type, each) => {
  it('accepts only what makes a command that the workstation takes as it is', () => {
    let accepted = 0;
    fc.assert(
      fc.property(valuesOf(each), (values) => {
        const parsed = each.schema.safeParse(values);
        if (!parsed.success) return;
        accepted += 1;
        const command = each.command(parsed.data as never);
        expect(command.type).toBe(type);
        const taken = CommandSchema.safeParse(command);
        expect(taken.error).toBeUndefined();
        // The form has trimmed all there is: the workstation only adds what it does not ask for.
        expect(taken.data).toMatchObject(command);
        // What goes over the wire is the same command.
        expect(CommandSchema.parse(JSON.parse(JSON.stringify(command)))).toEqual(taken.data);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(5);
  });

  it('names a field of its own in every complaint, and completes the sentence that begins with its label', () => {
    fc.assert(
      fc.property(valuesOf(each), (values) => {
        for (const { path, message } of each.schema.safeParse(values).error?.issues ?? []) {
          if (values.of === 'neither') return;
          expect(each.fields).toContain(path[0]);
          if (path[0] === 'material') continue;
          expect(message).toMatch(/^(must|is) /);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what the workstation takes', () => {
  const text = fc.string({ maxLength: 60, unit: 'grapheme' });
  const mg = fc.integer({ min: 1, max: 100_000_000 });

  it('as a printer, the form can say', () => {
    fc.assert(
      fc.property(fc.record({ id: text, maker: text, model: text, note: text }), (fields) => {
        const command = CommandSchema.safeParse({ type: 'printer.create', ...fields });
        expect(schemas.printerCreate.safeParse({ ...printerDefaults(null), ...fields }).success).toBe(
          command.success || (fields.id.trim() === '' && acceptedWithoutId(fields)),
        );
      }),
    );
    function acceptedWithoutId({ id: _, ...rest }: Record<string, string>) {
      return CommandSchema.safeParse({ type: 'printer.create', ...rest }).success;
    }
  });

  it('as a job, the form can say, to the milligram', () => {
    fc.assert(
      fc.property(mg, (weightMg) => {
        const typed = { ...jobDefaults(null), id: '', file: 'a.gcode', weightMg: grams(weightMg) };
        const command = { type: 'job.create', file: 'a.gcode', weightMg };
        const named = { printer: 'P-1', spool: 'S-1' };
        expect(
          CommandSchema.parse({ type: 'job.create', ...jobs.jobCreate.parse({ ...typed, ...named }) }),
        ).toEqual(CommandSchema.parse({ ...command, ...named }));
      }),
    );
  });
});

describe('a record', () => {
  it.each([
    ['printer', schemas.printerEdit, aPrinter, printerDefaults],
    ['filament', schemas.filamentEdit, aFilament, filamentDefaults],
    ['spool', schemas.spoolEdit, aSpool, spoolDefaults],
    ['job', jobs.jobEdit, aJob, jobDefaults],
  ] as const)('of a %s is read back as it was shown', (_kind, schema, make, defaults) => {
    const details = {
      ...{ slots: 5, nozzlesUm: [250, 400], widthMm: 360, tags: ['a', 'b'], materials: ['PLA', 'PA'] },
      ...{
        moreHexes: ['#00ff00'],
        densityMgPerCm3: 1_240,
        diameterUm: 2_850,
        priceCents: 2_490,
        nozzleC: 215,
      },
      ...{ emptyReelMg: 186_500, reorderBelowMg: 500_000, lot: 'L7', plate: 'PEI', copies: 5, priority: -9 },
      ...{
        dueAt: new Date(2027, 2, 1, 8, 30).getTime(),
        openedAt: new Date(2026, 11, 24, 18, 0).getTime(),
        estimateSeconds: 9_000,
        nozzleUm: 600,
        heightMm: 90,
      },
    };
    for (const fields of [{}, details]) {
      const record = make(fields);
      const body = schema.parse(defaults(record as never)) as object;
      expect(record).toMatchObject(body);
    }
  });
});

describe('a job', () => {
  const typed = { ...jobDefaults(null), id: '', file: 'a.gcode', weightMg: '5' };

  it('is for any printer and any spool of a material, and that has to be said', () => {
    const { error } = jobs.jobCreate.safeParse(typed);
    expect(error?.issues).toMatchObject([{ path: ['material'], message: 'must not be empty' }]);
    expect(jobs.jobCreate.parse({ ...typed, material: 'petg', colour: ' Teal ' })).toMatchObject({
      printer: null,
      spool: null,
      material: 'PETG',
      colour: 'Teal',
    });
  });

  it('that names its spool asks for nothing beside it', () => {
    const named = jobs.jobCreate.parse({ ...typed, spool: 'S-1', material: 'PETG', colour: 'Teal' });
    expect(named).toMatchObject({ spool: 'S-1', material: null, colour: null });
  });
});

describe('a spool', () => {
  const amounts = {
    ...{ totalMg: '1000', remainingMg: '', id: '', location: '', count: '1' },
    ...spoolDefaults(null),
  };
  const emptyProduct = { maker: '', material: 'PLA', colour: '', hex: '' };
  const make = (values: object): CommandInput => ({
    type: 'spool.create',
    ...schemas.spoolCreate.parse(values),
  });

  it('is full where nobody says what is left', () => {
    const command = make({ of: 'listed', filament: 'F-1', ...emptyProduct, ...amounts });
    expect(command).toMatchObject({ filament: { id: 'F-1' }, totalMg: 1_000_000, remainingMg: 1_000_000 });
  });

  it('was opened and dried when somebody says so', () => {
    const said = { ...amounts, openedAt: '2027-03-01T08:30', driedAt: '' };
    expect(make({ of: 'listed', filament: 'F-1', ...emptyProduct, ...said })).toMatchObject({
      openedAt: new Date(2027, 2, 1, 8, 30).getTime(),
      driedAt: null,
    });
  });

  it('is of any material, however unusual', () => {
    const command = make({ of: 'new', ...emptyProduct, material: 'pp-gf30', colour: 'Grey', ...amounts });
    expect(command).toMatchObject({ filament: { product: { material: 'PP-GF30' } } });
  });

  it('is not full where somebody says that nothing is left', () => {
    expect(make({ of: 'listed', filament: 'F-1', ...amounts, remainingMg: '0' })).toMatchObject({
      remainingMg: 0,
    });
  });

  it('of a new filament heeds the product and not what was chosen in the list before', () => {
    const command = make({ of: 'new', filament: 'F-1', ...emptyProduct, colour: 'Red', ...amounts });
    expect(command).toMatchObject({
      filament: { product: { maker: '', material: 'PLA', colour: 'Red', hex: null } },
    });
  });

  it('of a listed one does not mind what was typed of a new one', () => {
    const values = { of: 'listed', filament: 'F-1', ...emptyProduct, hex: 'no colour', ...amounts };
    expect(schemas.spoolCreate.safeParse(values).success).toBe(true);
  });
});
