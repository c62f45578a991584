/**
 * Real replicas on simulated time: their timers and clocks are moved by hand, links are in memory and
 * can be meddled with, storage outlives the node. Between steps of time the event loop turns until
 * what was set off has run its course, so a test takes as long as its work and not as its clock says.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import { createMemoryNetwork } from '../../links/memory.ts';
import type { Links } from '../../links/types.ts';
import type { NodeId } from '../../raft/types.ts';
import { type ReplicaOptions, defaultTiming, Replica, type Timing } from '../replica.ts';
import { systemClock } from '../stamps.ts';
import { parseWire, type WireMessage } from '../wire.ts';
import { firstEntry, Workplace } from './workplace.ts';

/** What becomes of a message: as usual, nothing, or later by so many milliseconds. */
type Fate = 'pass' | 'lose' | Readonly<{ later: number }>;
type Meddler = (from: NodeId, to: NodeId, message: WireMessage) => Fate;

const STEP_MS = 10;
const TURNS = 6;

/** A shop whose nodes are started, on time that only the test moves; it closes when the test ends. */
export async function openShop(timing: Partial<Timing> = {}, ids = ['a', 'b', 'c']): Promise<Shop> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  const shop = new Shop(ids, { ...defaultTiming, ...timing });
  onTestFinished(async () => {
    for (const id of ids) await shop.node(id).replica?.stop();
    vi.useRealTimers();
  });
  for (const id of ids) await shop.start(id);
  return shop;
}

export class Shop {
  now = 1_000;
  readonly #ids: readonly NodeId[];
  readonly #timing: Timing;
  readonly #nodes: Map<NodeId, Workplace>;
  readonly #network = createMemoryNetwork<WireMessage>({ decode: parseWire });
  readonly #links = new Map<NodeId, Links<WireMessage>>();
  readonly #meddlers = new Set<Meddler>();
  #boots = 0;
  #seed = 1;

  constructor(ids: readonly NodeId[], timing: Timing) {
    this.#ids = ids;
    this.#timing = timing;
    this.#nodes = new Map(ids.map((id) => [id, new Workplace(id, firstEntry(ids))]));
  }

  node(id: NodeId): Workplace {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node;
  }

  /** Starts a node, again if it ran before, from what is in its storage. */
  async start(id: NodeId): Promise<void> {
    const node = this.node(id);
    const boot = { counter: this.#boots, nonce: String(this.#boots) };
    const hello = { clusterId: 'cluster-1', epoch: 0, node: id, name: id, http: null, boot };
    const links = this.#meddled(id, this.#network.links({ ...hello, link: { port: 7100 }, quitting: false }));
    this.#links.set(id, links);
    const options: ReplicaOptions = {
      id,
      boot: String(++this.#boots),
      storage: node.storage,
      restored: node.storage.restored(),
      fallbackConfiguration: { voters: this.#ids, outgoing: [], learners: [] },
      links,
      timing: this.#timing,
      clock: { ...systemClock, wall: () => this.now, monotonic: () => this.now },
      // A small generator: the same run every time.
      random: () => (this.#seed = (this.#seed * 48_271) % 0x7fffffff) / 0x7fffffff,
      on: node.events,
    };
    node.fatal = null;
    node.replica = new Replica(options);
    await node.replica.start();
  }

  async stop(id: NodeId): Promise<void> {
    const { replica } = this.node(id);
    this.node(id).replica = null;
    await replica?.stop();
  }

  isolate(id: NodeId): void {
    for (const other of this.#ids) if (other !== id) this.#network.cut(id, other);
  }

  rejoin(id: NodeId): void {
    for (const other of this.#ids) if (other !== id) this.#network.heal(id, other);
  }

  /** Sends a message in a node's name, as an earlier or another boot of it would. */
  say(from: NodeId, to: NodeId, message: WireMessage): void {
    this.#links.get(from)?.send(to, message);
  }

  /** Has every message pass by here first. @returns to end it */
  meddle(meddler: Meddler): () => void {
    this.#meddlers.add(meddler);
    return () => {
      this.#meddlers.delete(meddler);
    };
  }

  /** Moves time. */
  async run(ms: number): Promise<void> {
    for (const end = this.now + ms; this.now < end;) {
      this.now += STEP_MS;
      vi.advanceTimersByTime(STEP_MS);
      for (let n = 0; n < TURNS; n++) await turn();
    }
  }

  /** Moves time until that holds. */
  async until(what: string, holds: () => boolean, limitMs = 10_000): Promise<void> {
    const end = this.now + limitMs;
    while (!holds()) {
      if (this.now >= end) throw new Error(`not within ${limitMs} ms: ${what}`);
      await this.run(STEP_MS);
    }
  }

  /** Moves time until the promise is settled. @returns its value, or the error that it was rejected with */
  async settled<T>(promise: Promise<T>): Promise<T | Error> {
    let settled = false;
    const result = promise
      .catch((cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause))))
      .finally(() => {
        settled = true;
      });
    await this.until('an answer', () => settled);
    return result;
  }

  /** The one node that leads, or null. */
  leader(): NodeId | null {
    const leaders = this.#ids.filter((id) => this.node(id).replica?.status().core.role === 'leader');
    return leaders.length === 1 ? (leaders[0] ?? null) : null;
  }

  /** Moves time until one leads and every node that runs has a session. @returns who leads */
  async ready(): Promise<NodeId> {
    await this.until('a leader', () => this.leader() !== null);
    for (const id of this.#ids) {
      const { replica } = this.node(id);
      if (replica !== null) await this.settled(replica.barrier());
    }
    await this.run(500);
    return this.leader() ?? this.ready();
  }

  /** The running nodes that do not lead. */
  followers(): NodeId[] {
    const leader = this.leader();
    return this.#ids.filter((id) => id !== leader && this.node(id).replica !== null);
  }

  #meddled(id: NodeId, links: Links<WireMessage>): Links<WireMessage> {
    return {
      start: (events) => links.start(events),
      stop: () => links.stop(),
      connected: () => links.connected(),
      disconnect: (peer, code) => links.disconnect(peer, code),
      drops: () => links.drops(),
      send: (to, message) => {
        const fates = Array.from(this.#meddlers, (meddler) => meddler(id, to, message));
        const fate = fates.find((one) => one !== 'pass') ?? 'pass';
        if (fate === 'pass') links.send(to, message);
        else if (fate !== 'lose') setTimeout(() => links.send(to, message), fate.later);
      },
    };
  }
}
