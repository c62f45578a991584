import { describe, expect, it } from 'vitest';
import { DONE } from '../../shared/contract/membership.ts';
import type { ErrorCode } from '../../shared/contract/protocol.ts';
import { RequestFailure } from '../net/transport.ts';
import { fakeTransport } from '../testing/transport.ts';
import { createManager } from './manager.ts';

describe('a change of who belongs', () => {
  it('is asked of the workstation, whose answer is told', async () => {
    const transport = fakeTransport();
    const answer = createManager(transport).manage({ action: 'approve', id: 'r-1' });
    expect(transport.asked[0]).toMatchObject({
      request: 'manage',
      params: { action: { action: 'approve', id: 'r-1' } },
    });
    transport.asked[0]!.resolve(DONE);
    expect(await answer).toEqual(DONE);
  });

  it.each<[ErrorCode, string]>([
    ['unavailable', 'Not done: this workstation cannot be reached.'],
    ['unknownOutcome', 'Perhaps done: the connection was lost before the answer came.'],
    ['badRequest', 'name: must not be empty'],
  ])('that fails by %s is a sentence', async (code, sentence) => {
    const transport = fakeTransport();
    const answer = createManager(transport).manage({ action: 'leave' });
    transport.asked[0]!.reject(new RequestFailure(code, 'name: must not be empty'));
    expect(await answer).toEqual({ ok: false, code, sentence });
  });
});
