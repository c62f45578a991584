/** Printing: what may start where, what becomes of plates and spools, and what is booked. */
import { describe, expect, it } from 'vitest';
import { job, Play, printer, spool } from './testing/play.ts';

const G = 1_000;
const shop = (more: object = {}) =>
  new Play().do(
    printer('P1', { slots: 2, nozzlesUm: [400], ...more }),
    printer('P2'),
    spool('S1'),
    spool('S2'),
  );
const code = (refusal: unknown) => (refusal as { code?: string }).code;
const start = (id: string, from = 'S1', on = 'P1') =>
  ({ type: 'job.start', id, printer: on, spool: from }) as const;

describe('a start', () => {
  it('says everything that is in its way at once', () => {
    const play = shop({ plate: 'PEI', tags: ['dry'], heightMm: 200, materials: ['PLA'] });
    play.do(job('X'), start('X'), { type: 'job.finish', id: 'X' }, spool('S3', {}, { material: 'PETG' }));
    play.do(
      job('A', { nozzleUm: 600, plate: 'glass', heightMm: 250, tags: ['Dry', 'enclosed'], colour: 'black' }),
    );
    expect(play.refusal(start('A', 'S3'))).toEqual({
      code: 'doesNotFit',
      params: {
        job: 'A',
        printer: 'P1',
        reasons: [
          { code: 'plate' },
          { code: 'nozzle', wantsUm: 600, hasUm: [400] },
          { code: 'plateType', wants: 'glass', has: 'PEI' },
          { code: 'volume', axis: 'height', wantsMm: 250, hasMm: 200 },
          { code: 'tag', wants: 'enclosed' },
          { code: 'material', wants: 'PLA', has: 'PETG' },
          { code: 'notAllowed', material: 'PETG' },
        ],
      },
    });
    play.do({ ...start('A'), anyway: true });
  });

  it('waits for the plate, unless whoever starts says that it is clear', () => {
    const play = shop().do(job('A', { copies: 3 }), start('A'), { type: 'job.finish', id: 'A' });
    expect(play.printer('P1').state).toBe('plate');
    expect(code(play.refusal(start('A')))).toBe('doesNotFit');
    play.do(
      { ...start('A'), cleared: true },
      { type: 'job.finish', id: 'A' },
      { type: 'printer.clear', id: 'P1' },
    );
    play.do(start('A'));
    expect(code(play.refusal({ type: 'printer.clear', id: 'P1' }))).toBe('plateClear');
  });

  it('is not possible in maintenance, while another runs, or on what is retired', () => {
    const play = shop().do(job('A', { copies: 3 }), { type: 'printer.maintain', id: 'P1', on: true });
    expect(code(play.refusal({ ...start('A'), cleared: true }))).toBe('doesNotFit');
    play.do({ type: 'printer.maintain', id: 'P1', on: false }, start('A'));
    expect(play.refusal({ ...start('A', 'S2'), anyway: true })).toEqual({
      code: 'printerBusy',
      params: { printer: 'P1', job: 'A' },
    });
    play.do({ type: 'spool.retire', id: 'S2' }, { type: 'printer.retire', id: 'P2' });
    expect(code(play.refusal({ ...start('A', 'S1', 'P2'), anyway: true }))).toBe('retired');
  });

  it('keeps to the printer and the spool that the job names', () => {
    const play = shop().do(job('A', { printer: 'P1', spool: 'S1' }));
    expect(play.refusal(start('A', 'S1', 'P2'))).toMatchObject({
      code: 'notOfJob',
      params: { kind: 'printer' },
    });
    expect(play.refusal(start('A', 'S2'))).toMatchObject({ code: 'notOfJob', params: { kind: 'spool' } });
    play.do({ type: 'job.start', id: 'A' });
  });

  it('puts its spool into the printer: into a free slot, else in place of the last one', () => {
    const play = shop().do(spool('S3'), job('A', { copies: 9 }));
    for (const from of ['S1', 'S2', 'S3'])
      play.do({ ...start('A', from), cleared: true }, { type: 'job.finish', id: 'A' });
    expect(play.printer('P1').loaded).toEqual(['S1', 'S3']);
    expect(play.spool('S2')).toMatchObject({ printer: null, slot: null, location: '' });
  });

  it('warns of a spool that is printing elsewhere, and leaves it there', () => {
    const play = shop().do(job('A', { copies: 2 }), start('A'));
    expect(play.refusal(start('A', 'S1', 'P2'))).toMatchObject({
      params: { reasons: [{ code: 'spoolElsewhere', printer: 'P1' }] },
    });
    play.do({ ...start('A', 'S1', 'P2'), anyway: true });
    expect(play.spool('S1')).toMatchObject({ printer: 'P1', printingMg: 200 * G });
  });
});

