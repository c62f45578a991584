import { describe, expect, it } from 'vitest';
import type { Planned } from '../../shared/contract/files.ts';
import { afterLook, afterSend, CHOOSE, commandOf, isReady } from './import-steps.ts';

const CHOSEN = { name: 'printers.csv', file: null };
const planned: Planned = {
  ...{ kind: 'printers', sure: true, creates: [{ line: 2, id: 'P1' }], changes: [], errors: [] },
  ...{ warnings: [], ignored: [], counts: { creates: 1, changes: 0, same: 0, errors: 0, warnings: 0 } },
  commands: [{ type: 'printer.create', id: 'P1', maker: 'Prusa', model: 'MK4S' }],
};
const looked = afterLook(CHOSEN, { ok: true, planned });

describe('a file', () => {
  it('that was looked at can be sent, as one command', () => {
    expect(isReady(looked)).toBe(true);
    expect(commandOf(planned)).toEqual({ type: 'batch', commands: planned.commands });
  });

  it('in which something is wrong, or nothing new, cannot', () => {
    expect(isReady(afterLook(CHOSEN, { ok: true, planned: { ...planned, commands: [] } }))).toBe(false);
    expect(isReady(CHOOSE)).toBe(false);
  });

  it('that could not be looked at is chosen anew, and why', () => {
    expect(afterLook(CHOSEN, { ok: false, sentence: 'Gone.' })).toMatchObject({
      step: 'choose',
      said: 'Gone.',
    });
  });
});

describe('what was sent', () => {
  it('and accepted is done', () => {
    const done = { step: 'done', words: 'Brought in: 1 printer added.' };
    expect(afterSend(CHOSEN, planned, { kind: 'accepted', id: 'P1' })).toMatchObject(done);
    // After a reload nobody knows how many.
    expect(afterSend(CHOSEN, null, { kind: 'accepted', id: 'P1' })).toMatchObject({
      words: 'All of it was brought in.',
    });
  });

  it('and may be done is asked again', () => {
    expect(afterSend(CHOSEN, planned, { kind: 'unknown' })).toMatchObject({
      ...{ step: 'doubt', words: expect.stringMatching(/never done twice/) as string },
    });
  });

  it('and was not done stays to be sent, with why', () => {
    expect(afterSend(CHOSEN, planned, { kind: 'unavailable' })).toMatchObject({
      ...{ step: 'looked', planned, said: expect.stringMatching(/^Nothing was brought in/) as string },
    });
    expect(afterSend(CHOSEN, null, { kind: 'unavailable' })).toMatchObject({ step: 'choose' });
  });
});
