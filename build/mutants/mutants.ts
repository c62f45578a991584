/**
 * Versions of the core, and of what stands around it, that are each wrong in one place, as somebody might write it who
 * has not understood one rule. The simulators have to find every one of them, or they would not find such a mistake of
 * ours either.
 */
import { SHOP_MUTANTS } from './shop-mutants.ts';
import type { Mutant } from './types.ts';

const VOTE_REPLY = "sendOnceDurable(server, from, { type: 'voteReply', term: server.term, granted });";

const CORE_MUTANTS: readonly Omit<Mutant, 'level'>[] = [
  {
    name: 'vote-before-fsync',
    rule: 'a vote is on disk before it is told (fig. 2)',
    file: 'raft/election.ts',
    find: VOTE_REPLY,
    replace: "send(server, from, { type: 'voteReply', term: server.term, granted });",
  },
  {
    name: 'own-vote-before-fsync',
    rule: "a candidate's own vote counts once it is on disk",
    file: 'raft/election.ts',
    find: "sendOnceDurable(server, server.id, { type: 'voteReply', term: server.term, granted: true });",
    replace: "onVoteReply(server, server.id, { type: 'voteReply', term: server.term, granted: true });",
  },
  {
    name: 'vote-twice',
    rule: 'one vote in a term (§5.2)',
    file: 'raft/election.ts',
    find: '    (server.vote === null || server.vote === from) &&\n',
    replace: '',
  },
  {
    name: 'vote-forgotten',
    rule: 'the vote survives a restart (fig. 2)',
    file: 'raft/server.ts',
    find: 'vote: term === hardState.term ? hardState.vote : null,',
    replace: 'vote: null,',
  },
  {
    name: 'pre-votes-elect',
    rule: 'a pre-vote is no vote (dissertation §9.6)',
    file: 'raft/election.ts',
    find: "server.role = 'candidate';\n  server.votes.clear();",
    replace: "server.role = 'candidate';",
  },
  {
    name: 'longer-log-wins',
    rule: 'the later last term is more up to date than the longer log (§5.4.1)',
    file: 'raft/election.ts',
    find: 'return lastTerm > log.lastTerm || (lastTerm === log.lastTerm && lastIndex >= log.lastIndex);',
    replace: 'return lastIndex >= log.lastIndex;',
  },
  {
    name: 'later-term-suffices',
    rule: 'in one term the longer log is more up to date (§5.4.1)',
    file: 'raft/election.ts',
    find: '(lastTerm === log.lastTerm && lastIndex >= log.lastIndex);',
    replace: 'lastTerm === log.lastTerm;',
  },
  {
    name: 'half-is-a-majority',
    rule: 'a majority is more than half',
    file: 'raft/configuration.ts',
    find: 'return voters.filter(agrees).length > voters.length / 2;',
    replace: 'return voters.filter(agrees).length >= voters.length / 2;',
  },
  {
    name: 'leader-counts-itself-early',
    rule: 'the leader counts itself once its own disk has it (dissertation §10.2.1)',
    file: 'raft/commit.ts',
    find: 'id === server.id ? server.durability.stable :',
    replace: 'id === server.id ? server.log.lastIndex :',
  },
  {
    name: 'old-term-by-counting',
    rule: 'entries of earlier terms are not committed by counting (§5.4.2, fig. 8)',
    file: 'raft/commit.ts',
    find: 'if (index <= server.commit || server.log.termAt(index) !== server.term) return false;',
    replace: 'if (index <= server.commit) return false;',
  },
  {
    name: 'acknowledged-before-fsync',
    rule: 'a follower acknowledges what is on its disk (fig. 2)',
    file: 'raft/following.ts',
    find: "sendOnceDurable(server, from, { type: 'appendReply', term: server.term, match });",
    replace: "send(server, from, { type: 'appendReply', term: server.term, match });",
  },
  {
    name: 'late-append-truncates',
    rule: 'only a conflict truncates, a late and shorter append does not (§5.3)',
    file: 'raft/following.ts',
    find: 'const next = entries[added];\n',
    replace:
      'const next = entries[added];\n  const shorter = prevIndex + entries.length;\n  if (next === undefined && shorter < log.lastIndex && shorter >= server.commit && shorter >= log.baseIndex)\n    truncateLog(server, shorter + 1);\n',
  },
  {
    name: 'previous-entry-unchecked',
    rule: 'an append fits only where the entry before it is the same (§5.3)',
    file: 'raft/following.ts',
    find: '} else return reject(server, from, message);',
    replace: '} else if (present === null) return reject(server, from, message);',
  },
  {
    name: 'heartbeat-commits-beyond-match',
    rule: 'a heartbeat tells a commit index that the follower is known to hold',
    file: 'raft/heartbeat.ts',
    find: 'Math.min(peer.match, server.commit)',
    replace: 'server.commit',
  },
  {
    name: 'stale-disk-completion',
    rule: 'a write that completes does not vouch for what took its place meanwhile',
    file: 'raft/durability.ts',
    find: 'for (const write of this.#pending) write.lastIndexAfter = Math.min(write.lastIndexAfter, index - 1);',
    replace: '',
  },
  {
    name: 'stable-after-truncation',
    rule: 'what was cut off is not on disk any more',
    file: 'raft/durability.ts',
    find: 'this.#stable = Math.min(this.#stable, index - 1);',
    replace: '',
  },
  {
    name: 'lease-read',
    rule: 'a read waits until a majority confirms the leader (dissertation §6.4)',
    file: 'raft/reads.ts',
    find: 'if (!confirmed) return;',
    replace: '',
  },
  {
    name: 'read-confirmed-by-the-past',
    rule: 'only an answer to a heartbeat sent after the read confirms it',
    file: 'raft/reads.ts',
    find: '?? 0) >= round,',
    replace: '?? 0) >= round - 1,',
  },
  {
    name: 'read-before-own-entry',
    rule: 'a new leader knows what is committed once an entry of its own term is (dissertation §6.4)',
    file: 'raft/reads.ts',
    find: '  if (!hasCommittedInTerm(server)) return;\n',
    replace: '',
  },
  {
    name: 'configuration-when-committed',
    rule: 'a configuration is in force from its appending on (§6)',
    file: 'raft/server.ts',
    find: 'return server.configurations.newest.configuration;',
    replace:
      'return server.configurations.inPlay(server.commit)[0] ?? server.configurations.newest.configuration;',
  },
  {
    name: 'configuration-not-rolled-back',
    rule: 'a configuration that is cut off is in force no more (§6)',
    file: 'raft/configuration.ts',
    find: 'this.#known = this.#known.filter((known) => known.index < index);',
    replace: '',
  },
  {
    name: 'joint-by-the-new-alone',
    rule: 'a joint configuration needs a majority of each half, to commit (§6)',
    file: 'raft/configuration.ts',
    find: 'return outgoing.length === 0 ? index : Math.min(index, majorityIndex(outgoing, held));',
    replace: 'return index;',
  },
  {
    name: 'elected-by-the-new-alone',
    rule: 'a joint configuration needs a majority of each half, to elect (§6)',
    file: 'raft/configuration.ts',
    find: 'return isMajority(voters, agrees) && (outgoing.length === 0 || isMajority(outgoing, agrees));',
    replace: 'return isMajority(voters, agrees);',
  },
  {
    name: 'two-changes-at-once',
    rule: 'one change of who takes part at a time (§6)',
    file: 'raft/membership.ts',
    find: "if (isJoint(configurations.newest.configuration) || !isConfigurationCommitted(server)) return 'changing';",
    replace: '',
  },
  {
    name: 'joint-for-ever',
    rule: 'whoever leads leaves a joint configuration (§6)',
    file: 'raft/membership.ts',
    find: "append(server, [{ kind: 'configuration', configuration: { ...configuration, outgoing: [] }, data }]);",
    replace: '',
  },
  {
    name: 'hands-over-to-one-behind',
    rule: 'a successor has everything on its disk (dissertation §3.10)',
    file: 'raft/handover.ts',
    find: 'if (leading.peers.get(handover.to)?.match !== log.lastIndex) return;',
    replace: '',
  },
  {
    name: 'hands-over-for-ever',
    rule: 'a successor that does not take over is given up',
    file: 'raft/handover.ts',
    find: 'leading.handover.ticksLeft -= 1;',
    replace: '',
  },
  {
    name: 'heals-too-early',
    rule: 'a damaged log is whole once an entry of the present term is committed and here',
    file: 'raft/damage.ts',
    find: '  if (server.log.termAt(known) !== server.term) return;\n',
    replace: '',
  },
  {
    name: 'snapshots-mixed',
    rule: 'chunks of two senders are never put together',
    file: 'raft/snapshot-receiving.ts',
    find: 'if (receiving !== null && receiving.from === from && receiving.term === term) {',
    replace: 'if (receiving !== null) {',
  },
  {
    name: 'damaged-votes',
    rule: 'whoever forgot what it acknowledged does not vote',
    file: 'raft/election.ts',
    find: 'return isDamaged(server) || leaderIsFresh',
    replace: 'return leaderIsFresh',
  },
  {
    name: 'window-never-freed',
    rule: 'an acknowledgement makes room for the next append',
    file: 'raft/progress.ts',
    find: 'peer.inflight = peer.inflight.filter(({ last }) => last > match);',
    replace: '',
  },
  {
    name: 'lost-probe-is-the-last',
    rule: 'a probe that was lost is sent again',
    file: 'raft/replication.ts',
    find: "if (peer.state === 'probe' && stuck) peer.probing = false;",
    replace: '',
  },
  {
    name: 'stalled-disk-leads-on',
    rule: 'a leader whose own disk hangs hands over, if the others can do without it',
    file: 'raft/stalled-disk.ts',
    find: 'if (tooLong < 0 ||',
    replace: 'if (true ||',
  },
  {
    name: 'no-entry-of-the-own-term',
    rule: 'a new leader appends an entry of its own (§8)',
    file: 'raft/leadership.ts',
    find: "  append(server, [{ kind: 'noop' }]);\n",
    replace: '',
  },
];

export const MUTANTS: readonly Mutant[] = [
  ...CORE_MUTANTS.map((mutant): Mutant => ({ ...mutant, level: 'core' })),
  ...SHOP_MUTANTS.map((mutant): Mutant => ({ ...mutant, level: 'shop' })),
];