describe('another spool in the middle of a print', () => {
  it('gives what is still missing, and each is booked what it gave', () => {
    const play = shop().do(job('A', { weightMg: 300 * G }), { ...start('A'), cleared: true });
    play.do({ type: 'job.changeSpool', id: 'A', spool: 'S2', usedMg: 120 * G });
    expect(play.spool('S1')).toMatchObject({
      remainingMg: 880 * G,
      reservedMg: 0,
      printingMg: 0,
      printer: null,
    });
    expect(play.spool('S2')).toMatchObject({
      reservedMg: 180 * G,
      printingMg: 180 * G,
      printer: 'P1',
      slot: 1,
    });
    play.do({ type: 'job.finish', id: 'A' });
    expect(play.spool('S2').remainingMg).toBe(820 * G);
    expect(play.print('P-0001')).toMatchObject({
      spool: 'S2',
      usedMg: 300 * G,
      earlier: [{ spool: 'S1', usedMg: 120 * G }],
    });
  });

  it('has to have that to spare', () => {
    const play = shop().do(
      job('A', { weightMg: 300 * G }),
      start('A'),
      job('B', { spool: 'S2', weightMg: 900 * G }),
    );
    expect(play.refusal({ type: 'job.changeSpool', id: 'A', spool: 'S2', usedMg: 100 * G })).toMatchObject({
      code: 'insufficientFilament',
      params: { spool: 'S2', availableMg: 100 * G, requiredMg: 200 * G },
    });
    expect(play.spool('S1').printingMg).toBe(300 * G);
  });

  it('of several copies has to say which', () => {
    const play = shop().do(job('A', { copies: 2 }), start('A'), start('A', 'S2', 'P2'), spool('S3'));
    expect(code(play.refusal({ type: 'job.changeSpool', id: 'A', spool: 'S3' }))).toBe('unchosen');
    expect(code(play.refusal({ type: 'job.fail', id: 'A' }))).toBe('unchosen');
    play.do({ type: 'job.changeSpool', id: 'A', spool: 'S3', print: 'P-0002', usedMg: 0 });
    expect(play.spool('S3')).toMatchObject({ printer: 'P2', printingMg: 100 * G });
  });
});

describe('spools', () => {
  it('are weighed with their reel, or without', () => {
    const play = shop().do({ type: 'spool.edit', id: 'S1', emptyReelMg: 250 * G });
    play.do({ type: 'spool.weigh', id: 'S1', grossMg: 700 * G, note: 'kitchen scale' });
    expect(play.spool('S1').remainingMg).toBe(450 * G);
    expect(play.archive.activity.at(play.archive.activity.length - 1)).toMatchObject({
      note: 'kitchen scale',
    });
    expect(code(play.refusal({ type: 'spool.weigh', id: 'S1', grossMg: 249 * G }))).toBe('underReel');
    expect(code(play.refusal({ type: 'spool.weigh', id: 'S2', grossMg: 700 * G }))).toBe('reelUnknown');
    expect(code(play.refusal({ type: 'spool.weigh', id: 'S1' }))).toBe('oneWeight');
    expect(code(play.refusal({ type: 'spool.weigh', id: 'S1', grossMg: 1, remainingMg: 1 }))).toBe(
      'oneWeight',
    );
    play.do({ type: 'filament.edit', id: 'F-0001', emptyReelMg: 200 * G });
    play.do({ type: 'spool.weigh', id: 'S2', grossMg: 700 * G });
    expect(play.spool('S2').remainingMg).toBe(500 * G);
  });

  it('come by the dozen', () => {
    const play = new Play();
    const answer = play.try({ ...spool('x', { count: 12, location: 'Shelf 2' }), id: undefined } as never);
    expect(answer).toMatchObject({ ok: true, id: 'S-0001' });
    expect(answer.ok && answer.ids).toHaveLength(12);
    expect([...play.spools.values()].every(({ location }) => location === 'Shelf 2')).toBe(true);
    expect(play.filaments.get('F-0001')?.spools).toBe(12);
    expect(play.refusal(spool('x', { count: 2 }))).toEqual({ code: 'oneId', params: { count: 2 } });
  });

  it('move between slots and shelves, never into a slot that is taken', () => {
    const play = shop();
    const move = (id: string, printer: string | null, slot: number | null, location = '') =>
      ({ type: 'spool.move', id, printer, slot, location }) as const;
    play.do(move('S1', 'P1', 2));
    expect(play.printer('P1').loaded).toEqual([null, 'S1']);
    expect(play.refusal(move('S2', 'P1', 2))).toEqual({
      code: 'slotTaken',
      params: { printer: 'P1', slot: 2, spool: 'S1' },
    });
    expect(code(play.refusal(move('S2', 'P1', 3)))).toBe('noSuchSlot');
    play.do(move('S2', 'P1', 1), move('S1', null, null, 'Dry box'));
    expect(play.printer('P1').loaded).toEqual(['S2']);
    expect(play.spool('S1')).toMatchObject({ printer: null, location: 'Dry box' });
    play.do(job('A'), start('A', 'S2'));
    expect(play.refusal(move('S2', null, null))).toEqual({
      code: 'printing',
      params: { kind: 'spool', id: 'S2' },
    });
  });

  it('that are back in use are of a filament that is', () => {
    const play = new Play().do(
      spool('S1'),
      { type: 'spool.retire', id: 'S1' },
      { type: 'filament.retire', id: 'F-0001' },
    );
    expect(code(play.refusal({ type: 'spool.restore', id: 'S1' }))).toBe('retired');
    play.do(spool('S9'));
    expect(code(play.refusal({ type: 'filament.restore', id: 'F-0001' }))).toBe('duplicateProduct');
    play.do({ type: 'spool.retire', id: 'S9' }, { type: 'filament.retire', id: 'F-0002' });
    play.do({ type: 'filament.restore', id: 'F-0001' }, { type: 'spool.restore', id: 'S1' });
    expect(play.filaments.get('F-0001')?.spools).toBe(1);
  });
});

