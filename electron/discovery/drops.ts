/** What was dropped: counted by reason. */
import type { PacketFault } from './packet-check.ts';

export type DropReason =
  | PacketFault
  /** More packets than one source, or all together, may have looked at in a second. */
  | 'too many from one source'
  | 'too many from all sources'
  /** From an address that is in no network of this machine. */
  | 'not of this network'
  /** An answer that did not come from port 5353 (RFC 6762 §6). */
  | 'from another port'
  /** The parser refused what the check let pass. */
  | 'not parsed'
  /** An instance whose texts are not what a workstation says. */
  | 'malformed announcement'
  /** A name with control characters or too long; what is left of it is kept. */
  | 'text cleaned'
  | 'too many workstations'
  | 'too many workstations from one address'
  | 'too many addresses of one workstation'
  /** Of what was to be said. */
  | 'not announceable'
  /** Of this machine. */
  | 'interfaces unknown'
  | 'socket failed'
  | 'send failed';

export class Drops {
  readonly #counts = new Map<DropReason, number>();

  count(reason: DropReason): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
