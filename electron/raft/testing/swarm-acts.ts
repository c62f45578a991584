/** What can happen in a run, one thing at a time. */
import type { Message } from '../types.ts';
import type { Cluster } from './cluster.ts';
import type { Random } from './random.ts';
import { canSpareOne, drawChange, isInPlay } from './reconfiguring.ts';
import type { Action, Plan } from './swarm-plan.ts';

const MAX_NODES = 8;

/** Is told what exactly is done, before it is. */
export type Note = (what: () => string) => void;
export type Act = Readonly<{ cluster: Cluster; action: Action; plan: Plan; random: Random; note: Note }>;

/** Does one thing; `note` is told what exactly before it is done, so that the trace ends with the culprit. */
export function act({ cluster, action, plan, random, note }: Act): void {
  const node = random.pick(cluster.nodes);
  const other = random.pick(cluster.nodes);
  const { network, nodes } = cluster;
  switch (action) {
    case 'deliver':
      return deliverSome(cluster, random, plan, note);
    case 'tick':
      // One machine's clock may be slower than the others'.
      if (nodes[plan.slow] === node && random.chance(plan.lag)) return;
      note(() => node.id);
      return cluster.tick(node.id);
    case 'sync': {
      const writes = random.pick([1, 2, Infinity]);
      note(() => `${node.id} ${writes}`);
      return node.sync(writes);
    }
    case 'syncSnapshot':
      note(() => node.id);
      return node.syncSnapshot();
    case 'write': {
      // To whoever thinks it leads, for there may be two.
      const leaders = nodes.filter(({ leads }) => leads);
      const at = leaders.length > 0 && random.chance(0.8) ? random.pick(leaders) : node;
      note(() => at.id);
      if (at.up) cluster.write(at.id, random.between(1, 3));
      return;
    }
    case 'read':
      note(() => node.id);
      if (node.up) cluster.read(node.id);
      return;
    case 'compact':
      note(() => node.id);
      return node.compact();
    case 'crash': {
      const victim = random.chance(0.5) ? (cluster.leader ?? node) : node;
      note(() => victim.id);
      return cluster.crash(victim.id);
    }
    case 'restart': {
      const down = nodes.find(({ up }) => !up);
      note(() => down?.id ?? '-');
      if (down !== undefined) cluster.restart(down.id);
      return;
    }
    case 'reboot':
      // Back before anybody has given it up, and perhaps asked the same again.
      note(() => node.id);
      cluster.crash(node.id);
      return cluster.restart(node.id);
    case 'damage': {
      // Two that have forgotten at once may well have lost what was committed.
      if (!canSpareOne(cluster) || !isInPlay(cluster, node)) return;
      if (nodes.some((one) => one.disk.damaged && isInPlay(cluster, one))) return;
      note(() => node.id);
      return cluster.damage(node.id, random.between(1, 6));
    }
    case 'hang': {
      // Of one that leads, mostly: there it does harm. A crash or a mending ends it.
      const victim = random.chance(0.7) ? (cluster.leader ?? node) : node;
      note(() => victim.id);
      victim.disk.hangs = true;
      return;
    }
    case 'disconnect':
      note(() => `${node.id} ${other.id}`);
      if (other !== node) cluster.disconnect(node.id, other.id);
      return;
    case 'cut':
      note(() => `${node.id} ${other.id}`);
      return network.cut(node.id, other.id);
    case 'partition': {
      const ids = nodes.map(({ id }) => id);
      const one = ids.filter(() => random.chance(0.5));
      note(() => one.join());
      const rest = ids.filter((id) => !one.includes(id));
      return network.partition(one, rest);
    }
    case 'depose': {
      // The others notice at once that it is gone, and it does not.
      const { leader } = cluster;
      note(() => leader?.id ?? '-');
      return leader === null ? undefined : cluster.isolate(leader.id);
    }
    case 'usurp': {
      // The leader is cut off in the middle of whatever it does, and another hurries to take its place.
      const { leader } = cluster;
      network.mend();
      if (leader !== null) cluster.isolate(leader.id);
      const rounds = random.between(1, 3 * cluster.electionTicks);
      note(() => `${leader?.id ?? '-'} ${node.id} ${rounds}`);
      for (let round = 0; round < rounds; round++) {
        cluster.tick(node.id);
        deliverSome(cluster, random, plan, note);
        for (const one of nodes) if (random.chance(0.5)) one.sync(random.pick([1, Infinity]));
      }
      return;
    }
    case 'join':
      note(() => '');
      if (nodes.length < MAX_NODES) cluster.join();
      return;
    case 'reconfigure': {
      const change = drawChange(cluster, random);
      note(() => JSON.stringify(change));
      if (change !== null && cluster.node(change.at).up) cluster.reconfigure(change.at, change);
      return;
    }
    case 'transfer': {
      const leader = cluster.leader ?? node;
      note(() => `${leader.id} ${other.id}`);
      return cluster.transfer(leader.id, other.id);
    }
    case 'stepDown':
    case 'listen': {
      const one = random.chance(0.5) ? (cluster.leader ?? node) : node;
      note(() => one.id);
      return one.step({ type: action });
    }
    case 'mend':
      note(() => '');
      for (const one of nodes) one.disk.hangs = false;
      return network.mend();
  }
}

function deliverSome(cluster: Cluster, random: Random, plan: Plan, note: Note): void {
  const { network } = cluster;
  for (let left = random.between(1, 4); left > 0 && network.underWay.length > 0; left--) {
    const place = random.chance(plan.disorder) ? random.int(network.underWay.length) : 0;
    const packet = network.underWay[place];
    if (packet !== undefined) note(() => `${packet.from}>${packet.to} ${describe(packet.message)}`);
    cluster.deliver(place);
  }
}

function describe(message: Message): string {
  const { type, ...rest } = message;
  const entries =
    'entries' in rest ? rest.entries.map(({ index, term }) => `${index}:${term}`).join() : undefined;
  return `${type} ${JSON.stringify({ ...rest, entries, data: undefined })}`;
}
