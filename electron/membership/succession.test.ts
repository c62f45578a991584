import { describe, expect, it } from 'vitest';
import type { Aside } from './asides.ts';
import { applyRoster } from './roster/roster.ts';
import { EMPTY_ROSTER, type Roster } from './roster/types.ts';
import { Succession } from './succession.ts';

/** Members with one roster among them; keys and certificates are words that belong together. */
class Shop {
  roster: Roster;
  leader = 'a';
  readonly nodes = new Map<string, { succession: Succession; keys: Map<number, string> }>();
  /** Those that are switched off. */
  readonly away = new Set<string>();
  /** In the order in which it happened. */
  readonly happened: string[] = [];
  readonly failures: unknown[] = [];

  constructor(...ids: string[]) {
    const rest = { addresses: [], http: null, admittedAt: 0, pinned: false, leaving: null, boot: null };
    this.roster = {
      ...EMPTY_ROSTER,
      members: ids.map((id) => ({ id, name: id, key: `key-of-${id}-0123456`, ...rest })),
      authorities: [{ generation: 0, certificate: 'secret 0', tombstones: 0 }],
    };
    for (const id of ids) this.nodes.set(id, this.#node(id));
  }

  #node(id: string) {
    const keys = new Map([[0, 'secret 0']]);
    const connected = () => [...this.nodes.keys()].filter((other) => other !== id && !this.away.has(other));
    const succession = new Succession({
      roster: () => this.roster,
      leads: () => this.leader === id,
      connected,
      tell: (to, aside: Aside) => {
        this.happened.push(`${id} tells ${to} ${aside.type}`);
        if (!this.away.has(to)) this.nodes.get(to)!.succession.receive(id, aside);
      },
      submit: (command) => {
        this.happened.push(`${id} submits`);
        this.#apply(command);
        return Promise.resolve();
      },
      keyOf: (generation) => keys.get(generation) ?? null,
      keep: (generation, key) => {
        this.happened.push(`${id} keeps ${generation}`);
        keys.set(generation, key);
        return Promise.resolve();
      },
      belongs: (key, certificate) => key === certificate,
      create: ({ authorities }) => {
        const generation = authorities.length;
        const privateKey = `secret ${generation}`;
        return Promise.resolve({ generation, certificate: privateKey, privateKey });
      },
      failed: (cause) => this.failures.push(cause),
    });
    return { succession, keys };
  }

  #apply(command: Parameters<typeof applyRoster>[1]): void {
    this.roster = applyRoster(this.roster, command, { age: 0, isConfigured: () => false }).roster;
  }

  remove(id: string): void {
    this.#apply({ type: 'roster.remove', id, why: 'removed' });
  }

  async tick(...ids: string[]): Promise<void> {
    for (const id of ids) this.nodes.get(id)!.succession.tick();
    await new Promise((resolve) => setImmediate(resolve));
  }

  newestKeyOf(id: string): string | undefined {
    return this.nodes.get(id)!.keys.get(this.roster.authorities.length - 1);
  }
}

describe('a removal', () => {
  it('brings a new authority, whose key the leader keeps and hands out before it is committed', async () => {
    const shop = new Shop('a', 'b', 'c');
    shop.remove('c');
    await shop.tick('a', 'b');
    expect(shop.happened.slice(0, 3)).toEqual(['a keeps 1', 'a tells b authorityKey', 'a submits']);
    await shop.tick('b');
    expect([shop.newestKeyOf('a'), shop.newestKeyOf('b')]).toEqual(['secret 1', 'secret 1']);
    expect(shop.newestKeyOf('c')).toBeUndefined();
    expect(shop.roster.authorities).toHaveLength(2);
    await shop.tick('a', 'b');
    expect(shop.roster.authorities).toHaveLength(2);
  });

  it('that one was away for reaches it later: it asks, and only members are told', async () => {
    const shop = new Shop('a', 'b', 'c');
    shop.remove('c');
    shop.away.add('b');
    await shop.tick('a');
    shop.away.delete('b');
    await shop.tick('b');
    await shop.tick('b');
    expect(shop.newestKeyOf('b')).toBe('secret 1');
    await shop.tick('c');
    expect(shop.happened).not.toContain('a tells c authorityKey');
    expect(shop.newestKeyOf('c')).toBeUndefined();
  });

  it('is left to a leader that has the old key', async () => {
    const shop = new Shop('a', 'b', 'c');
    shop.nodes.get('a')!.keys.clear();
    shop.away.add('b');
    shop.remove('c');
    await shop.tick('a');
    expect(shop.roster.authorities).toHaveLength(1);
    shop.leader = 'b';
    shop.away.clear();
    await shop.tick('b');
    expect(shop.roster.authorities).toHaveLength(2);
  });
});

describe('a key that is no key of the newest authority', () => {
  it('is not kept, whoever sends it; the right one still is', async () => {
    const shop = new Shop('a', 'b', 'c');
    shop.remove('c');
    shop.away.add('b');
    await shop.tick('a');
    shop.away.delete('b');
    shop.nodes.get('b')!.succession.receive('a', { type: 'authorityKey', generation: 1, key: 'forged' });
    await shop.tick('b');
    await shop.tick('b');
    expect(shop.newestKeyOf('b')).toBe('secret 1');
    expect(shop.failures).toEqual([]);
  });
});
