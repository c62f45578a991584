import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHealth } from '../testing/records.ts';
import { readFrame, readMessage } from './messages.ts';

const row = { table: 'printers', id: 'MK4S-1', entity: { id: 'MK4S-1', maker: 'Prusa' } };

describe('what a workstation pushes', () => {
  it('is read as it was sent', () => {
    const state = { push: 'state', body: { index: 4, first: true, done: false, rows: [row] } };
    const changes = {
      push: 'changes',
      body: { from: 4, to: 6, changes: [row, { table: 'jobs', id: 'J-1', entity: null }] },
    };
    const reset = { push: 'reset', body: { reason: 'behind' } };
    const health = { push: 'health', body: aHealth() };
    for (const push of [state, changes, reset, health]) {
      expect(readFrame(JSON.stringify(push))).toEqual({ kind: 'push', push });
    }
  });

  it('leaves out rows of a table that this page does not know', () => {
    const body = { from: 1, to: 2, changes: [{ table: 'cameras', id: 'C-1', entity: {} }, row] };
    const read = readMessage({ push: 'changes', body });
    expect(read).toEqual({ kind: 'push', push: { push: 'changes', body: { ...body, changes: [row] } } });
  });

  it('does not take a table for one of ours that only every object has', () => {
    const changes = [
      { table: '__proto__', id: 'x', entity: {} },
      { table: 'constructor', id: 'x', entity: {} },
    ];
    const read = readMessage({ push: 'changes', body: { from: 1, to: 2, changes } });
    expect(read).toMatchObject({ push: { body: { changes: [] } } });
  });
});

describe('what a workstation replies', () => {
  it('is a result, whatever it holds, or an error with a code', () => {
    expect(readMessage({ id: 3, result: { ok: true, id: 'P-1' } })).toEqual({
      kind: 'result',
      id: 3,
      result: { ok: true, id: 'P-1' },
    });
    const error = { code: 'unavailable', message: 'no majority' };
    expect(readMessage({ id: 3, error })).toEqual({ kind: 'error', id: 3, error });
  });
});

describe('anything else', () => {
  it('is nothing', () => {
    for (const text of ['', '{', 'null', '[]', '7', '{"push":"dance","body":{}}', '{"id":"1"}']) {
      expect(readFrame(text)).toBeNull();
    }
    for (const frame of [null, undefined, new ArrayBuffer(4), { id: 1 }]) expect(readFrame(frame)).toBeNull();
    expect(readMessage({ id: 1, error: { code: 'strange', message: '' } })).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (frame) => {
        readFrame(frame);
        readMessage(frame);
      }),
    );
  });
});
