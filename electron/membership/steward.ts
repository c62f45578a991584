/**
 * The leader's hand on who votes: gathers what it knows, asks the policy, and passes on what that decides. On every
 * other node it only listens, so that a new leader knows at once who has been there for how long.
 */
import type { CoreView, NodeId } from '../raft/types.ts';
import { nextChange } from './policy/next-change.ts';
import { reasonWords } from './policy/reasons.ts';
import { caughtUpSince, firstSeen, flaps, observed, type Stability } from './policy/stability.ts';
import { defaultRules, type Knowledge, type MembershipChange, type PolicyRules } from './policy/types.ts';
import { presenceOf } from './roster/presence.ts';
import { RULES_VERSION } from '../../shared/domain/versions.ts';
import { upgradeOf, upgradeWords } from './upgrade.ts';
import type { Roster } from './roster/types.ts';

const HOUR = 3_600_000;
/** Reasons kept for the screens. */
const MAX_REASONS = 5;

export type StewardPorts = Readonly<{
  self: NodeId;
  view: () => CoreView;
  roster: () => Roster;
  connected: () => ReadonlySet<NodeId>;
  /** Whether that peer said that its disk has forgotten something; it says so long before it counts as stable. */
  damaged: (peer: NodeId) => boolean;
  reconfigure: (change: MembershipChange) => void;
  handOver: (to: NodeId) => void;
  /** The rules that the shop goes by, the newest that each peer said that it knows, and the log's age in ms. */
  versions: () => Readonly<{ inForce: number; known: ReadonlyMap<NodeId, number>; age: number }>;
  /** From here on the shop goes by those. */
  raise: (to: number) => void;
  /** Has the shop remember who is there now; it may come to nothing. */
  sample: (online: readonly NodeId[]) => void;
  /** Monotonic ms. */
  now: () => number;
  rules?: PolicyRules;
}>;

export class Steward {
  readonly #ports: StewardPorts;
  readonly #rules: PolicyRules;
  readonly #stability = new Map<NodeId, Stability>();
  readonly #caughtUp = new Map<NodeId, number | null>();
  readonly #quitting = new Set<NodeId>();
  #leading: { term: number; since: number; sampledAt: number | null } | null = null;
  #handedOverAt = -Infinity;
  #reasons: readonly string[] = [];
  #waiting: readonly string[] = [];

  constructor(ports: StewardPorts) {
    this.#ports = ports;
    this.#rules = ports.rules ?? defaultRules;
  }

