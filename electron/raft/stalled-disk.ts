/**
 * Leader: its own disk hangs, while heartbeats go on and the others' disks do well. It can still commit, for
 * the majority need not contain it (dissertation §10.2.1), but with one copy fewer than everybody believes, and
 * whoever waits for this machine waits in vain. Others can lead as well without its help: so one of them is to.
 */
import { quorumIndex } from './configuration.ts';
import { furthest, transfer } from './handover.ts';
import { becomeFollower } from './roles.ts';
import { configuration, type Leading, type Server } from './server.ts';

/** A leader's unit of time with a write that does not end: hands over; if nobody takes it, goes anyway. */
export function tickStalledDisk(server: Server, leading: Leading): void {
  const { durability, options } = server;
  const tooLong = durability.stalledTicks - options.stalledDiskTicks;
  if (tooLong < 0 || !canBeSpared(server, leading)) return;
  if (tooLong >= options.electionTicks) return becomeFollower(server, server.term, null);
  if (leading.handover === null) transfer(server, furthest(server, leading));
}

/** A majority of the others has more on disk than this one: they elect without its vote, which it cannot give. */
function canBeSpared(server: Server, leading: Leading): boolean {
  const withoutThis = quorumIndex(configuration(server), (id) => leading.peers.get(id)?.match ?? 0);
  return withoutThis > server.durability.stable;
}
