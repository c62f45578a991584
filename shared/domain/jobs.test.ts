/** Orders: how many copies, for what, promised which grams, and what may still change about them. */
import { describe, expect, it } from 'vitest';
import { RECENT_JOBS } from './filing.ts';
import { inQueueOrder } from './queue.ts';
import { job, Play, printer, spool } from './testing/play.ts';

const G = 1_000;
const shop = () =>
  new Play().do(printer('P1'), printer('P2'), spool('S1'), spool('S2', {}, { colour: 'Red' }));
const code = (refusal: unknown) => (refusal as { code?: string }).code;
const start = (id: string, on: string, from: string) =>
  ({ type: 'job.start', id, printer: on, spool: from, cleared: true }) as const;

describe('a job for any spool', () => {
  it('is promised grams of its material, or of its colour', () => {
    const play = shop();
    play.do(job('A', { copies: 12 }));
    expect(play.refusal(job('B', { weightMg: 801 * G }))).toEqual({
      code: 'insufficientStock',
      params: { material: 'PLA', colour: '', availableMg: 800 * G, requiredMg: 801 * G },
    });
    // A kilogram of black is there; 1,200 g of any colour are promised, so 800 g of it are left.
    expect(code(play.refusal(job('C', { colour: 'black', weightMg: 801 * G })))).toBe('insufficientStock');
    play.do(job('D', { colour: 'BLACK', weightMg: 800 * G }));
    expect(code(play.refusal(job('E', { spool: 'S2', weightMg: 1 })))).toBe('insufficientFilament');
  });

  it('of one colour leaves the other colours to others', () => {
    const play = shop().do(job('A', { colour: 'Black', copies: 10 }));
    expect(code(play.refusal(job('B', { colour: 'Black', weightMg: 1 })))).toBe('insufficientStock');
    play.do(job('C', { colour: 'Red', copies: 10 }));
    expect(code(play.refusal(job('D', { weightMg: 1 })))).toBe('insufficientStock');
  });

  it('has to say what it is made of', () => {
    expect(shop().refusal(job('A', { material: null }))).toEqual({ code: 'noMaterial', params: {} });
  });

  it('takes its grams from the spool that it is started on, and only what others leave there', () => {
    const play = shop().do(job('A', { spool: 'S1', weightMg: 950 * G }), job('B', { copies: 2 }));
    expect(code(play.refusal(start('B', 'P1', 'S1')))).toBe('insufficientFilament');
    expect(play.refusal({ ...start('B', 'P1', 'S1'), anyway: true })).toEqual({
      code: 'insufficientFilament',
      params: { spool: 'S1', availableMg: 50 * G, requiredMg: 100 * G },
    });
    play.do(start('B', 'P1', 'S2'));
    expect(play.spool('S2')).toMatchObject({
      reservedMg: 100 * G,
      printingMg: 100 * G,
      printer: 'P1',
      slot: 1,
    });
    expect([...play.demands.values()]).toMatchObject([
      { material: 'PLA', colour: null, reservedMg: 100 * G },
    ]);
  });

  it('is started on what is loaded and fits, where nobody says from what', () => {
    const play = shop().do(job('A', { colour: 'Red' }));
    expect(play.refusal({ type: 'job.start', id: 'A', printer: 'P1' })).toEqual({
      code: 'unchosen',
      params: { job: 'A', what: 'spool' },
    });
    play.do({ type: 'spool.move', id: 'S2', printer: 'P1', slot: 1 });
    play.do({ type: 'job.start', id: 'A', printer: 'P1' });
    expect(play.print('P-0001')).toMatchObject({ job: 'A', printer: 'P1', spool: 'S2', operator: 'Ada' });
  });
});

