import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answers.ts';
import { apply } from './apply.ts';
import { canonical } from './canonical.ts';
import { CommandSchema, type Command, type CommandInput } from './commands.ts';
import { type Change, TABLES } from './model.ts';
import { Tables } from './tables.ts';
import { metaOf } from './testing/meta.ts';

/** Plays commands on an empty shop; every entity is frozen, so that a mutation throws. */
function play(
  inputs: readonly CommandInput[],
  after?: (shop: Tables, command: Command, changes: readonly Change[]) => void,
) {
  const shop = new Tables();
  const answers: Answer[] = [];
  inputs.forEach((input, n) => {
    const command = CommandSchema.parse(input);
    const { answer, changes } = apply(shop, command, metaOf(n + 1));
    for (const { entity } of changes) Object.freeze(entity);
    shop.commit(changes);
    answers.push(answer);
    after?.(shop, command, changes);
  });
  return { shop, answers };
}

const text = (shop: Tables) =>
  canonical(TABLES.map((table) => [...shop[table].values()].sort((a, b) => (a.id < b.id ? -1 : 1))));

const shopOfOne: CommandInput[] = [
  { type: 'printer.create', id: 'MK4', maker: 'Prusa', model: 'MK4S' },
  {
    type: 'spool.create',
    id: 'S1',
    filament: { product: { material: 'PLA', colour: 'Galaxy Black' } },
    totalMg: 1_000_000,
    remainingMg: 1_000_000,
  },
];
const job = (id: string, weightMg: number): CommandInput => ({
  type: 'job.create',
  id,
  printer: 'MK4',
  spool: 'S1',
  file: `${id}.gcode`,
  weightMg,
});
const last = (...commands: CommandInput[]) => play([...shopOfOne, ...commands]).answers.at(-1);
const code = (answer: Answer | undefined) => (answer && !answer.ok ? answer.refusal.code : 'ok');

const id = fc.constantFrom('a', 'b', 'c', '–ü', '🧵', 'J-0001', 'S-0001');
const mg = fc.integer({ min: 1, max: 400_000 });
const command: fc.Arbitrary<CommandInput> = fc.oneof(
  fc.record({
    type: fc.constant('printer.create' as const),
    id,
    maker: fc.constant('Prusa'),
    model: fc.constant('MK4S'),
  }),
  fc.record({
    type: fc.constant('spool.create' as const),
    id: fc.option(id, { nil: undefined }),
    filament: fc.record({
      product: fc.record({
        material: fc.constantFrom('PLA' as const, 'PETG' as const),
        colour: fc.constantFrom('Red', 'red', 'Blue'),
      }),
    }),
    totalMg: mg,
    remainingMg: mg,
  }),
  fc.record({
    type: fc.constant('job.create' as const),
    id: fc.option(id, { nil: undefined }),
    printer: id,
    spool: id,
    file: fc.constant('part.gcode'),
    weightMg: mg,
  }),
  fc.record({
    type: fc.constantFrom('job.start' as const, 'job.finish' as const, 'job.cancel' as const),
    id,
  }),
  fc.record({
    type: fc.constantFrom('printer.retire' as const, 'spool.retire' as const, 'filament.retire' as const),
    id,
  }),
  fc.record({
    type: fc.constant('spool.weigh' as const),
    id,
    remainingMg: fc.integer({ min: 0, max: 400_000 }),
  }),
  fc.record({ type: fc.constant('job.edit' as const), id, note: fc.constantFrom('', 'urgent') }),
);
const commands = fc.array(command, { maxLength: 80 });

