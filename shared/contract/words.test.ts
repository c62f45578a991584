import { describe, expect, it } from 'vitest';
import type { Refusal, RefusalCode } from '../domain/answers.ts';
import { grams, productName, sentence } from './words.ts';

/** One of each; the compiler asks for a new one where a code is added. */
const EXAMPLES: { [C in RefusalCode]: Extract<Refusal, { code: C }> } = {
  duplicateId: { code: 'duplicateId', params: { kind: 'printer', id: 'MK4-1' } },
  notFound: { code: 'notFound', params: { kind: 'spool', id: 'S-0007' } },
  retired: { code: 'retired', params: { kind: 'printer', id: 'MK4-1' } },
  duplicateProduct: { code: 'duplicateProduct', params: { id: 'F-0002' } },
  inUse: { code: 'inUse', params: { kind: 'spool', id: 'S-0007', by: 'jobs' } },
  insufficientFilament: {
    code: 'insufficientFilament',
    params: { spool: 'S-0007', availableMg: 12_500, requiredMg: 40_000 },
  },
  printerBusy: { code: 'printerBusy', params: { printer: 'MK4-1', job: 'J-0003' } },
  invalidTransition: { code: 'invalidTransition', params: { job: 'J-0003', from: 'Done', to: 'Running' } },
  notRetired: { code: 'notRetired', params: { kind: 'spool', id: 'S-1' } },
  insufficientStock: {
    code: 'insufficientStock',
    params: { material: 'PETG', colour: 'Orange', availableMg: 1, requiredMg: 2 },
  },
  unchosen: { code: 'unchosen', params: { job: 'J-1', what: 'printer' } },
  notOfJob: { code: 'notOfJob', params: { job: 'J-1', kind: 'spool', id: 'S-1' } },
  doesNotFit: {
    code: 'doesNotFit',
    params: {
      job: 'J-1',
      printer: 'P-1',
      reasons: [{ code: 'plate' }, { code: 'nozzle', wantsUm: 600, hasUm: [400] }],
    },
  },
  held: { code: 'held', params: { job: 'J-1' } },
  over: { code: 'over', params: { job: 'J-1' } },
  running: { code: 'running', params: { job: 'J-1', field: 'weightMg' } },
  tooFewCopies: { code: 'tooFewCopies', params: { job: 'J-1', copies: 3 } },
  noMaterial: { code: 'noMaterial', params: {} },
  slotTaken: { code: 'slotTaken', params: { printer: 'P-1', slot: 2, spool: 'S-1' } },
  noSuchSlot: { code: 'noSuchSlot', params: { printer: 'P-1', slots: 4 } },
  printing: { code: 'printing', params: { kind: 'spool', id: 'S-1' } },
  plateClear: { code: 'plateClear', params: { printer: 'P-1' } },
  reelUnknown: { code: 'reelUnknown', params: { spool: 'S-1' } },
  underReel: { code: 'underReel', params: { spool: 'S-1', emptyReelMg: 250_000 } },
  oneWeight: { code: 'oneWeight', params: { spool: 'S-1' } },
  oneId: { code: 'oneId', params: { count: 10 } },
  notInQueue: { code: 'notInQueue', params: { job: 'J-1' } },
  notUndoable: { code: 'notUndoable', params: { activity: '7' } },
  changedSince: { code: 'changedSince', params: { kind: 'spool', id: 'S-1' } },
  inBatch: {
    code: 'inBatch',
    params: { at: 3, refusal: { code: 'notFound', params: { kind: 'spool', id: 'S-0007' } } },
  },
  tooNew: { code: 'tooNew', params: {} },
  unreadable: { code: 'unreadable', params: {} },
};

describe.each(Object.values(EXAMPLES))('$code', (refusal) => {
  it('is a sentence that names what it is about', () => {
    const text = sentence(refusal);
    expect(text).toMatch(/^[A-Z].*\.$/u);
    const params = Object.entries(refusal.params);
    for (const [name, value] of params) {
      if (['id', 'spool', 'printer', 'job'].includes(name)) expect(text).toContain(String(value));
    }
  });

  it('uses no word of the machinery', () => {
    expect(sentence(refusal)).not.toMatch(
      /undefined|\braft\b|leader|quorum|commit|\bterm\b|\blog\b|replica|\bMg\b/iu,
    );
  });
});

it('tells weights in grams, as they are', () => {
  expect(grams(12_500)).toBe('12.5');
  expect(grams(1_000)).toBe('1');
  expect(grams(1)).toBe('0.001');
  expect(grams(0)).toBe('0');
  expect(grams(100_000_000)).toBe('100000');
  expect(sentence(EXAMPLES.insufficientFilament)).toContain('12.5 g');
  expect(sentence(EXAMPLES.insufficientFilament)).toContain('40 g');
});

it('tells nobody of a spool that has less than nothing free', () => {
  const params = { spool: 'S-0007', availableMg: -5_000, requiredMg: 1_000 };
  expect(sentence({ code: 'insufficientFilament', params })).not.toContain('-5');
});

it('a product is called by what is known of it', () => {
  const black = { material: 'PLA', colour: 'Galaxy Black' } as const;
  expect(productName({ maker: 'Prusament', ...black })).toBe('Prusament PLA Galaxy Black');
  expect(productName({ maker: '', ...black })).toBe('PLA Galaxy Black');
});
