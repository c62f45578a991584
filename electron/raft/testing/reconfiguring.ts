/** Changes of who takes part, drawn at random: what an operator or a policy may ask of any node at any time. */
import { isMember } from '../configuration.ts';
import type { NodeId } from '../types.ts';
import type { Cluster } from './cluster.ts';
import type { SimNode } from './node.ts';
import type { Random } from './random.ts';

export type DrawnChange = Readonly<{
  at: NodeId;
  voters: readonly NodeId[];
  learners: readonly NodeId[];
  basedOn?: number;
}>;

type Kind = 'learn' | 'promote' | 'demote' | 'swap' | 'remove' | 'removeLeader' | 'anything' | 'invalid';

const MAX_VOTERS = 5;

/** Null: nothing fits, or it could leave too few that have forgotten nothing. */
export function drawChange(cluster: Cluster, random: Random): DrawnChange | null {
  // Of the voters one may have forgotten what it promised, and there must be enough others then.
  if (cluster.nodes.some((node) => node.disk.damaged && isInPlay(cluster, node))) return null;
  const { leader } = cluster;
  const node = leader !== null && random.chance(0.9) ? leader : random.pick(cluster.nodes);
  const { voters, learners } = node.view.configuration;
  const usable = cluster.nodes.filter(({ disk }) => !disk.damaged).map(({ id }) => id);
  const outside = usable.filter((id) => !voters.includes(id) && !learners.includes(id));
  const change = changed({ voters, learners, outside, usable, self: node.id }, random);
  if (change === null || change.voters.length > MAX_VOTERS) return null;
  const stale = random.chance(0.05) ? { basedOn: random.int(node.view.lastIndex + 1) } : {};
  return { at: node.id, ...change, ...stale };
}

type Now = Readonly<
  Record<'voters' | 'learners' | 'outside' | 'usable', readonly NodeId[]> & { self: NodeId }
>;
type Next = Readonly<{ voters: readonly NodeId[]; learners: readonly NodeId[] }> | null;

function changed({ voters, learners, outside, usable, self }: Now, random: Random): Next {
  const kind = random.weighted<Kind>({
    learn: 3,
    promote: 3,
    demote: 1,
    swap: 3,
    remove: 2,
    removeLeader: 1,
    anything: 2,
    invalid: 0.2,
  });
  const without = (ids: readonly NodeId[], id: NodeId) => ids.filter((other) => other !== id);
  const voter = random.pick(voters);
  switch (kind) {
    case 'learn':
      if (outside.length === 0) return null;
      return { voters, learners: [...learners, random.pick(outside)] };
    case 'promote': {
      if (learners.length === 0) return null;
      const learner = random.pick(learners);
      return { voters: [...voters, learner], learners: without(learners, learner) };
    }
    case 'demote':
      return { voters: without(voters, voter), learners: [...learners, voter] };
    case 'swap': {
      if (learners.length === 0) return null;
      const learner = random.pick(learners);
      const rest = without(learners, learner);
      const stays = random.chance(0.5);
      return {
        voters: [...without(voters, voter), learner],
        learners: stays ? [...rest, voter] : rest,
      };
    }
    case 'remove':
      if (learners.length > 0 && random.chance(0.5))
        return { voters, learners: without(learners, random.pick(learners)) };
      return { voters: without(voters, voter), learners };
    case 'removeLeader':
      return { voters: without(voters, self), learners: without(learners, self) };
    case 'anything': {
      const drawn = usable.filter(() => random.chance(0.4));
      const rest = usable.filter((id) => !drawn.includes(id));
      return { voters: drawn, learners: rest.filter(() => random.chance(0.5)) };
    }
    case 'invalid':
      return { voters: [...voters, voter], learners };
  }
}

/** Whether a configuration that is, or may yet be, in force names this node. */
export function isInPlay(cluster: Cluster, { id }: SimNode): boolean {
  return (
    cluster.nodes.some(({ view }) => isMember(view.configuration, id)) ||
    isMember(cluster.checker.configurationAt(Infinity), id)
  );
}

/** Whether all voters that are, or may yet be, in force can spare the memory of one among them. */
export function canSpareOne(cluster: Cluster): boolean {
  const inForce = cluster.checker.configurationAt(Infinity);
  return [inForce, ...cluster.nodes.map(({ view }) => view.configuration)].every(
    ({ voters, outgoing }) => voters.length > 2 && (outgoing.length === 0 || outgoing.length > 2),
  );
}