describe('a shop that is short', () => {
  it('starts what was promised its grams before, as long as a spool has them', () => {
    const play = new Play().do(printer('P1'), spool('S1'), job('A', { copies: 10 }));
    play.do({ type: 'spool.weigh', id: 'S1', remainingMg: 999_900 });
    play.do(start('A'), { type: 'job.finish', id: 'A' });
    expect(play.spool('S1').remainingMg).toBe(899_900);
  });

  it('tries a copy again from a spool like the one that was thrown away', () => {
    const play = new Play().do(
      printer('P1'),
      spool('S1'),
      spool('S2'),
      job('A', { spool: 'S1' }),
      start('A'),
    );
    play.do({ type: 'job.changeSpool', id: 'A', spool: 'S2', usedMg: 0 }, { type: 'spool.retire', id: 'S1' });
    play.do({ type: 'job.fail', id: 'A' });
    expect(play.job('A')).toMatchObject({ spool: null, material: 'PLA', colour: 'Black' });
    expect(play.spool('S1').reservedMg).toBe(0);
  });
});

describe('taking back', () => {
  const last = (play: Play) => String(play.archive.activity.length);

  it('an edit gives the fields that it changed, and is on record itself', () => {
    const play = shop().do({ type: 'printer.edit', id: 'P1', note: 'Hot end swapped', tags: ['dry'] });
    play.do({ type: 'activity.undo', id: last(play) });
    expect(play.printer('P1')).toMatchObject({ note: '', tags: [] });
    expect(play.archive.activity.get(last(play))).toMatchObject({
      action: 'activity.undo',
      undoes: '5',
      changes: [{ table: 'printers', id: 'P1', before: { tags: ['dry'] }, after: { tags: [] } }],
    });
    play.do({ type: 'activity.undo', id: last(play) });
    expect(play.printer('P1').note).toBe('Hot end swapped');
  });

  it('is refused where something else came after, and for starts and finishes', () => {
    const play = shop().do({ type: 'spool.weigh', id: 'S1', remainingMg: 500 * G });
    const weighing = last(play);
    play.do({ type: 'spool.weigh', id: 'S1', remainingMg: 400 * G });
    expect(play.refusal({ type: 'activity.undo', id: weighing })).toEqual({
      code: 'changedSince',
      params: { kind: 'spool', id: 'S1' },
    });
    play.do(job('A'), start('A', 'S2'));
    expect(code(play.refusal({ type: 'activity.undo', id: last(play) }))).toBe('notUndoable');
    expect(code(play.refusal({ type: 'activity.undo', id: '9999' }))).toBe('notFound');
  });

  it('puts nothing on hold that is over', () => {
    const play = shop().do(
      job('A'),
      { type: 'job.hold', id: 'A', held: true },
      { type: 'job.hold', id: 'A', held: false },
    );
    const release = last(play);
    play.do(start('A'), { type: 'job.finish', id: 'A' });
    expect(code(play.refusal({ type: 'activity.undo', id: release }))).toBe('over');
  });

  it('meets the rules that a hand would: a slot may be taken meanwhile', () => {
    const play = shop().do({ type: 'spool.move', id: 'S1', printer: 'P1', slot: 1 });
    play.do({ type: 'spool.move', id: 'S1', location: 'Shelf' });
    const move = last(play);
    play.do({ type: 'spool.move', id: 'S2', printer: 'P1', slot: 1 });
    expect(code(play.refusal({ type: 'activity.undo', id: move }))).toBe('slotTaken');
  });
});
