/**
 * How many handshakes one address may cause: each costs this node about a millisecond of its event loop, and
 * whoever connects without end must not get all of them. A token bucket for each address; no clock of its own.
 */

/** Addresses remembered; the one that was quiet for longest is forgotten first. */
const MAX_ADDRESSES = 256;

export type AcceptLimits = Readonly<{
  /** Connections at once, after a quiet time. */
  burst: number;
  /** Connections a second from then on. */
  perSecond: number;
}>;

type Bucket = Readonly<{ tokens: number; at: number }>;

export class AcceptLimit {
  readonly #limits: AcceptLimits;
  /** In the order of their last use. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(limits: AcceptLimits) {
    this.#limits = limits;
  }

  /** Whether one more may come from there; `now` in ms, monotonic. */
  admits(address: string, now: number): boolean {
    const { burst, perSecond } = this.#limits;
    const known = this.#buckets.get(address) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, known.tokens + ((now - known.at) / 1_000) * perSecond);
    const admitted = tokens >= 1;
    this.#buckets.delete(address);
    this.#buckets.set(address, { tokens: admitted ? tokens - 1 : tokens, at: now });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_ADDRESSES && oldest !== undefined) this.#buckets.delete(oldest);
    return admitted;
  }
}
