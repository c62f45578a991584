import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PrinterList } from '../../shared/contract/v1.ts';
import { type Call, type Exchange, Lost, NotHttp, NotSent, type Reply } from './exchange.ts';
import { Failure, UnknownOutcome } from './failure.ts';
import { createClient } from './workstation-client.ts';

const ok: Reply = { status: 201, text: '{"success":true}' };
const refusal = (status: number, error = `reason ${status}`): Reply => ({
  status,
  text: JSON.stringify({ success: false, error }),
});
const notSent = new NotSent('No workstation answers on here:1');
const lost = new Lost('the workstation on here:1 did not answer (the connection was closed)');
const stranger: Reply = { status: 200, text: '<html>' };

/** A workstation that answers so, one call after the other; the last for ever. */
function scripted(answers: readonly (Reply | Error)[], interruption = new AbortController()) {
  const calls: Call[] = [];
  const exchange: Exchange = (call) => {
    calls.push(call);
    const answer = answers[Math.min(calls.length, answers.length) - 1];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? ok);
  };
  let keys = 0;
  const newKey = () => `key-${++keys}`;
  const { signal } = interruption;
  const client = createClient({ exchange, place: 'here:1', newKey, signal, retryMs: 20, pauseMs: 1 });
  return { calls, client, write: () => client.write('POST', '/api/v1/printers', { id: 'P1' }) };
}

async function failureOf(act: Promise<unknown>): Promise<Failure> {
  return act.then(
    () => {
      throw new Error('it was done');
    },
    (cause: unknown) => {
      if (cause instanceof Failure) return cause;
      throw cause;
    },
  );
}

describe('a file', () => {
  const answer = z.object({ applied: z.boolean() });
  const done: Reply = { status: 200, text: '{"applied":true}' };
  const file = Uint8Array.of(1, 2);

  it('is sent once, under a key, and asked about again where its answer was lost', async () => {
    const shop = scripted([lost, notSent, done]);
    const call = { method: 'POST', path: '/import', file } as const;
    expect(await shop.client.once(call, answer)).toEqual({ applied: true });
    expect(shop.calls.map(({ key, file: sent }) => [key, sent])).toEqual(Array(3).fill(['key-1', file]));
  });

  it('is looked at without a key, and not again', async () => {
    const shop = scripted([lost]);
    const failure = await failureOf(shop.client.ask({ method: 'POST', path: '/import', file }, answer));
    expect([failure.reason, shop.calls.length, shop.calls[0]?.key]).toEqual(['unavailable', 1, undefined]);
  });

  it('is refused with everything that is wrong with it', async () => {
    const errors = [{ path: 'line 2', message: 'x', line: 2 }];
    const problem = { type: 'about:blank', title: 'No', status: 422, detail: 'No.', errors };
    const shop = scripted([{ status: 422, text: JSON.stringify(problem) }]);
    const failure = await failureOf(shop.client.once({ method: 'POST', path: '/import', file }, answer));
    expect([failure.reason, failure.problem?.errors]).toEqual(['refused', errors]);
  });

  it('that comes is text as it is, if it begins as it should', async () => {
    const { client } = scripted([{ status: 200, text: 'ID,Note\n' }]);
    expect(await client.text('/export', 'ID')).toBe('ID,Note\n');
    const { reason, message } = await failureOf(client.text('/export', '{'));
    expect([reason, message]).toEqual(['unavailable', expect.stringMatching(/another program/)]);
  });
});

describe('a write', () => {
  it.each<[string, (Reply | Error)[], number]>([
    ['is done with the first answer', [ok], 1],
    ['whose answer was lost is asked about again', [lost, ok], 2],
    ['that timed out is asked about again', [refusal(504), ok], 2],
    ['that met a fault there is asked about again', [refusal(500), ok], 2],
    ['waits for a workstation that starts again', [lost, notSent, notSent, ok], 4],
    ['waits for a majority', [lost, refusal(503), ok], 3],
  ])('%s', async (_, answers, calls) => {
    const shop = scripted(answers);
    await shop.write();
    expect(shop.calls).toHaveLength(calls);
    expect(new Set(shop.calls.map(({ key }) => key))).toEqual(new Set(['key-1']));
  });

  it.each<[string, (Reply | Error)[], Failure['reason'], string, number]>([
    ['refused', [refusal(409)], 'refused', 'reason 409', 1],
    ['refused when asked about again', [lost, refusal(400)], 'refused', 'reason 400', 2],
    ['without a majority', [refusal(503)], 'unavailable', 'reason 503', 1],
    [
      'that nobody got',
      [notSent],
      'unavailable',
      'No workstation answers on here:1: start one with npm start, or name another with --http HOST:PORT.',
      1,
    ],
    [
      'that met another program',
      [stranger],
      'unavailable',
      'What answers on here:1 is another program, not a PrintRaft workstation.',
      1,
    ],
    [
      'that met no HTTP',
      [new NotHttp('it does not speak HTTP')],
      'unavailable',
      'What answers on here:1 is another program, not a PrintRaft workstation.',
      1,
    ],
  ])('%s is so', async (_, answers, reason, message, calls) => {
    const shop = scripted(answers);
    expect(await failureOf(shop.write())).toMatchObject({ reason, message });
    expect(shop.calls).toHaveLength(calls);
  });

  it.each<[string, (Reply | Error)[]]>([
    ['lost twice', [lost]],
    ['timed out twice', [refusal(504)]],
    ['lost, and then nobody is there any more', [lost, notSent]],
    // A 503 speaks of the second call alone.
    ['lost, and then there is no majority', [lost, refusal(503)]],
    ['lost, and then another program is there', [lost, stranger]],
  ])('%s may be done or not, and the key to ask with is told', async (_, answers) => {
    const failure = await failureOf(scripted(answers).write());
    expect(failure).toBeInstanceOf(UnknownOutcome);
    expect(failure).toMatchObject({ reason: 'unknown', key: 'key-1' });
    expect(failure.message).toMatch(/^It is not known whether this was done: [^\n]+[^.]\.$/);
  });

  it('never says that it is not done once it may be, whatever is answered', async () => {
    const answer = fc.constantFrom(
      ok,
      lost,
      notSent,
      stranger,
      ...[400, 404, 409, 500, 503, 504].map((s) => refusal(s)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 5 }), async (answers) => {
        const shop = scripted(answers);
        const reason = await shop.write().then(
          () => 'done',
          (cause: unknown) => (cause instanceof Failure ? cause.reason : cause),
        );
        const [first = ok] = answers;
        const isSettled =
          !(first instanceof Lost) && !('status' in first && [500, 504].includes(first.status));
        if (isSettled) expect(shop.calls).toHaveLength(1);
        else expect(['done', 'refused', 'unknown']).toContain(reason);
      }),
      { numRuns: 60 },
    );
  });

  it('that is interrupted on its way may be done or not', async () => {
    const interruption = new AbortController();
    const shop = scripted([lost], interruption);
    interruption.abort();
    expect(await failureOf(shop.write())).toMatchObject({ reason: 'unknown', key: 'key-1' });
    expect(shop.calls).toHaveLength(1);
  });

  it('that is interrupted before it was sent is not done', async () => {
    const interruption = new AbortController();
    const shop = scripted([notSent], interruption);
    interruption.abort();
    expect(await failureOf(shop.write())).toMatchObject({ reason: 'interrupted' });
  });
});

