import { expect, it } from 'vitest';
import type { Founding } from './envelope.ts';
import { StateError } from './errors.ts';
import { foundingOf } from './founding-of.ts';
import { Machine } from './machine.ts';

const founding: Founding = {
  clusterId: 'f00df00df00d',
  epoch: 0,
  shop: 'Northside',
  members: [{ id: 'a', name: 'Office', link: { host: '127.0.0.1', port: 7100 }, http: null }],
};
const configuration = { voters: ['a'], outgoing: [], learners: [] };
const first = {
  index: 1,
  term: 1,
  payload: { kind: 'configuration', configuration, data: JSON.stringify(founding) },
} as const;

/** What a store would say that holds these. */
function holding(entries: readonly (typeof first)[], snapshot: readonly string[] | null) {
  return {
    opened: {
      hardState: { term: 1, vote: null, commit: 0 },
      snapshot: snapshot === null ? null : { index: 1, term: 1, configuration },
      entries,
      damaged: false,
      findings: [],
    },
    async *readSnapshot() {
      if (snapshot !== null) yield await Promise.resolve(snapshot);
    },
  };
}

it('says the log’s first entry', async () => {
  expect(await foundingOf(holding([first], null))).toEqual(founding);
});

it('says the snapshot that covers that entry', async () => {
  const machine = new Machine();
  machine.apply(first);
  expect(await foundingOf(holding([], [...machine.freeze().records]))).toEqual(founding);
});

it('is not known without records', async () => {
  expect(await foundingOf(holding([], null))).toBeNull();
  expect(await foundingOf(holding([], []))).toBeNull();
});

it('is not guessed from records that cannot be read', async () => {
  await expect(foundingOf(holding([], ['["state",{"v":1}]']))).rejects.toBeInstanceOf(StateError);
});
