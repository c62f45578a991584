/**
 * What mdns-js takes for the network. It gets what was checked and narrowed before, and what it wants to send is
 * handed back to whoever made it want to: when, where and whether it is sent is decided elsewhere.
 *
 * mdns-js keeps one list of all advertisements of a process for ever and sends for all of them through whichever
 * network came last. So what it sends is taken here for the whole process, and told apart by the speaker.
 */
import { EventEmitter } from 'node:events';
import type { DNSPacket } from 'dns-js';

let taken: DNSPacket[] | null = null;

/** The packets that mdns-js sends while this runs, from whichever network. */
export function packetsOf(act: () => void): readonly DNSPacket[] {
  const packets: DNSPacket[] = [];
  taken = packets;
  try {
    act();
  } finally {
    taken = null;
  }
  return packets;
}

export class Networking extends EventEmitter {
  /** Gives mdns-js a packet, as come over that link. */
  deliver(packet: DNSPacket, host: string, linkName: string): void {
    this.emit('packets', [packet], { address: host }, { networkInterface: linkName, interfaceIndex: 0 });
  }

  /** Called by mdns-js. What it sends by timers of its own is repeated by ours, and not sent. */
  send(packet: DNSPacket): void {
    taken?.push(packet);
  }

  /** Called by mdns-js, which goes on once the network is ready: it always is. */
  addUsage(_user: unknown, ready: () => void): void {
    ready();
  }

  /** Called by mdns-js. */
  removeUsage(): void {
    this.removeAllListeners();
  }
}
