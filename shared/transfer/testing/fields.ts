/** Values of fields, among them whatever is hard on files: for tests. */
import fc from 'fast-check';

export const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
/** Texts that CSV, spreadsheets, lists and UTF-16 could stumble over. */
export const nasty = fc.constantFrom(
  ...[
    '',
    '=1+1',
    "=cmd|' /C calc'!A0",
    "'=x",
    "''",
    '-5',
    '+49 30',
    '@home',
    'a;b',
    'a\\;b',
    '\\',
    'a, "b"',
    '1,5',
  ],
  ...['PETG\u00a0HF', '🧵', 'ﬁ İ', 'yes', '2026-01-31', '-', '"', '# x', 'µ'],
);
const wordly = nasty.map((text) => (text === '' ? 'x' : text));
const hex = fc.constantFrom('#00ff00', '#123abc');
export const mg = fc.integer({ min: 0, max: 1_100_000 });
const moment = fc.oneof(fc.integer({ min: 0, max: 7_258_118_400_000 }), fc.constant(1_767_225_600_000));
const cents = fc.integer({ min: 0, max: 1_000_000_000 });
const mm = fc.integer({ min: 1, max: 10_000 });

export const details = {
  hex: maybe(hex),
  moreHexes: fc.array(hex, { maxLength: 3 }),
  densityMgPerCm3: maybe(fc.integer({ min: 100, max: 20_000 })),
  diameterUm: fc.constantFrom(1_750, 2_850, 500),
  priceCents: maybe(cents),
  netMg: maybe(fc.integer({ min: 1, max: 1_000_000 })),
  emptyReelMg: maybe(mg),
  nozzleC: maybe(fc.integer({ min: 0, max: 600 })),
  bedC: maybe(fc.integer({ min: 0, max: 600 })),
  reorderBelowMg: maybe(fc.integer({ min: 1, max: 1_000_000 })),
  article: nasty,
  note: nasty,
};
export const ofPrinter = {
  maker: wordly,
  model: wordly,
  note: nasty,
  widthMm: maybe(mm),
  depthMm: maybe(mm),
  heightMm: maybe(mm),
  nozzlesUm: fc.array(fc.constantFrom(400, 600, 250, 1_005), { maxLength: 3 }),
  slots: fc.integer({ min: 1, max: 4 }),
  plate: fc.constantFrom('', 'PEI; rough'),
  materials: fc.array(fc.constantFrom('PLA', 'PETG', 'PA;CF'), { maxLength: 2 }),
  tags: fc.array(wordly, { maxLength: 3 }),
  group: nasty,
};
export const ofSpool = {
  note: nasty,
  lot: nasty,
  emptyReelMg: maybe(mg),
  priceCents: maybe(cents),
  openedAt: maybe(moment),
  driedAt: maybe(moment),
};
export const ofJob = {
  file: wordly,
  weightMg: fc.integer({ min: 1, max: 200_000 }),
  note: nasty,
  copies: fc.integer({ min: 1, max: 3 }),
  priority: fc.integer({ min: -9, max: 9 }),
  dueAt: maybe(moment),
  estimateSeconds: maybe(fc.integer({ min: 1, max: 10_000_000 })),
  customer: nasty,
  nozzleUm: maybe(fc.constantFrom(400, 255)),
  plate: maybe(fc.constantFrom('PEI')),
  widthMm: maybe(mm),
  depthMm: maybe(mm),
  heightMm: maybe(mm),
  tags: fc.array(wordly, { maxLength: 2 }),
};
export const named = { maker: fc.constantFrom('', 'eSun'), colour: fc.constantFrom('Red', 'red', '=Blue') };
export const material = fc.constantFrom('PLA', 'PETG');
