/** Who is there, as the original's welcome server tells it. Ports are those of HTTP. */
import type { Health, Member } from '../../shared/contract/health.ts';
import type { Leader, Peer } from '../../shared/contract/v1.ts';

type Placed = Member & Readonly<{ http: NonNullable<Member['http']> }>;
const isPlaced = (member: Member): member is Placed => member.http !== null;

/** The leader, or null while there is none that this workstation knows. */
export function leaderOf(health: Health): Leader | null {
  const leader = health.members.filter(isPlaced).find((member) => member.leader);
  return leader ? { host: leader.http.host, port: leader.http.port, node_id: leader.id } : null;
}

/** All workstations, this one too; one whose HTTP address is unknown is left out. */
export function peersOf(health: Health): Peer[] {
  return health.members.filter(isPlaced).map((member) => ({
    host: member.http.host,
    port: member.http.port,
    status: member.self || member.reachable ? 'alive' : 'dead',
  }));
}
