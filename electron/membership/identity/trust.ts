/** Who may speak on a link, by what the roster says now. */
import type { Hello, RefusalCode, Verdict } from '../../links/types.ts';
import { isCopy, memberOf } from '../roster/roster.ts';
import type { Roster } from '../roster/types.ts';
import { judgePeer, type PeerRefusal, type Trust } from './judge.ts';

export type ShopIds = Readonly<{ clusterId: string; epoch: number }>;

export function trustOf({ members, tombstones, authorities }: Roster, ids: ShopIds): Trust {
  return {
    ...ids,
    authorities,
    memberKeys: new Map(members.map(({ id, key }) => [id, key])),
    tombstones: new Set(tombstones.map(({ id }) => id)),
  };
}

/**
 * Judges one end of a link: its certificate, and whether its boot is that of a copied disk. See `Judge`.
 * @param hello null: it said nothing of itself, so only the certificate counts
 */
export function judgeLink(
  roster: Roster,
  ids: ShopIds,
  leaf: Uint8Array,
  chain: readonly string[],
  hello: Pick<Hello, 'boot'> | null,
): Verdict {
  const judged = judgePeer({ leaf, chain }, trustOf(roster, ids));
  if (!judged.ok) return { ok: false, code: codes[judged.reason], sentence: judged.sentence };
  const member = memberOf(roster, judged.node);
  if (hello !== null && member !== null && isCopy(member.boot, hello.boot))
    return { ok: false, code: 'copy', sentence: 'its records are a copy, and the original has run since' };
  return { ok: true, node: judged.node };
}

const codes: Readonly<Record<PeerRefusal, RefusalCode>> = {
  malformed: 'refused',
  otherShop: 'otherShop',
  otherEpoch: 'otherShop',
  unknownAuthority: 'refused',
  oldAuthority: 'refused',
  otherKey: 'refused',
  removed: 'removed',
};
