/** What the door lets in: shapes that are wrong never reach the log. */
import { describe, expect, it } from 'vitest';
import { CommandSchema, MAX_MG } from './commands.ts';

const job = {
  type: 'job.create',
  id: 'J-1',
  printer: 'MK4-1',
  spool: 'S-1',
  file: 'bracket.gcode',
  weightMg: 12_500,
  note: '',
};
const spool = {
  type: 'spool.create',
  id: 'S-1',
  filament: { id: 'F-1' },
  totalMg: 1_000_000,
  remainingMg: 1_000_000,
  note: '',
};
const filament = {
  type: 'filament.create',
  id: 'F-1',
  maker: 'eSun',
  material: 'PLA',
  colour: 'Red',
  hex: null,
};
const printer = { type: 'printer.create', id: 'MK4-1', maker: 'Prusa', model: 'MK4S', note: '' };
const samples: readonly Readonly<Record<string, unknown>>[] = [job, spool, filament, printer];

const taken = (value: unknown) => CommandSchema.safeParse(value).success;
const because = (value: unknown) =>
  CommandSchema.safeParse(value).error?.issues.map(({ message }) => message);

it('lets whole commands in as they are, and says the rest as it usually is', () => {
  for (const sample of samples) expect(CommandSchema.parse(sample)).toMatchObject(sample);
});

describe('every required field', () => {
  const optional = ['id', 'note', 'maker', 'hex', 'printer', 'spool'];
  const required = samples.flatMap((sample) =>
    Object.keys(sample)
      .filter((field) => !optional.includes(field) || (sample === printer && field === 'maker'))
      .map((field) => [String(sample['type']), field, sample] as const),
  );

  it.each(required)('of %s: %s cannot be missing or of another type', (_type, field, sample) => {
    for (const value of [undefined, null, true, [], {}, () => 1]) {
      expect(taken({ ...sample, [field]: value })).toBe(false);
    }
  });
});

describe('texts', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['empty', ''],
    ['blank', ' \t '],
    ['a NUL inside', 'a\u0000b'],
    ['a line break inside', 'a\nb'],
    ['DEL', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['a line separator inside', 'a\u2028b'],
    ['a bidirectional override', 'a\u202egpj.exe'],
    ['a lone high surrogate', 'a\ud83d'],
    ['a lone low surrogate', '\udc00a'],
  ];
  it.each(refused)('are refused when %s', (_what, text) => {
    expect(taken({ ...job, id: text })).toBe(false);
    expect(taken({ ...job, file: text })).toBe(false);
    expect(taken({ ...filament, colour: text })).toBe(false);
    expect(taken({ ...printer, model: text })).toBe(false);
    expect(taken({ ...printer, note: `x${text}x` })).toBe(text === '');
  });

  it('are trimmed, and may be of any script', () => {
    expect(CommandSchema.parse({ ...job, id: '  Kö-1 🧵 ' })).toMatchObject({ id: 'Kö-1 🧵' });
  });

  it('have a greatest length', () => {
    const limits = [
      [job, 'id', 64],
      [job, 'file', 1024],
      [job, 'note', 500],
      [filament, 'maker', 80],
      [filament, 'colour', 80],
      [printer, 'model', 80],
    ] as const;
    for (const [sample, field, limit] of limits) {
      expect(taken({ ...sample, [field]: 'x'.repeat(limit) })).toBe(true);
      expect(because({ ...sample, [field]: 'x'.repeat(limit + 1) })).toEqual([
        `must be at most ${limit} characters`,
      ]);
    }
  });

  it.each(['__proto__', 'constructor', 'prototype'])('are not taken as an id when %s', (id) => {
    expect(because({ ...job, id })).toEqual(['is a reserved word']);
    expect(taken({ ...job, printer: id })).toBe(false);
    expect(taken({ ...spool, filament: { id } })).toBe(false);
  });
});

describe('weights', () => {
  const absurd = [
    -1,
    -500_000,
    0.5,
    Number.NaN,
    Infinity,
    -Infinity,
    1e308,
    MAX_MG + 1,
    2 ** 53,
    '12',
    12n,
    null,
  ];
  it.each(absurd)('are not %s', (weight) => {
    expect(taken({ ...job, weightMg: weight })).toBe(false);
    expect(taken({ ...spool, totalMg: weight })).toBe(false);
    expect(taken({ ...spool, remainingMg: weight })).toBe(false);
    expect(taken({ type: 'spool.weigh', id: 'S-1', remainingMg: weight })).toBe(false);
  });

  it('may be nothing where a spool is empty, not where a job or reel is made', () => {
    expect(taken({ type: 'spool.weigh', id: 'S-1', remainingMg: 0 })).toBe(true);
    expect(because({ ...job, weightMg: 0 })).toEqual(['must be more than 0']);
    expect(because({ ...spool, totalMg: 0 })).toEqual(['must be more than 0']);
    expect(taken({ ...job, weightMg: MAX_MG })).toBe(true);
  });
});

describe('products', () => {
  it('are of any material that has a name, in capitals', () => {
    expect(CommandSchema.parse({ ...filament, material: ' pla+ ' })).toMatchObject({ material: 'PLA+' });
    const longest = CommandSchema.parse({ ...filament, material: 'ß'.repeat(20) });
    expect(CommandSchema.parse(longest)).toEqual(longest);
    expect(taken({ ...filament, material: 'ß'.repeat(21) })).toBe(false);
    for (const material of ['', ' ', 'a\nb', 'x'.repeat(41)])
      expect(taken({ ...filament, material })).toBe(false);
  });

  it('have colours, densities and amounts that there can be', () => {
    const wrong: Record<string, unknown>[] = [
      { hex: '#GGG' },
      { hex: '#12345' },
      { moreHexes: ['red'] },
      { moreHexes: Array<string>(8).fill('#aabbcc') },
      { densityMgPerCm3: 0 },
      { densityMgPerCm3: 1.24 },
      { diameterUm: 17_500 },
      { priceCents: -1 },
      { nozzleC: 900 },
    ];
    for (const fields of wrong) expect(taken({ ...filament, ...fields })).toBe(false);
  });

  it('have a colour like #1a2b3c or none', () => {
    expect(CommandSchema.parse({ ...filament, hex: '#AABBCC' })).toMatchObject({ hex: '#aabbcc' });
    for (const hex of ['red', '#abc', '#aabbccdd', '#gggggg', '#aabbcc\n']) {
      expect(taken({ ...filament, hex })).toBe(false);
    }
  });
});

describe('what is no command', () => {
  const strange: readonly unknown[] = [undefined, null, 0, '', 'job.start', [], [job], {}, { type: null }];
  it.each(strange)('%j', (value) => expect(taken(value)).toBe(false));
  it.each(['__proto__', 'constructor', 'toString', 'job', 'job.explode', 'JOB.START', ''])(
    'type %j',
    (type) => expect(taken({ ...job, type })).toBe(false),
  );
});

it('drops fields that it does not know, traps among them', () => {
  const text =
    '{"type":"job.start","id":"J-1","retired":true,"__proto__":{"polluted":1},"constructor":{"x":1}}';
  const command: object = CommandSchema.parse(JSON.parse(text));
  expect(Object.keys(command).sort()).toEqual(['anyway', 'cleared', 'id', 'type']);
  expect(Object.getPrototypeOf(command)).toBe(Object.prototype);
  expect('polluted' in {}).toBe(false);
});
