/**
 * A LAN, simulated: messages are encoded and checked as on a socket, and may be lost, doubled, late, out of order, or
 * get through in one direction only. A connection that is cut on both sides is noticed after a while.
 */
import { decodeBody, encodeFrame, HEADER_BYTES } from '../../links/frames.ts';
import type { Hello, LinkEvents, Links } from '../../links/types.ts';
import type { Random } from '../../raft/testing/random.ts';
import type { NodeId } from '../../raft/types.ts';
import { parseWire, type WireMessage } from '../../replica/wire.ts';
import type { Timeline } from './timeline.ts';

/** Somebody's end of the LAN, of one boot. */
export type End = {
  readonly hello: Hello;
  readonly events: LinkEvents<WireMessage>;
  readonly connected: Set<NodeId>;
  /** Calls it once the computer is awake. */
  readonly whenAwake: (work: () => void) => void;
};

const NOTICED_MS = { from: 100, to: 800 };
/** Longer than a write waits before it is sent again. */
const LATE_MS = 3_000;
const MET_MS = { from: 5, to: 100 };

export class SimNetwork {
  loss = 0;
  duplication = 0;
  /** ms that a message is under way at most; each for itself, so they overtake each other. */
  delay = 2;
  /** How often a message is late by seconds. */
  stragglers = 0;
  delivered = 0;
  lost = 0;
  doubled = 0;
  readonly #timeline: Timeline;
  readonly #random: Random;
  readonly #ends = new Map<NodeId, End>();
  readonly #cuts = new Set<string>();

  constructor(timeline: Timeline, random: Random) {
    this.#timeline = timeline;
    this.#random = random;
  }

  links(hello: Hello, whenAwake: End['whenAwake']): Links<WireMessage> {
    const id = hello.node;
    let end: End | null = null;
    return {
      start: (events) => {
        end = { hello, events, connected: new Set(), whenAwake };
        this.#ends.set(id, end);
        for (const other of this.#ends.keys()) this.#meetLater(id, other);
        return Promise.resolve({ host: 'simulated', port: 7_100 });
      },
      send: (to, message) => {
        if (end !== null && this.#ends.get(id) === end) this.#send(end, to, message);
      },
      connected: () => end?.connected ?? new Set(),
      disconnect: (peer) => {
        this.#hangUp(id, peer);
        this.#meetLater(id, peer);
      },
      drops: () => ({}),
      stop: () => {
        if (end !== null && this.#ends.get(id) === end) this.unplug(id);
        return Promise.resolve();
      },
    };
  }

  /** That boot is gone; the others notice at once, as when a process ends. */
  unplug(id: NodeId): void {
    for (const other of this.#ends.get(id)?.connected ?? []) this.#hangUp(id, other);
    this.#ends.delete(id);
  }

  /** Nothing gets through in that direction. */
  cut(from: NodeId, to: NodeId): void {
    this.#cuts.add(`${from}>${to}`);
    this.#timeline.after(this.#random.between(NOTICED_MS.from, NOTICED_MS.to), () => {
      if (this.#isCut(from, to) && this.#isCut(to, from)) this.#hangUp(from, to);
    });
  }

  cutBoth(a: NodeId, b: NodeId): void {
    this.cut(a, b);
    this.cut(b, a);
  }

  mend(): void {
    this.#cuts.clear();
    const ids = [...this.#ends.keys()];
    for (const a of ids) for (const b of ids) if (a < b) this.#meetLater(a, b);
  }

  /** Closes the connection; both find each other again. */
  disconnect(a: NodeId, b: NodeId): void {
    this.#hangUp(a, b);
    this.#meetLater(a, b);
  }

  #isCut(from: NodeId, to: NodeId): boolean {
    return this.#cuts.has(`${from}>${to}`);
  }

  #meetLater(a: NodeId, b: NodeId): void {
    if (a === b) return;
    this.#timeline.after(this.#random.between(MET_MS.from, MET_MS.to), () => {
      const [one, other] = [this.#ends.get(a), this.#ends.get(b)];
      if (one === undefined || other === undefined || one.connected.has(b)) return;
      if (this.#isCut(a, b) || this.#isCut(b, a)) return;
      one.connected.add(b);
      other.connected.add(a);
      one.whenAwake(() => one.events.up(b, other.hello, 'simulated'));
      other.whenAwake(() => other.events.up(a, one.hello, 'simulated'));
    });
  }

  #hangUp(a: NodeId, b: NodeId): void {
    for (const [id, peer] of [
      [a, b],
      [b, a],
    ] as const) {
      const end = this.#ends.get(id);
      if (end?.connected.delete(peer) === true) end.whenAwake(() => end.events.down(peer));
    }
  }

  #send(from: End, to: NodeId, message: WireMessage): void {
    const id = from.hello.node;
    if (!from.connected.has(to)) return;
    if (this.#isCut(id, to) || this.#random.chance(this.loss)) {
      this.lost += 1;
      return;
    }
    const frame = encodeFrame(message);
    // Links never double a message (`links/types.ts`), and forwarded writes rely on it; Raft's would bear it.
    const copies = message.type === 'raft' && this.#random.chance(this.duplication) ? 2 : 1;
    this.doubled += copies - 1;
    for (let copy = 0; copy < copies; copy++)
      this.#timeline.after(
        this.#random.between(0, this.#random.chance(this.stragglers) ? LATE_MS : this.delay),
        () => {
          const end = this.#ends.get(to);
          if (end === undefined || this.#ends.get(id) !== from || this.#isCut(id, to)) return;
          end.whenAwake(() => {
            // Down has been told of it: what comes from before that is over.
            if (this.#ends.get(to) !== end || !end.connected.has(id)) return;
            const decoded = decodeBody(frame.subarray(HEADER_BYTES));
            const received = decoded.ok ? parseWire(decoded.value) : null;
            if (received === null) throw new Error(`a ${message.type} that cannot be read was sent`);
            this.delivered += 1;
            end.events.message(id, received);
          });
        },
      );
  }
}
