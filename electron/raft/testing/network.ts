/** A simulated network: it loses, doubles, delays and reorders; links can be cut in one direction. */
import type { Message, NodeId } from '../types.ts';
import type { Random } from './random.ts';

export type Packet = Readonly<{ from: NodeId; to: NodeId; message: Message }>;

/** More than this under way: the oldest is lost. */
const MAX_UNDER_WAY = 500;

export class SimNetwork {
  loss = 0;
  duplication = 0;
  readonly #random: Random;
  readonly #cuts = new Set<string>();
  #packets: Packet[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  get underWay(): readonly Packet[] {
    return this.#packets;
  }

  send(packet: Packet): void {
    if (this.isCut(packet.from, packet.to) || this.#random.chance(this.loss)) return;
    this.#packets.push(packet);
    if (this.#random.chance(this.duplication)) this.#packets.push(packet);
    if (this.#packets.length > MAX_UNDER_WAY) this.#packets.shift();
  }

  /** Takes the packet at that place out, to deliver it; 0 is the oldest. */
  take(place: number): Packet | null {
    return this.#packets.splice(place, 1)[0] ?? null;
  }

  /** Loses those under way for which `lost` holds. */
  lose(lost: (packet: Packet) => boolean): void {
    this.#packets = this.#packets.filter((packet) => !lost(packet));
  }

  isCut(from: NodeId, to: NodeId): boolean {
    return this.#cuts.has(`${from}>${to}`);
  }
  cut(from: NodeId, to: NodeId): void {
    this.#cuts.add(`${from}>${to}`);
  }
  cutBoth(a: NodeId, b: NodeId): void {
    this.cut(a, b);
    this.cut(b, a);
  }
  /** Nobody in one group reaches anybody in another. */
  partition(...groups: readonly (readonly NodeId[])[]): void {
    for (const group of groups)
      for (const other of groups)
        if (group !== other) for (const from of group) for (const to of other) this.cut(from, to);
  }
  mend(): void {
    this.#cuts.clear();
  }
  mendBoth(a: NodeId, b: NodeId): void {
    this.#cuts.delete(`${a}>${b}`);
    this.#cuts.delete(`${b}>${a}`);
  }
}
