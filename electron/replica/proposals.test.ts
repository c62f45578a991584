import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Proposal } from './envelope.ts';
import { Proposals } from './proposals.ts';

const body = (session: string): Proposal => ({ type: 'open', node: 'a', session });

it('makes one proposal of all that arrive in one turn, in their order, and none within the call', async () => {
  const proposed: [number, string[]][] = [];
  const proposals = new Proposals((ref, bodies) =>
    proposed.push([ref, bodies.map((body) => ('session' in body ? body.session : ''))]),
  );
  proposals.add([body('1'), body('2')]);
  proposals.add([body('3')]);
  expect(proposed).toEqual([]);
  await turn();
  proposals.add([body('4')]);
  await turn();
  expect(proposed).toEqual([
    [1, ['1', '2', '3']],
    [2, ['4']],
  ]);
});

it('tells of a refusal everybody whose bodies were in it, once, and nobody else', async () => {
  const told: string[] = [];
  const refs: number[] = [];
  const proposals = new Proposals((ref) => refs.push(ref));
  for (const name of ['a', 'b']) proposals.add([body(name)], () => told.push(name));
  await turn();
  proposals.add([body('c')], () => told.push('c'));
  await turn();
  proposals.proposed(refs[1]!);
  proposals.notProposed(refs[1]!);
  proposals.notProposed(refs[0]!);
  proposals.notProposed(refs[0]!);
  expect(told).toEqual(['a', 'b']);
});
