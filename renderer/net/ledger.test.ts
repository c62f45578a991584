import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLedger, EXECUTE_DEADLINE_MS } from './ledger.ts';
import type { Outgoing } from './ledger.ts';
import { RequestFailure } from './transport.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A ledger over a line that can be cut, and what went over it. */
function onLine(connected = true) {
  const line = { connected, sent: [] as Outgoing[], silences: 0 };
  const ledger = createLedger(
    (outgoing) => {
      if (line.connected) line.sent.push(outgoing);
      return line.connected;
    },
    () => {
      line.silences += 1;
    },
  );
  return { line, ledger };
}

/** How a request ended, without waiting for it. */
function watch(request: Promise<unknown>) {
  const seen: { ended: unknown } = { ended: undefined };
  request.then(
    (result) => (seen.ended = { result }),
    (failure: unknown) => (seen.ended = failure instanceof RequestFailure ? failure.code : failure),
  );
  return seen;
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a request', () => {
  it('gets the reply that carries its id, in whatever order replies come', async () => {
    const { line, ledger } = onLine();
    const first = watch(ledger.add('execute', 'a'));
    const second = watch(ledger.add('subscribe', {}));
    const [one, two] = line.sent.map(({ id }) => id);
    expect(one).not.toBe(two);
    ledger.result(two!, 'two');
    ledger.result(one!, 'one');
    await settle();
    expect([first.ended, second.ended]).toEqual([{ result: 'one' }, { result: 'two' }]);
  });

  it('fails with the code that the workstation gave', async () => {
    const { line, ledger } = onLine();
    const request = watch(ledger.add('execute', 'a'));
    ledger.error(line.sent[0]!.id, { code: 'badRequest', message: 'command.id: is wrong' });
    await settle();
    expect(request.ended).toBe('badRequest');
  });

  it('is answered once: a second reply, or one to nothing, is nobody’s', async () => {
    const { line, ledger } = onLine();
    const request = watch(ledger.add('execute', 'a'));
    ledger.result(line.sent[0]!.id, 'first');
    ledger.result(line.sent[0]!.id, 'second');
    ledger.error(999, { code: 'internal', message: '' });
    await settle();
    expect(request.ended).toEqual({ result: 'first' });
  });
});

describe('without a connection', () => {
  it('a subscription fails at once and is not sent later', async () => {
    const { line, ledger } = onLine(false);
    const request = watch(ledger.add('subscribe', {}));
    await settle();
    expect(request.ended).toBe('unavailable');
    line.connected = true;
    ledger.resume();
    expect(line.sent).toEqual([]);
  });

  it('a command waits and goes out on the next connection', async () => {
    const { line, ledger } = onLine(false);
    const request = watch(ledger.add('execute', 'a'));
    await settle();
    expect(request.ended).toBeUndefined();
    line.connected = true;
    ledger.resume();
    ledger.result(line.sent[0]!.id, 'done');
    await settle();
    expect(request.ended).toEqual({ result: 'done' });
  });

  it('a command that never went out is certainly not carried out', async () => {
    const { line, ledger } = onLine(false);
    const request = watch(ledger.add('execute', 'a'));
    await vi.advanceTimersByTimeAsync(EXECUTE_DEADLINE_MS);
    expect(request.ended).toBe('unavailable');
    expect(line.silences).toBe(0);
    line.connected = true;
    ledger.resume();
    expect(line.sent).toEqual([]);
  });
});

describe('a connection that is lost', () => {
  it('takes subscriptions with it, but no command: that is sent again as it was', async () => {
    const { line, ledger } = onLine();
    const command = watch(ledger.add('execute', { key: 'k' }));
    const subscription = watch(ledger.add('subscribe', {}));
    line.connected = false;
    ledger.interrupt();
    await settle();
    expect([command.ended, subscription.ended]).toEqual([undefined, 'unavailable']);
    line.connected = true;
    ledger.resume();
    expect(line.sent.at(-1)).toEqual(line.sent[0]);
    ledger.result(line.sent[0]!.id, 'done');
    await settle();
    expect(command.ended).toEqual({ result: 'done' });
  });

  it('does not repeat a change of who belongs, and leaves open whether it was made', async () => {
    const { line, ledger } = onLine();
    const change = watch(ledger.add('manage', { action: 'leave' }));
    ledger.interrupt();
    ledger.resume();
    await settle();
    expect([change.ended, line.sent.length]).toEqual(['unknownOutcome', 1]);
  });

  it('leaves an answered command alone', () => {
    const { line, ledger } = onLine();
    void ledger.add('execute', 'a');
    ledger.result(line.sent[0]!.id, 'done');
    ledger.interrupt();
    ledger.resume();
    expect(line.sent).toHaveLength(1);
  });
});

describe('a command without an answer', () => {
  it('is reported as unknown after the deadline, and its connection as silent', async () => {
    const { line, ledger } = onLine();
    const request = watch(ledger.add('execute', 'a'));
    await vi.advanceTimersByTimeAsync(EXECUTE_DEADLINE_MS - 1);
    expect(request.ended).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect([request.ended, line.silences]).toEqual(['unknownOutcome', 1]);
  });

  it('says nothing of a connection that came only while it waited', async () => {
    const { line, ledger } = onLine();
    const request = watch(ledger.add('execute', 'a'));
    await vi.advanceTimersByTimeAsync(EXECUTE_DEADLINE_MS - 100);
    ledger.interrupt();
    ledger.resume();
    await vi.advanceTimersByTimeAsync(100);
    expect([request.ended, line.silences]).toEqual(['unknownOutcome', 0]);
  });

  it('stays unknown where it went out once and there was no connection at the end', async () => {
    const { line, ledger } = onLine();
    const request = watch(ledger.add('execute', 'a'));
    line.connected = false;
    ledger.interrupt();
    await vi.advanceTimersByTimeAsync(EXECUTE_DEADLINE_MS);
    expect([request.ended, line.silences]).toEqual(['unknownOutcome', 0]);
  });
});
