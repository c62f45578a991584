/** `/api/v2/membership` on loopback. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Managed } from '../../shared/contract/membership.ts';
import { MembershipAnswer } from '../../shared/contract/membership-rest.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { forge, serveSolo, type Served } from '../testing/http.ts';
import { pretendLobby, pretendShop } from '../testing/pretend-membership.ts';
import { Unavailable, UnknownOutcome } from '../workstation-interface.ts';

const PATH = '/api/v2/membership';
const request = { id: 'r-1', name: 'CNC-PC', host: '192.168.1.7', digits: '042917' };

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
});

async function ask(method: string, body?: unknown) {
  const answer = await fetch(served.url + PATH, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const { status, headers } = answer;
  return {
    status,
    json: (await answer.json()) as unknown,
    type: headers.get('content-type'),
    cache: headers.get('cache-control'),
  };
}

async function expectProblem(
  asked: ReturnType<typeof ask>,
  status: number,
  detail: RegExp,
  code?: string,
): Promise<void> {
  const { status: told, json, type, cache } = await asked;
  expect(type).toBe('application/problem+json; charset=utf-8');
  expect(cache).toBe('no-store');
  expect(told).toBe(status);
  const problem = Problem.parse(json);
  expect(problem).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
  expect(problem.code).toBe(code);
}

describe('who belongs to the shop', () => {
  it('is told as health tells it, and nothing beside', async () => {
    pretendShop(served.solo, { requests: [request] });
    const { status, json, cache } = await ask('GET');
    expect([status, cache]).toEqual([200, 'no-store']);
    expect(Object.keys(json as object).sort()).toEqual([
      'lobby',
      'members',
      'membership',
      'mode',
      'shop',
      'waitingFor',
    ]);
    expect(MembershipAnswer.parse(json)).toMatchObject({
      shop: 'Sample shop',
      members: [{ name: 'Front desk' }],
      membership: { requests: [request] },
      lobby: null,
    });
  });

  it('is told without a shop too, with what can be done', async () => {
    pretendLobby(served.solo, { name: 'Laser-PC' });
    const answer = MembershipAnswer.parse((await ask('GET')).json);
    expect(answer).toMatchObject({ mode: 'noShop', membership: null, lobby: { name: 'Laser-PC' } });
  });
});

describe('an action', () => {
  it('is carried out as it was checked, and answered', async () => {
    pretendShop(served.solo, { requests: [request] });
    expect(await ask('POST', { action: 'approve', id: ' r-1 ' })).toMatchObject({
      status: 200,
      json: { ok: true, invitation: null },
      cache: 'no-store',
    });
    expect(served.solo.managed).toEqual([{ action: 'approve', id: 'r-1' }]);
    expect(served.solo.health().membership?.requests).toEqual([]);
  });

  it('gives an invitation that no cache keeps', async () => {
    pretendShop(served.solo);
    const invite = { action: 'invite', label: 'Hall', kind: 'invitation', uses: 3, hours: 24 };
    const { json, cache } = await ask('POST', invite);
    expect(cache).toBe('no-store');
    expect(Managed.parse(json)).toMatchObject({ ok: true, invitation: { id: 'i-1' } });
  });

  it('that a rule forbids is a problem with its code and its sentence', async () => {
    pretendShop(served.solo);
    await expectProblem(
      ask('POST', { action: 'decline', id: 'r-9' }),
      409,
      /^That workstation does not ask any more\.$/,
      'noRequest',
    );
  });

  it.each([
    ['nothing', undefined, /./],
    ['no object', [], /^The body/],
    ['no such action', { action: 'format' }, /^The body: action/],
    ['no id', { action: 'remove' }, /id: must be text/],
    ['a name of 10,000 characters', { action: 'rename', id: 'a', name: 'x'.repeat(10_000) }, /at most 80/],
    ['a name that turns its neighbours round', { action: 'rename', id: 'a', name: 'a\u202eb' }, /control/],
    [
      'a port that is none',
      { action: 'joinAt', name: 'a', address: { host: 'h', port: 70_000 } },
      /address\.port/,
    ],
  ])('of the wrong shape is not asked for: %s', async (_what, body, detail) => {
    await expectProblem(ask('POST', body), 400, detail);
    expect(served.solo.managed).toEqual([]);
  });

  it('that cannot be carried out now is a 503, one of which nobody knows a 504', async () => {
    served.solo.answerManage(() => Promise.reject(new Unavailable('Reading only.')));
    await expectProblem(ask('POST', { action: 'leave' }), 503, /^Reading only\.$/);
    served.solo.answerManage(() => Promise.reject(new UnknownOutcome('The leader went away.')));
    await expectProblem(ask('POST', { action: 'leave' }), 504, /went away/);
  });

  it('of a web page of somebody else, or by a method that is not known, is refused', async () => {
    const headers = {
      host: `127.0.0.1:${served.port}`,
      origin: 'http://evil.example',
      'content-type': 'application/json',
    };
    const { status } = await forge(served, 'POST', PATH, headers, '{"action":"leave"}');
    expect(status).toBe(403);
    await expectProblem(ask('DELETE'), 405, /allowed: GET, HEAD, POST/);
    expect(served.solo.managed).toEqual([]);
  });
});
