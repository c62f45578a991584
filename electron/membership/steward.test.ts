import { describe, expect, it } from 'vitest';
import type { Configuration, CoreView, Progress } from '../raft/types.ts';
import { RULES_VERSION } from '../../shared/domain/versions.ts';
import type { MembershipChange } from './policy/types.ts';
import { EMPTY_PRESENCE, sampled } from './roster/presence.ts';
import { EMPTY_ROSTER, type MemberRow } from './roster/types.ts';
import { Steward } from './steward.ts';

const LAST = 100;

function row(id: string): MemberRow {
  const rest = { addresses: [], http: null, admittedAt: 0, pinned: false, leaving: null, boot: null };
  return { id, name: id, key: `key-of-${id}-0123456789`, ...rest };
}

/** A shop that A leads; everybody is there and has everything. */
class Shop {
  now = 1_000_000;
  readonly damaged = new Set<string>();
  readonly changes: MembershipChange[] = [];
  readonly samples: string[] = [];
  readonly handedOver: string[] = [];
  inForce = RULES_VERSION;
  readonly known = new Map<string, number>();
  readonly raised: number[] = [];
  presence = EMPTY_PRESENCE;
  readonly steward: Steward;
  #online: readonly string[];

  constructor(voters: string, learners: string) {
    const ids = Array.from(voters + learners);
    this.#online = ids.filter((id) => id !== 'A');
    const learning = Array.from(learners);
    const configuration = { voters: Array.from(voters), outgoing: [], learners: learning };
    this.steward = new Steward({
      self: 'A',
      view: () => view(configuration),
      roster: () => ({ ...EMPTY_ROSTER, members: ids.map(row), presence: this.presence }),
      connected: () => new Set(this.#online),
      damaged: (peer) => this.damaged.has(peer),
      reconfigure: (change) => void this.changes.push(change),
      handOver: (to) => void this.handedOver.push(to),
      versions: () => ({ inForce: this.inForce, known: this.known, age: 0 }),
      raise: (to) => void this.raised.push(to),
      sample: (online) => void this.samples.push([...online].sort().join('')),
      now: () => this.now,
    });
    this.pass(60_000);
  }

  goes(id: string): void {
    this.#online = this.#online.filter((other) => other !== id);
  }

  pass(ms: number): void {
    for (const end = this.now + ms; this.now < end; this.now += 250) this.steward.tick();
  }

  /** Who is to vote by the newest change. */
  get voters(): string {
    return [...(this.changes.at(-1)?.voters ?? [])].sort().join('');
  }
}

function view(configuration: Configuration): CoreView {
  const members = [...configuration.voters, ...configuration.learners];
  const progress = (): Progress => ({ state: 'replicate', match: LAST, next: LAST + 1, silentTicks: 0 });
  return {
    id: 'A',
    role: 'leader',
    term: 2,
    vote: 'A',
    leader: 'A',
    commit: LAST,
    applied: LAST,
    firstIndex: 1,
    lastIndex: LAST,
    lastTerm: 2,
    stable: LAST,
    configuration,
    configurationIndex: 7,
    configurationCommitted: true,
    committedInTerm: true,
    transferringTo: null,
    damaged: false,
    progress: new Map(members.map((id) => [id, progress()])),
  };
}

describe('The leader', () => {
  it('swaps a silent voter for a learner that has everything', () => {
    const shop = new Shop('ABC', 'DE');
    shop.goes('C');
    shop.pass(59_000);
    expect(shop.voters).toBe('');
    shop.pass(2_000);
    expect(shop.voters).toBe('ABD');
  });

  it('gives no vote to one whose disk has forgotten something, however much it seems to hold', () => {
    const shop = new Shop('ABC', 'DE');
    shop.damaged.add('D');
    shop.goes('C');
    shop.pass(61_000);
    expect(shop.voters).toBe('ABE');
    const alone = new Shop('ABC', 'D');
    alone.damaged.add('D');
    alone.goes('C');
    alone.pass(600_000);
    expect(alone.changes).toEqual([]);
  });

  it('gives it one as soon as it says that it has everything back', () => {
    const shop = new Shop('ABC', 'D');
    shop.damaged.add('D');
    shop.goes('C');
    shop.pass(120_000);
    shop.damaged.delete('D');
    shop.pass(1_000);
    expect(shop.voters).toBe('ABD');
  });

  it('lets another lead for one that has everything back, and where that fails tries again after a pause', () => {
    const shop = new Shop('ABC', '');
    shop.damaged.add('B');
    shop.pass(9_000);
    expect(shop.handedOver).toEqual(['C']);
    shop.pass(9_000);
    expect(shop.handedOver).toEqual(['C', 'C']);
    shop.damaged.delete('B');
    shop.pass(60_000);
    expect(shop.handedOver).toHaveLength(2);
  });

  it('about to go tries on', () => {
    const shop = new Shop('ABC', '');
    shop.steward.quits('A', true);
    shop.pass(1_000);
    expect(shop.handedOver.length).toBeGreaterThan(2);
  });

  it('gives the vote to whoever was there most of the time', () => {
    const shop = new Shop('ABC', 'DE');
    const members = ['A', 'B', 'C', 'D', 'E'];
    shop.presence = sampled(EMPTY_PRESENCE, { hour: 0, online: ['E'], members });
    shop.goes('C');
    shop.pass(61_000);
    expect(shop.voters).toBe('ABE');
  });

  it('raises the shop to newer rules once everybody knows them, and says who does not', () => {
    const shop = new Shop('ABC', 'D');
    shop.inForce = RULES_VERSION - 1;
    for (const id of 'BCD') shop.known.set(id, RULES_VERSION);
    shop.known.set('C', RULES_VERSION - 1);
    shop.pass(1_000);
    expect(shop.raised).toEqual([]);
    expect(shop.steward.reasons).toContain('What is new in this version waits for C: update PrintRaft there');
    shop.known.set('C', RULES_VERSION);
    shop.pass(250);
    expect(shop.raised).toEqual([RULES_VERSION]);
    shop.inForce = RULES_VERSION;
    shop.pass(1_000);
    expect(shop.raised).toEqual([RULES_VERSION]);
  });

  it('gives no vote to a workstation whose program does not know the rules in force', () => {
    const shop = new Shop('ABC', 'DE');
    shop.known.set('D', RULES_VERSION - 1);
    shop.goes('C');
    shop.pass(61_000);
    expect(shop.voters).toBe('ABE');
  });

  it('has the shop remember who is there: once it knows, and every hour', () => {
    const shop = new Shop('ABC', 'D');
    expect(shop.samples).toEqual(['ABCD']);
    shop.goes('D');
    shop.pass(3_600_000);
    expect(shop.samples).toEqual(['ABCD', 'ABC']);
  });
});
