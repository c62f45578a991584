import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { CommandSchema } from '../../shared/domain/commands.ts';
import type { Command, CommandInput } from '../../shared/domain/commands.ts';
import { MATERIALS } from '../../shared/domain/model.ts';
import { grams } from '../../shared/contract/words.ts';
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
const FORMS: Readonly<Record<string, Form>> = {
  'printer.create': form(schemas.printerCreate, ['id', 'maker', 'model', 'note'], (body) => ({
    type: 'printer.create',
    ...body,
  })),
  'printer.edit': form(schemas.printerEdit, ['maker', 'model', 'note'], (body) => ({
    type: 'printer.edit',
    id: 'P-1',
    ...body,
  })),
  'filament.create': form(schemas.filamentCreate, ['id', ...product], (body) => ({
    type: 'filament.create',
    ...body,
  })),
  'filament.edit': form(schemas.filamentEdit, ['maker', 'colour', 'hex'], (body) => ({
    type: 'filament.edit',
    id: 'F-1',
    ...body,
  })),
  'spool.create': form(
    schemas.spoolCreate,
    ['of', 'filament', ...product, 'totalMg', 'remainingMg', 'id', 'note'],
    (body) => ({ type: 'spool.create', ...body }),
  ),
  'spool.edit': form(schemas.spoolEdit, ['note'], (body) => ({ type: 'spool.edit', id: 'S-1', ...body })),
  'spool.weigh': form(schemas.spoolWeigh, ['remainingMg'], (body) => ({
    type: 'spool.weigh',
    id: 'S-1',
    ...body,
  })),
  'job.create': form(schemas.jobCreate, ['id', 'printer', 'spool', 'file', 'weightMg', 'note'], (body) => ({
    type: 'job.create',
    ...body,
  })),
  'job.edit': form(schemas.jobEdit, ['file', 'note'], (body) => ({ type: 'job.edit', id: 'J-1', ...body })),
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

function textFor(field: string): fc.Arbitrary<string> {
  const mostly = (good: fc.Arbitrary<string>) =>
    fc.oneof(
      { weight: 8, arbitrary: good },
      { weight: 1, arbitrary: nasty },
      { weight: 1, arbitrary: fc.string() },
    );
  if (field === 'of') return fc.constantFrom('listed', 'new', 'neither');
  if (field === 'material') return mostly(fc.constantFrom(...MATERIALS));
  if (field === 'hex') return mostly(fc.constantFrom('', '#1a2B3c', ' #ffffff '));
  return mostly(field.endsWith('Mg') ? number : usual);
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
        // The form has trimmed and defaulted all there is: the workstation changes nothing any more.
        expect(taken.data).toEqual(command);
        // What goes over the wire is the same command.
        expect(CommandSchema.parse(JSON.parse(JSON.stringify(command)))).toEqual(command);
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
        expect(schemas.printerCreate.safeParse(fields).success).toBe(
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
        const body = { printer: 'P-1', spool: 'S-1', file: 'a.gcode', note: '' };
        const typed = { ...body, id: '', weightMg: grams(weightMg) };
        expect(schemas.jobCreate.parse(typed)).toEqual({ ...body, id: undefined, weightMg });
      }),
    );
  });
});

describe('a spool', () => {
  const amounts = { totalMg: '1000', remainingMg: '', id: '', note: '' };
  const emptyProduct = { maker: '', material: 'PLA', colour: '', hex: '' };
  const make = (values: object): Command => ({ type: 'spool.create', ...schemas.spoolCreate.parse(values) });

  it('is full where nobody says what is left', () => {
    const command = make({ of: 'listed', filament: 'F-1', ...emptyProduct, ...amounts });
    expect(command).toMatchObject({ filament: { id: 'F-1' }, totalMg: 1_000_000, remainingMg: 1_000_000 });
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
