import { describe, expect, it } from 'vitest';
import type { CoreView, Progress } from '../raft/types.ts';
import { Witness, WITNESS_MS } from './witness.ts';

const peer = (match: number, fields: Partial<Progress> = {}): Progress => ({
  state: 'replicate',
  match,
  next: match + 1,
  silentTicks: 0,
  ...fields,
});

/** A leader that votes alone, with these learners; its clock and its view are the test's. */
function lone(learners: Record<string, Progress>, voters = ['a'], role: CoreView['role'] = 'leader') {
  const world = { now: 0, learners, told: [] as number[] };
  const view = () =>
    ({
      id: 'a',
      role,
      configuration: { voters, outgoing: [], learners: Object.keys(world.learners) },
      progress: new Map(Object.entries(world.learners)),
    }) as unknown as CoreView;
  const witness = new Witness(view, () => world.now);
  const hold = (index: number) => witness.hold(index, () => world.told.push(index));
  return { world, witness, hold };
}

describe('an acknowledgement of a voter that votes alone', () => {
  it('waits until a learner has it on disk too, in the order of the log', () => {
    const { world, witness, hold } = lone({ b: peer(4), c: peer(1) });
    hold(4);
    hold(5);
    hold(6);
    expect(world.told).toEqual([4]);
    world.learners = { b: peer(4), c: peer(5) };
    witness.look();
    expect(world.told).toEqual([4, 5]);
    world.learners = { b: peer(9) };
    witness.look();
    expect(world.told).toEqual([4, 5, 6]);
  });

  it('waits for half a second at most', () => {
    const { world, witness, hold } = lone({ b: peer(4) });
    hold(5);
    world.now = WITNESS_MS - 1;
    witness.look();
    expect(world.told).toEqual([]);
    world.now = WITNESS_MS;
    witness.look();
    expect(world.told).toEqual([5]);
  });

  it('waits no longer once the learner is gone', () => {
    const { world, witness, hold } = lone({ b: peer(4) });
    hold(5);
    world.learners = {};
    witness.look();
    expect(world.told).toEqual([5]);
  });

  it.each([
    ['no learner', lone({})],
    ['a learner that is silent', lone({ b: peer(4, { silentTicks: 25 }) })],
    ['a learner that is still brought up to date', lone({ b: peer(0, { state: 'snapshot' }) })],
    ['a majority of several disks', lone({ d: peer(4) }, ['a', 'b', 'c'])],
    ['another leader', lone({ b: peer(4) }, ['a'], 'follower')],
  ])('waits for nobody where there is %s', (_, { world, hold }) => {
    hold(5);
    expect(world.told).toEqual([5]);
  });
});
