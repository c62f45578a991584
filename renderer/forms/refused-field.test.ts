import { describe, expect, it } from 'vitest';
import type { Refusal, RefusalCode } from '../../shared/domain/answers.ts';
import { refusedField } from './refused-field.ts';

const job = new Set(['file', 'printer', 'spool', 'weightMg', 'id', 'note']);
const spool = new Set([
  'of',
  'filament',
  'maker',
  'material',
  'colour',
  'hex',
  'totalMg',
  'remainingMg',
  'id',
  'note',
]);
const filament = new Set(['maker', 'material', 'colour', 'hex', 'id']);
const nothing = new Set<string>();

type Case = readonly [fields: ReadonlySet<string>, refusal: Refusal, field: string | null];

/** One of each at least; the compiler asks for a new one where a code is added. */
const CASES: {
  [C in RefusalCode]: readonly (Case & readonly [unknown, Extract<Refusal, { code: C }>, unknown])[];
} = {
  duplicateId: [
    [job, { code: 'duplicateId', params: { kind: 'job', id: 'J-1' } }, 'id'],
    [spool, { code: 'duplicateId', params: { kind: 'spool', id: 'S-1' } }, 'id'],
  ],
  notFound: [
    [job, { code: 'notFound', params: { kind: 'spool', id: 'S-1' } }, 'spool'],
    [job, { code: 'notFound', params: { kind: 'printer', id: 'P-1' } }, 'printer'],
    [spool, { code: 'notFound', params: { kind: 'filament', id: 'F-1' } }, 'filament'],
    // The record that the form is about: no field of it is wrong.
    [new Set(['file', 'note']), { code: 'notFound', params: { kind: 'job', id: 'J-1' } }, null],
  ],
  retired: [
    [job, { code: 'retired', params: { kind: 'printer', id: 'P-1' } }, 'printer'],
    [new Set(['remainingMg']), { code: 'retired', params: { kind: 'spool', id: 'S-1' } }, null],
  ],
  duplicateProduct: [
    [filament, { code: 'duplicateProduct', params: { id: 'F-1' } }, 'colour'],
    [new Set(['maker', 'colour', 'hex']), { code: 'duplicateProduct', params: { id: 'F-1' } }, 'colour'],
  ],
  inUse: [[nothing, { code: 'inUse', params: { kind: 'spool', id: 'S-1', by: 'jobs' } }, null]],
  insufficientFilament: [
    [
      job,
      { code: 'insufficientFilament', params: { spool: 'S-1', availableMg: 1, requiredMg: 2 } },
      'weightMg',
    ],
  ],
  printerBusy: [
    [job, { code: 'printerBusy', params: { printer: 'P-1', job: 'J-2' } }, 'printer'],
    [nothing, { code: 'printerBusy', params: { printer: 'P-1', job: 'J-2' } }, null],
  ],
  invalidTransition: [
    [nothing, { code: 'invalidTransition', params: { job: 'J-1', from: 'Done', to: 'Running' } }, null],
  ],
  notRetired: [[job, { code: 'notRetired', params: { kind: 'spool', id: 'S-1' } }, null]],
  insufficientStock: [
    [
      job,
      {
        code: 'insufficientStock',
        params: { material: 'PETG', colour: 'Orange', availableMg: 1, requiredMg: 2 },
      },
      'weightMg',
    ],
  ],
  unchosen: [[job, { code: 'unchosen', params: { job: 'J-1', what: 'printer' } }, 'printer']],
  notOfJob: [[job, { code: 'notOfJob', params: { job: 'J-1', kind: 'spool', id: 'S-1' } }, null]],
  doesNotFit: [
    [
      job,
      {
        code: 'doesNotFit',
        params: {
          job: 'J-1',
          printer: 'P-1',
          reasons: [{ code: 'plate' }, { code: 'nozzle', wantsUm: 600, hasUm: [400] }],
        },
      },
      null,
    ],
  ],
  held: [[job, { code: 'held', params: { job: 'J-1' } }, null]],
  over: [[job, { code: 'over', params: { job: 'J-1' } }, null]],
  running: [[job, { code: 'running', params: { job: 'J-1', field: 'weightMg' } }, 'weightMg']],
  tooFewCopies: [[job, { code: 'tooFewCopies', params: { job: 'J-1', copies: 3 } }, null]],
  noMaterial: [[job, { code: 'noMaterial', params: {} }, null]],
  slotTaken: [[job, { code: 'slotTaken', params: { printer: 'P-1', slot: 2, spool: 'S-1' } }, null]],
  noSuchSlot: [[job, { code: 'noSuchSlot', params: { printer: 'P-1', slots: 4 } }, null]],
  printing: [[job, { code: 'printing', params: { kind: 'spool', id: 'S-1' } }, null]],
  plateClear: [[job, { code: 'plateClear', params: { printer: 'P-1' } }, null]],
  reelUnknown: [[job, { code: 'reelUnknown', params: { spool: 'S-1' } }, null]],
  underReel: [[job, { code: 'underReel', params: { spool: 'S-1', emptyReelMg: 250_000 } }, null]],
  oneWeight: [[job, { code: 'oneWeight', params: { spool: 'S-1' } }, null]],
  oneId: [[job, { code: 'oneId', params: { count: 10 } }, 'id']],
  notInQueue: [[job, { code: 'notInQueue', params: { job: 'J-1' } }, null]],
  notUndoable: [[job, { code: 'notUndoable', params: { activity: '7' } }, null]],
  changedSince: [[job, { code: 'changedSince', params: { kind: 'spool', id: 'S-1' } }, null]],
  inBatch: [[job, { code: 'inBatch', params: { at: 0, refusal: { code: 'tooNew', params: {} } } }, null]],
  tooNew: [[job, { code: 'tooNew', params: {} }, null]],
  unreadable: [[job, { code: 'unreadable', params: {} }, null]],
};

describe.each(Object.entries(CASES))('a refusal %s', (_code, cases) => {
  it('stands at the field that it is about, or at the foot where the form has none', () => {
    for (const [fields, refusal, field] of cases) expect(refusedField(refusal, fields)).toBe(field);
  });

  it('never stands at a field that the form does not have', () => {
    for (const [, refusal] of cases) expect(refusedField(refusal, nothing)).toBeNull();
  });
});
