/** Several commands at once: all of them, or none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from './apply.ts';
import { canonical } from './canonical.ts';
import { CommandSchema, MAX_BATCH, MAX_MADE, type SingleCommand } from './commands.ts';
import { isUndoable } from './undo.ts';
import { TABLES } from './model.ts';
import { inQueueOrder } from './queue.ts';
import { Tables } from './tables.ts';
import { commandLogs } from './testing/commands.ts';
import { metaOf } from './testing/meta.ts';
import { job, Play, printer, spool } from './testing/play.ts';

const text = (shop: Tables) =>
  canonical([
    ...TABLES.map((table) => [...shop[table]].sort(([a], [b]) => (a < b ? -1 : 1))),
    Array.from({ length: shop.archive.activity.length }, (_, n) => shop.archive.activity.at(n)),
  ]);

describe('a batch', () => {
  it('does what its commands would do one after the other, and files each', () => {
    fc.assert(
      fc.property(commandLogs, fc.integer({ min: 0, max: 60 }), (log, at) => {
        const one = new Tables();
        const meta = metaOf(1);
        const taken: SingleCommand[] = [];
        const ids: string[] = [];
        for (const command of log) {
          const before = text(one);
          const position = taken.length < at ? taken.length : taken.length - at;
          const { answer, changes, filings } = apply(one, command, { ...meta, position });
          one.commit(changes, filings);
          if (answer.ok) {
            taken.push(command as SingleCommand);
            ids.push(answer.id);
          } else expect(text(one)).toBe(before);
        }
        const several = new Tables();
        const done: string[] = [];
        for (const part of [taken.slice(0, at), taken.slice(at)]) {
          if (part.length === 0) continue;
          const { answer, changes, filings } = apply(several, { type: 'batch', commands: part }, meta);
          expect(answer).toMatchObject({ ok: true });
          if (answer.ok) done.push(...(answer.ids ?? []));
          several.commit(changes, filings);
        }
        expect(done).toEqual(ids);
        expect(text(several)).toBe(text(one));
      }),
      { numRuns: 100 },
    );
  });

  it('queues jobs in the order in which they come, whatever their ids', () => {
    const play = new Play().do(printer('P1'), spool('S1'), {
      type: 'batch',
      commands: [job('C'), job('A'), job('B')] as never,
    });
    const queue = [...play.jobs.values()].sort(inQueueOrder);
    expect(queue.map(({ id }) => id)).toEqual(['C', 'A', 'B']);
  });

  it('with one that is refused does nothing, and says which and why', () => {
    const play = new Play().do(printer('P1'), spool('S1'));
    const before = text(play);
    const refusal = play.refusal({
      type: 'batch',
      commands: [job('A'), job('B', { material: 'PETG' }), job('C')] as never,
    });
    expect(refusal).toMatchObject({
      code: 'inBatch',
      params: { at: 1, refusal: { code: 'insufficientStock', params: { material: 'PETG' } } },
    });
    expect(text(play)).toBe(before);
    expect(isUndoable('batch')).toBe(false);
  });

  it('has a limit, and holds no other batch', () => {
    const many = (count: number) => ({
      type: 'batch',
      commands: Array.from({ length: count }, () => spool('S')),
    });
    expect(CommandSchema.safeParse(many(MAX_BATCH)).success).toBe(true);
    expect(CommandSchema.safeParse(many(MAX_BATCH + 1)).success).toBe(false);
    expect(CommandSchema.safeParse(many(0)).success).toBe(false);
    const made = (count: number) => ({
      type: 'batch',
      commands: Array.from({ length: 4 }, () => spool('', { id: undefined, count })),
    });
    expect(CommandSchema.safeParse(made(MAX_MADE / 4)).success).toBe(true);
    const more = [...made(MAX_MADE / 4).commands, spool('S')];
    expect(CommandSchema.safeParse({ type: 'batch', commands: more }).success).toBe(false);
    expect(CommandSchema.safeParse({ type: 'batch', commands: [many(1)] }).success).toBe(false);
  });
});
