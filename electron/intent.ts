/** What the command line wants of a data directory, held against what the directory says. Pure. */
import { canonical } from '../shared/domain/canonical.ts';
import type { ClusterFile } from './cluster-file.ts';
import { type Belonging, BelongingError } from './found.ts';
import type { Founding } from './replica/envelope.ts';

export type Intent =
  /** Go on in whatever shop the directory belongs to; without one, wait for one. */
  | Readonly<{ kind: 'goOn'; name?: string | undefined }>
  /** Without a shop: get into one by an invitation, or by a key file, as soon as it can be reached. */
  | Readonly<{ kind: 'join'; invitation: string; name?: string | undefined }>
  | Readonly<{ kind: 'key'; path: string; name?: string | undefined }>
  /** Found a shop of that name, or go on in it. */
  | Readonly<{ kind: 'found'; shop: string; name: string }>
  /** Be this member of the shop that a cluster file describes. */
  | Readonly<{ kind: 'member'; path: string; cluster: ClusterFile; node: string }>;

/**
 * Which node of which shop the directory is, or is to become; null: none yet (one may be founded).
 * Throws BelongingError where the directory belongs to another shop or node than was asked for.
 */
export function belongingFor(directory: string, known: Belonging | null, intent: Intent): Belonging | null {
  switch (intent.kind) {
    case 'goOn':
    case 'join':
    case 'key':
      return known;
    case 'found':
      if (known !== null && known.founding.shop !== intent.shop) {
        throw new BelongingError(
          `${directory} already holds the shop "${known.founding.shop}": leave --found out to go on with it, or choose another --data for a new shop.`,
        );
      }
      return known;
    case 'member': {
      const wanted = memberBelonging(intent);
      if (known === null) return wanted;
      if (known.node === wanted.node && isSameFounding(known.founding, wanted.founding)) return known;
      throw new BelongingError(
        `${directory} already belongs to "${known.node}" of the shop "${known.founding.shop}", which is not what ${intent.path} and --node ${intent.node} say.`,
      );
    }
  }
}

function memberBelonging({ path, cluster, node }: Intent & { kind: 'member' }): Belonging {
  const { v, clusterId, shop, members, authority } = cluster;
  const founding = { ...(v === undefined ? {} : { v }), clusterId, epoch: 0, shop, members, authority };
  if (!members.some(({ id }) => id === node)) {
    const ids = members.map(({ id }) => id).join(', ');
    throw new BelongingError(`${path} has no member "${node}"; its members are ${ids}.`);
  }
  return { node, started: false, joined: null, founding };
}

/** Every member must have written the identical first log entry. */
function isSameFounding(one: Founding, other: Founding): boolean {
  return canonical(one) === canonical(other);
}