describe('copies', () => {
  it('run side by side, and the job is done with the last of them', () => {
    const play = shop().do(job('A', { copies: 3 }), start('A', 'P1', 'S1'), start('A', 'P2', 'S2'));
    expect(play.job('A')).toMatchObject({ status: 'Running', running: 2, done: 0 });
    expect(play.refusal({ type: 'job.finish', id: 'A' })).toEqual({
      code: 'unchosen',
      params: { job: 'A', what: 'print' },
    });
    play.do({ type: 'job.finish', id: 'A', print: 'P-0001' }, { type: 'job.finish', id: 'A' });
    expect(play.job('A')).toMatchObject({ status: 'Queued', running: 0, done: 2, completedAt: null });
    play.do(start('A', 'P1', 'S1'), { type: 'job.finish', id: 'A', usedMg: 120 * G });
    expect(play.job('A')).toMatchObject({ status: 'Done', done: 3 });
    expect(play.spool('S1')).toMatchObject({ remainingMg: 780 * G, reservedMg: 0, printingMg: 0 });
    expect([...play.demands.values()]).toEqual([]);
  });

  it('that fail are tried again, or given up', () => {
    const play = shop().do(job('A', { copies: 2 }), start('A', 'P1', 'S1'));
    play.do({ type: 'job.fail', id: 'A', usedMg: 30 * G });
    expect(play.job('A')).toMatchObject({ status: 'Queued', copies: 2, failed: 1 });
    expect(play.print('P-0001')).toMatchObject({ outcome: 'failed', usedMg: 30 * G });
    play.do(start('A', 'P1', 'S1'), { type: 'job.fail', id: 'A', retry: false });
    expect(play.job('A')).toMatchObject({ status: 'Queued', copies: 1, failed: 2 });
    play.do(start('A', 'P1', 'S1'), { type: 'job.fail', id: 'A', retry: false });
    expect(play.job('A')).toMatchObject({ status: 'Cancelled', copies: 1, done: 0, failed: 3 });
    expect([...play.demands.values()]).toEqual([]);
  });

  it('may become more or fewer, never fewer than are printed or printing', () => {
    const play = shop().do(job('A', { copies: 3 }), start('A', 'P1', 'S1'), { type: 'job.finish', id: 'A' });
    play.do(start('A', 'P1', 'S1'));
    expect(play.refusal({ type: 'job.edit', id: 'A', copies: 1 })).toEqual({
      code: 'tooFewCopies',
      params: { job: 'A', copies: 2 },
    });
    play.do({ type: 'job.edit', id: 'A', copies: 2 }, { type: 'job.finish', id: 'A' });
    expect(play.job('A')).toMatchObject({ status: 'Done', done: 2, copies: 2 });
    const stopped = shop().do(job('B', { copies: 3 }), start('B', 'P1', 'S1'), {
      type: 'job.finish',
      id: 'B',
    });
    expect(stopped.do({ type: 'job.edit', id: 'B', copies: 1 }).job('B').status).toBe('Done');
  });

  it('end with the job, booked as somebody says', () => {
    const play = shop().do(job('A', { copies: 3 }), start('A', 'P1', 'S1'), start('A', 'P2', 'S2'));
    const cancel = { type: 'job.cancel', id: 'A' } as const;
    expect(code(play.refusal({ ...cancel, used: [{ print: 'P-0009', usedMg: 1 }] }))).toBe('notOfJob');
    play.do({ ...cancel, used: [{ print: 'P-0002', usedMg: 40 * G }] });
    expect([play.print('P-0001').usedMg, play.print('P-0002').usedMg]).toEqual([0, 40 * G]);
    expect(play.job('A')).toMatchObject({ status: 'Cancelled', running: 0 });
    expect(play.printer('P1')).toMatchObject({ print: null, state: 'plate' });
    expect([...play.spools.values()].every(({ reservedMg }) => reservedMg === 0)).toBe(true);
  });
});

describe('what a job is made of', () => {
  it('cannot change while a copy runs; its words can', () => {
    const play = shop().do(job('A', { copies: 2 }), start('A', 'P1', 'S1'));
    for (const change of [{ weightMg: 1 }, { material: 'PETG' }, { spool: 'S2' }, { tags: ['dry'] }])
      expect(code(play.refusal({ type: 'job.edit', id: 'A', ...change }))).toBe('running');
    play.do({
      type: 'job.edit',
      id: 'A',
      note: 'for Bob',
      customer: 'Bob',
      priority: 2,
      estimateSeconds: 60,
    });
  });

  it('moves its promise with it', () => {
    const play = shop().do(job('A', { copies: 5 }));
    play.do({ type: 'job.edit', id: 'A', spool: 'S1' });
    expect([play.spool('S1').reservedMg, play.demands.size]).toEqual([500 * G, 0]);
    play.do({ type: 'job.edit', id: 'A', spool: null, colour: 'Red' });
    expect([play.spool('S1').reservedMg, [...play.demands.values()][0]?.colour]).toEqual([0, 'red']);
    expect(code(play.refusal({ type: 'job.edit', id: 'A', weightMg: 201 * G }))).toBe('insufficientStock');
    expect(play.job('A').weightMg).toBe(100 * G);
  });

  it('may become less even where a weighing found too little', () => {
    const play = shop().do(job('A', { spool: 'S1', copies: 5 }), {
      type: 'spool.weigh',
      id: 'S1',
      remainingMg: 50 * G,
    });
    play.do({ type: 'job.edit', id: 'A', copies: 3 });
    expect(play.spool('S1').reservedMg).toBe(300 * G);
    expect(code(play.refusal({ type: 'job.edit', id: 'A', copies: 4 }))).toBe('insufficientFilament');
  });

  it('is on record for ever once it is over, and its words can still change', () => {
    const play = shop().do(job('A'), { type: 'job.cancel', id: 'A' });
    for (let n = 0; n < RECENT_JOBS + 3; n++)
      play.do(job(`B${n}`, { weightMg: 1 }), { type: 'job.cancel', id: `B${n}` });
    expect(play.jobs.has('A')).toBe(false);
    expect(play.archive.jobs.get('A')).toMatchObject({ status: 'Cancelled' });
    expect(code(play.refusal(job('A')))).toBe('duplicateId');
    play.do({ type: 'job.edit', id: 'A', note: 'the customer called' });
    expect(play.job('A').note).toBe('the customer called');
    expect(code(play.refusal({ type: 'job.edit', id: 'A', weightMg: 5 }))).toBe('over');
    expect(code(play.refusal({ type: 'job.start', id: 'A' }))).toBe('invalidTransition');
  });
});