describe('a change of the workstation alone', () => {
  const changeOf = (answer: Reply | Error) => {
    const shop = scripted([answer]);
    const body = { name: 'Tablet' };
    const look = 'printraft devices list tells.';
    const done = shop.client.change({ method: 'POST', path: '/api/v2/devices', body, answer: Added, look });
    return { calls: shop.calls, done };
  };
  const Added = z.object({ token: z.string() });
  const problem = (status: number): Reply => ({
    status,
    text: JSON.stringify({ type: 'about:blank', title: 'No', status, detail: `reason ${status}` }),
  });

  it('gives what was answered, asked once and without a key', async () => {
    const { calls, done } = changeOf({ status: 201, text: '{"token":"x","more":1}' });
    expect(await done).toEqual({ token: 'x' });
    expect(calls).toEqual([{ method: 'POST', path: '/api/v2/devices', body: { name: 'Tablet' } }]);
  });

  it.each<[string, Reply | Error, Failure['reason'], RegExp]>([
    ['is refused with problem details', problem(409), 'refused', /^reason 409$/],
    ['is refused as it used to be', refusal(404), 'refused', /^reason 404$/],
    ['cannot be made now', problem(503), 'unavailable', /^reason 503$/],
    ['met nobody', notSent, 'unavailable', /^No workstation answers/],
    ['met another program', stranger, 'unavailable', /another program/],
    [
      'was lost',
      lost,
      'unknown',
      /^It is not known whether this was done: .*\. printraft devices list tells\.$/,
    ],
    ['met a fault', problem(500), 'unknown', /: reason 500\. printraft devices list tells\.$/],
  ])('that %s is asked once, and says so', async (_, answer, reason, sentence) => {
    const { calls, done } = changeOf(answer);
    const failure = await failureOf(done);
    expect(failure.reason).toBe(reason);
    expect(failure.message).toMatch(sentence);
    expect(calls).toHaveLength(1);
  });
});

describe('a read', () => {
  const readOf = (answer: Reply | Error) => scripted([answer]).client.read('/api/v1/printers', PrinterList);

  it('gives what the contract knows', async () => {
    const row = { id: 'P1', company: 'Prusa', model: 'MK4S', status: 'Available' };
    expect(await readOf({ status: 200, text: JSON.stringify([{ ...row, more: 1 }]) })).toEqual([row]);
  });

  it.each<[string, Reply | Error, Failure['reason']]>([
    ['is refused', refusal(400), 'refused'],
    ['has no majority', refusal(503), 'unavailable'],
    ['is lost', lost, 'unavailable'],
    ['meets a fault', refusal(500), 'unavailable'],
    ['meets nobody', notSent, 'unavailable'],
  ])('that %s says so', async (_, answer, reason) => {
    const failure = await failureOf(readOf(answer));
    expect(failure.reason).toBe(reason);
    expect(failure.message).toMatch(/^[A-Zr]/);
  });

  it('believes no other program, whatever it answers', async () => {
    const status = fc.constantFrom(100, 200, 201, 204, 301, 404, 500, 599);
    const text = fc.oneof(fc.string(), fc.json(), fc.constant('{"success":true}'));
    await fc.assert(
      fc.asyncProperty(status, text, async (code, body) => {
        const result = await readOf({ status: code, text: body }).catch((cause: unknown) => cause);
        if (result instanceof Failure) expect(result.reason).toBe('unavailable');
        else expect(result).toEqual([]);
      }),
    );
  });
});
