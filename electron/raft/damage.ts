/**
 * A server whose disk lost entries that it had acknowledged. Its log may look complete to itself, so
 * until it has everything back its vote could elect a leader without committed entries.
 */
import { isSoleVoter } from './configuration.ts';
import { configuration, say, type Server } from './server.ts';

export function isDamaged(server: Server): boolean {
  return server.damagedIn !== null;
}

/**
 * Whether nobody else could ever give back what was lost: the only voter goes on with what is left, or
 * its shop would read for ever and never write again. The log alone does not tell, for the entry that
 * made others voters may be what was lost: the hard state remembers it.
 */
export function isOnItsOwn(server: Server): boolean {
  const { othersVote = false } = server.options.restored.hardState;
  return isSoleVoter(configuration(server), server.id) && !othersVote;
}

/**
 * Everything is back once an entry of the present leader's own term is committed and on this disk,
 * and that leader was elected after the damage: its log then held all that was ever committed, and
 * that entry comes after all of it (Raft §5.4).
 */
export function heal(server: Server): void {
  if (server.damagedIn === null || server.leader === null || server.term <= server.damagedIn) return;
  // Whatever else is committed meanwhile: on a slow disk that may always be something.
  const known = Math.min(server.commit, server.durability.stable);
  if (server.log.termAt(known) !== server.term) return;
  server.damagedIn = null;
  say(server, { type: 'healed' });
}