  /** What was last changed, or what is waited for, and why: newest first. */
  get reasons(): readonly string[] {
    return [...this.#waiting, ...this.#reasons].slice(0, MAX_REASONS);
  }

  /** It says that it is about to go, or that it stays after all. */
  quits(id: NodeId, quitting: boolean): void {
    if (quitting) this.#quitting.add(id);
    else this.#quitting.delete(id);
  }

  /** It is there in another boot. */
  isBack(id: NodeId): void {
    this.#quitting.delete(id);
  }

  /** To be called a few times a second. Returns whether `reasons` changed. */
  tick(): boolean {
    const { view, now, reconfigure, handOver } = this.#ports;
    const core = view();
    this.#observe(core, now());
    const before = this.reasons;
    if (core.role !== 'leader') {
      this.#leading = null;
      this.#waiting = this.#upgrade(core);
      return !same(before, this.reasons);
    }
    if (this.#leading?.term !== core.term) this.#leading = { term: core.term, since: now(), sampledAt: null };
    this.#sample(this.#leading, now());
    if (core.transferringTo !== null) return false;
    const knowledge = this.#knowledge(core, this.#leading.since);
    const { change, reasons, handOverTo } = nextChange(knowledge, this.#rules);
    const words = [...reasons.map(reasonWords), ...this.#upgrade(core)];
    if (change !== null) {
      reconfigure(change);
      this.#reasons = [...words, ...this.#reasons].slice(0, MAX_REASONS);
      this.#waiting = [];
    } else {
      this.#waiting = words;
      if (handOverTo !== null && this.#mayTryHandOver(now())) handOver(handOverTo);
    }
    return !same(before, this.reasons);
  }

  /** Raises the shop to newer rules once everybody who has to knows them; till then, in words, who does not. */
  #upgrade({ role, configuration, committedInTerm }: CoreView): readonly string[] {
    const { self, roster, versions, raise } = this.#ports;
    const { inForce, known, age } = versions();
    if (inForce >= RULES_VERSION) return [];
    const { to, missing } = upgradeOf({
      self,
      own: RULES_VERSION,
      configuration,
      roster: roster(),
      known,
      age,
    });
    if (to > inForce && role === 'leader' && committedInTerm) raise(to);
    return missing.length === 0 ? [] : [upgradeWords(missing)];
  }

  /**
   * While the lead is being handed over nothing is written. Whoever is about to go has little time and tries on; for
   * anything else one that does not succeed must not be tried without a pause.
   */
  #mayTryHandOver(now: number): boolean {
    const isLeaving = this.#quitting.has(this.#ports.self);
    if (!isLeaving && now - this.#handedOverAt < this.#rules.grace) return false;
    this.#handedOverAt = now;
    return true;
  }

  /** Whether somebody who stays could still take this node's lead or seat. */
  get canBeRelieved(): boolean {
    const { self, view, connected, roster } = this.#ports;
    const { configuration, leader } = view();
    const { voters, outgoing } = configuration;
    const stays = roster().members.filter(
      ({ id, leaving }) => id !== self && leaving === null && connected().has(id) && !this.#quitting.has(id),
    );
    if (leader === self && stays.some(({ id }) => voters.includes(id))) return true;
    const votes = voters.includes(self) || outgoing.includes(self);
    return votes && stays.some(({ id }) => !voters.includes(id));
  }

  #observe(core: CoreView, now: number): void {
    const { roster, self, connected } = this.#ports;
    const online = connected();
    const ids = new Set(roster().members.map(({ id }) => id));
    for (const id of this.#stability.keys()) if (!ids.has(id)) this.#stability.delete(id);
    for (const id of ids) {
      const isOnline = id === self || online.has(id);
      const known = this.#stability.get(id);
      this.#stability.set(
        id,
        known === undefined ? firstSeen(isOnline, now) : observed(known, isOnline, now),
      );
      const match = id === self ? core.lastIndex : (core.progress.get(id)?.match ?? 0);
      const since = isOnline ? (this.#caughtUp.get(id) ?? null) : null;
      const lag = core.lastIndex - match;
      this.#caughtUp.set(id, isOnline ? caughtUpSince(since, lag, now, this.#rules.lag) : null);
    }
  }

  /** Once it knows who is there, and every hour from then on. */
  #sample(leading: { since: number; sampledAt: number | null }, now: number): void {
    const { since, sampledAt } = leading;
    if (now - since < this.#rules.grace || (sampledAt !== null && now - sampledAt < HOUR)) return;
    leading.sampledAt = now;
    const online = [...this.#stability].filter(([, known]) => known.online);
    this.#ports.sample(online.map(([id]) => id));
  }

  #knowledge(core: CoreView, leadingSince: number): Knowledge {
    const { roster, self, now, damaged, versions } = this.#ports;
    const { inForce, known } = versions();
    const time = now();
    const { members: rows, presence } = roster();
    const members = rows.map(({ id, name, pinned, leaving }) => {
      const stability = this.#stability.get(id) ?? firstSeen(false, time);
      return {
        id,
        name,
        pinned,
        leaving: leaving !== null,
        quitting: this.#quitting.has(id),
        online: stability.online,
        since: stability.since,
        flaps: flaps(stability, time),
        match: id === self ? core.stable : (core.progress.get(id)?.match ?? 0),
        caughtUpSince: this.#caughtUp.get(id) ?? null,
        readsVersion: (known.get(id) ?? inForce) >= inForce,
        damaged: id === self ? core.damaged : damaged(id),
        failureDomain: null,
        mains: null,
        presence: presenceOf(presence, id),
      };
    });
    return {
      now: time,
      self,
      leadingSince,
      committedOwnTerm: core.committedInTerm,
      configuration: core.configuration,
      configurationIndex: core.configurationIndex,
      configurationCommitted: core.configurationCommitted,
      lastIndex: core.lastIndex,
      members,
    };
  }
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, n) => text === other[n]);
}