describe('printing once more', () => {
  it('is an order like the old one, also of what is in the archive', () => {
    const play = shop().do(job('A', { copies: 2, nozzleUm: 600, note: 'x' }), {
      type: 'job.cancel',
      id: 'A',
    });
    play.do({ type: 'job.repeat', id: 'B', job: 'A' });
    expect(play.job('B')).toMatchObject({
      copies: 2,
      nozzleUm: 600,
      note: 'x',
      status: 'Queued',
      done: 0,
      failed: 0,
    });
  });

  it('asks for filament like that of the old spool where that is used up, and any printer where the old is gone', () => {
    const play = shop().do(job('A', { spool: 'S1', printer: 'P1' }), { type: 'job.cancel', id: 'A' });
    play.do(spool('S3'), { type: 'spool.retire', id: 'S1' }, { type: 'printer.retire', id: 'P1' });
    play.do({ type: 'job.repeat', id: 'B', job: 'A' });
    expect(play.job('B')).toMatchObject({ spool: null, printer: null, material: 'PLA', colour: 'Black' });
  });
});

describe('the queue', () => {
  const order = (play: Play) =>
    [...play.jobs.values()]
      .sort(inQueueOrder)
      .map(({ id }) => id)
      .join('');
  const queue = () =>
    new Play().do(
      spool('S1'),
      job('A', { weightMg: 1 }),
      job('B', { weightMg: 1, priority: 1 }),
      job('C', { weightMg: 1, dueAt: 9_000 }),
      job('D', { weightMg: 1, dueAt: 5_000 }),
      job('E', { weightMg: 1 }),
    );

  it('goes by priority, then due date, then as jobs came', () => {
    expect(order(queue())).toBe('BDCAE');
    expect(order(queue().do({ type: 'job.edit', id: 'E', dueAt: 7_000, priority: 1 }))).toBe('EBDCA');
  });

  it('puts a job in front of another one, or last, and its due date stays what it is', () => {
    const play = queue().do({ type: 'job.move', id: 'E', before: 'D' });
    expect(order(play)).toBe('BEDCA');
    expect(play.job('E').dueAt).toBeNull();
    expect(order(play.do({ type: 'job.move', id: 'A', before: 'B' }))).toBe('ABEDC');
    expect(order(play.do({ type: 'job.move', id: 'E', before: null }))).toBe('ABDCE');
    expect(order(play.do({ type: 'job.move', id: 'E', before: 'E' }))).toBe('ABDCE');
  });

  it('has room for any number of moves to one place', () => {
    const play = queue();
    for (let n = 0; n < 60; n++) play.do({ type: 'job.move', id: n % 2 === 0 ? 'A' : 'E', before: 'C' });
    expect(order(play)).toBe('BDAEC');
    const moves = Array.from({ length: play.archive.activity.length }, (_, n) => play.archive.activity.at(n));
    const told = moves.filter((one) => one?.action === 'job.move').map((one) => one?.changes.length);
    expect(Math.max(...told.map((count) => count ?? 0))).toBe(1);
  });

  it('does not start what is on hold', () => {
    const play = shop().do(job('A'), { type: 'job.hold', id: 'A', held: true });
    expect(play.refusal(start('A', 'P1', 'S1'))).toEqual({ code: 'held', params: { job: 'A' } });
    play.do({ type: 'job.hold', id: 'A', held: false }, start('A', 'P1', 'S1'));
  });
});