describe('whatever is asked for', () => {
  it('no spool goes negative, no gram is promised twice, and one print runs on a printer', () => {
    fc.assert(
      fc.property(commands, (inputs) => {
        const open = new Map<string, number>();
        play(inputs, (shop, { type }) => {
          const running = [...shop.prints.values()].filter(({ outcome }) => outcome === 'running');
          expect(new Set(running.map(({ printer }) => printer)).size).toBe(running.length);
          for (const printer of shop.printers.values()) {
            expect(printer.print).toBe(running.find((print) => print.printer === printer.id)?.id ?? null);
          }
          for (const spool of shop.spools.values()) {
            const jobs = [...shop.jobs.values()].filter((one) => one.spool === spool.id);
            const sum = (...status: string[]) =>
              jobs
                .filter((one) => status.includes(one.status))
                .reduce((total, one) => total + one.weightMg, 0);
            expect(spool.remainingMg).toBeGreaterThanOrEqual(0);
            expect(spool.reservedMg).toBe(sum('Queued', 'Running'));
            expect(spool.printingMg).toBe(sum('Running'));
            // Only a scale may leave less than was promised; nothing promises more after that.
            const before = open.get(spool.id) ?? 0;
            if (spool.reservedMg > before) expect(spool.reservedMg).toBeLessThanOrEqual(spool.remainingMg);
            if (type === 'spool.weigh') expect(spool.reservedMg).toBe(before);
            open.set(spool.id, spool.reservedMg);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('no record vanishes or changes its name, and counts agree with what they count', () => {
    fc.assert(
      fc.property(commands, (inputs) => {
        const sizes = new Map<string, number>();
        const { shop } = play(inputs, (now, _command, changes) => {
          for (const table of TABLES) {
            expect(now[table].size).toBeGreaterThanOrEqual(sizes.get(table) ?? 0);
            sizes.set(table, now[table].size);
          }
          for (const { id: named, entity } of changes) expect(entity?.id).toBe(named);
        });
        for (const filament of shop.filaments.values()) {
          const spools = [...shop.spools.values()].filter(
            (spool) => spool.filament === filament.id && !spool.retired,
          );
          expect(filament.spools).toBe(spools.length);
        }
        for (const printer of shop.printers.values()) {
          const open = [...shop.jobs.values()].filter(
            (one) => one.printer === printer.id && (one.status === 'Queued' || one.status === 'Running'),
          );
          expect(printer.openJobs).toBe(open.length);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('the same log gives the same records and answers, and its changes carry them whole', () => {
    fc.assert(
      fc.property(commands, (inputs) => {
        const mirror = new Tables();
        const first = play(inputs, (_shop, _command, changes) =>
          mirror.commit(JSON.parse(JSON.stringify(changes)) as Change[]),
        );
        const second = play(inputs);
        expect(second.answers).toEqual(first.answers);
        expect(text(second.shop)).toBe(text(first.shop));
        expect(text(mirror)).toBe(text(first.shop));
      }),
      { numRuns: 200 },
    );
  });
});

describe('jobs', () => {
  it('wait for a busy printer, and only one of them starts', () => {
    const { answers } = play([
      ...shopOfOne,
      job('J1', 100_000),
      { type: 'job.start', id: 'J1' },
      job('J2', 100_000),
      { type: 'job.start', id: 'J2' },
    ]);
    expect(answers.map(code)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'printerBusy']);
  });

  it('are refused what open jobs hold already, saying what is left', () => {
    expect(last(job('J1', 700_000), job('J2', 400_000))).toEqual({
      ok: false,
      refusal: {
        code: 'insufficientFilament',
        params: { spool: 'S1', availableMg: 300_000, requiredMg: 400_000 },
      },
    });
  });

  it('book their grams when done, give them back when cancelled', () => {
    const { shop } = play([
      ...shopOfOne,
      job('J1', 200_000),
      { type: 'job.start', id: 'J1' },
      { type: 'job.finish', id: 'J1' },
      job('J2', 300_000),
      { type: 'job.cancel', id: 'J2' },
    ]);
    expect(shop.spools.get('S1')).toMatchObject({ remainingMg: 800_000, reservedMg: 0, printingMg: 0 });
    expect(shop.prints.get('P-0001')).toMatchObject({
      job: 'J1',
      outcome: 'done',
      usedMg: 200_000,
      endedAt: 1_004,
    });
  });

  it('that fall short after a weighing do not start', () => {
    expect(
      code(
        last(
          job('J1', 500_000),
          { type: 'spool.weigh', id: 'S1', remainingMg: 100_000 },
          { type: 'job.start', id: 'J1' },
        ),
      ),
    ).toBe('insufficientFilament');
  });

  it('are final once done or cancelled', () => {
    for (const type of ['job.start', 'job.finish', 'job.cancel'] as const) {
      expect(code(last(job('J1', 1), { type: 'job.cancel', id: 'J1' }, { type, id: 'J1' }))).toBe(
        'invalidTransition',
      );
    }
    expect(code(last(job('J1', 1), { type: 'job.finish', id: 'J1' }))).toBe('invalidTransition');
  });

  it('get generated ids that step aside for chosen ones', () => {
    const nameless = { ...job('', 1), id: undefined } as CommandInput;
    expect(last(job('J-0001', 1), nameless)).toEqual({ ok: true, id: 'J-0002' });
  });
});

describe('records in use', () => {
  it('are not retired', () => {
    expect(code(last(job('J1', 1), { type: 'printer.retire', id: 'MK4' }))).toBe('inUse');
    expect(code(last(job('J1', 1), { type: 'spool.retire', id: 'S1' }))).toBe('inUse');
    expect(code(last({ type: 'filament.retire', id: 'F-0001' }))).toBe('inUse');
  });

  it('once retired take no more jobs, but can be described', () => {
    expect(code(last({ type: 'printer.retire', id: 'MK4' }, job('J1', 1)))).toBe('retired');
    expect(
      code(last({ type: 'printer.retire', id: 'MK4' }, { type: 'printer.edit', id: 'MK4', note: 'sold' })),
    ).toBe('ok');
  });
});

describe('products', () => {
  it('are found again for an equal spool, whatever the letter case', () => {
    const { shop } = play([
      ...shopOfOne,
      {
        type: 'spool.create',
        filament: { product: { material: 'PLA', colour: 'galaxy black' } },
        totalMg: 5,
        remainingMg: 9,
      },
    ]);
    expect(shop.filaments.size).toBe(1);
    expect(shop.spools.get('S-0001')).toMatchObject({ filament: 'F-0001', remainingMg: 5 });
  });
});

describe('the shape of a command', () => {
  const bad: [string, unknown][] = [
    ['nothing', undefined],
    ['an unknown type', { type: 'shop.burn' }],
    ['a missing field', { type: 'printer.create', id: 'a', maker: 'Prusa' }],
    ['a wrong type', { ...job('a', 1), weightMg: '12' }],
    ['an empty name', { type: 'printer.create', id: ' ', maker: 'Prusa', model: 'x' }],
    ['a long id', { type: 'job.start', id: 'x'.repeat(65) }],
    ['a control character', { type: 'job.start', id: 'a\u0007b' }],
    ['a lone surrogate', { type: 'job.start', id: 'a\ud800' }],
    ['a reserved word', { type: 'job.start', id: '__proto__' }],
    ...[0, -500, Number.NaN, Number.POSITIVE_INFINITY, 1e308, 0.5].map((weightMg): [string, unknown] => [
      `a weight of ${weightMg}`,
      { ...job('a', 1), weightMg },
    ]),
    [
      'a material without a name',
      { ...shopOfOne[1], filament: { product: { material: ' ', colour: 'Oak' } } },
    ],
  ];
  it.each(bad)('is refused for %s', (_what, value) => {
    expect(CommandSchema.safeParse(value).success).toBe(false);
  });
});
