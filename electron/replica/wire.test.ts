import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody, encodeFrame, HEADER_BYTES } from '../links/frames.ts';
import { commandLogs } from '../../shared/domain/testing/commands.ts';
import { lean } from '../../shared/domain/lean.ts';
import { FORWARD_WRITES, parseWire, refusalOf } from './wire.ts';

const type = fc.constantFrom('raft', 'open', 'forward', 'refused', 'status', 'other');
const nearly = fc.record(
  {
    type,
    session: fc.anything(),
    message: fc.anything(),
    writes: fc.oneof(fc.anything(), fc.array(fc.record({ seq: fc.anything(), attempt: fc.anything() }))),
    applied: fc.anything(),
    last: fc.anything(),
  },
  { requiredKeys: ['type'] },
);

describe('what comes over a link', () => {
  it('is a message or null, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true }), nearly), (value) => {
        const message = parseWire(value);
        if (message !== null) expect(parseWire(message)).toEqual(message);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is what was sent', () => {
    const writes = commandLogs.map((commands) =>
      commands
        .slice(0, FORWARD_WRITES)
        .map((command, n) => ({ seq: n + 1, attempt: 1, low: 1, key: 'key-0001', operator: 'Ada', command })),
    );
    fc.assert(
      fc.property(writes, (some) => {
        const message = { type: 'forward' as const, session: 'a:1', writes: some };
        const short = some.map((write) => ({ ...write, command: lean(write.command) }));
        const decoded = decodeBody(encodeFrame({ ...message, writes: short }).subarray(HEADER_BYTES));
        expect(decoded.ok && parseWire(decoded.value)).toEqual(message);
        expect(parseWire(refusalOf(message))).toEqual(refusalOf(message));
      }),
      { numRuns: 30 },
    );
  });

  it('fits into a frame of 1 MiB, however long every text of it is', () => {
    const wide = '漢';
    const command = {
      type: 'job.create' as const,
      id: wide.repeat(64),
      printer: wide.repeat(64),
      spool: wide.repeat(64),
      file: wide.repeat(1_024),
      weightMg: 1,
      note: wide.repeat(500),
      copies: 10_000,
      priority: -9,
      dueAt: 7_000_000_000_000,
      estimateSeconds: 10_000_000,
      customer: wide.repeat(80),
      material: wide.repeat(40),
      colour: wide.repeat(80),
      nozzleUm: 5_000,
      plate: wide.repeat(40),
      widthMm: 10_000,
      depthMm: 10_000,
      heightMm: 10_000,
      tags: Array.from({ length: 20 }, (_, n) => `${wide.repeat(38)}${10 + n}`),
    };
    const write = {
      seq: 2 ** 50,
      attempt: 1,
      low: 2 ** 50,
      key: wide.repeat(64),
      operator: wide.repeat(80),
      command,
    };
    const message = {
      type: 'forward',
      session: wide.repeat(160),
      writes: Array.from({ length: FORWARD_WRITES }, () => write),
    };
    expect(parseWire(message)).toEqual(message);
    expect(encodeFrame(message).length).toBeLessThan(1024 * 1024);
    expect(parseWire({ ...message, writes: Array.from({ length: 129 }, () => write) })).toBeNull();
  });
});
