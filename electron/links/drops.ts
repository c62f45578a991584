/** What was dropped or refused: counted by reason, and told once per source and reason. */
import type { DropCounts, RefusalCode } from './types.ts';

export type DropReason =
  /** Of what was to be sent. */
  | 'not connected'
  | 'backlog full'
  | 'message too large'
  | 'not encodable'
  /** Of what came in. */
  | 'empty frame'
  | 'oversized frame'
  | 'undecodable frame'
  | 'malformed message'
  /** Of connections. */
  | 'handshake failed'
  | 'no certificate'
  | 'other protocol'
  | 'no hello in time'
  | 'malformed hello'
  | 'not printraft'
  | 'other version'
  | 'other shop'
  | 'other epoch'
  | 'own id'
  | 'not addressed to this node'
  | 'unknown node'
  | 'too many without hello'
  | 'too many from one address'
  | 'too many newcomers'
  | `refused: ${RefusalCode}`
  | 'refused by a peer'
  | 'silent'
  | 'forbidden address';

/** Sources are named by whoever connects: only so many are remembered. */
const MAX_TOLD = 256;
const MAX_SOURCE = 80;

export class Drops {
  readonly #counts = new Map<DropReason, number>();
  readonly #told = new Set<string>();
  readonly #log: (sentence: string) => void;

  constructor(log: (sentence: string) => void) {
    this.#log = log;
  }

  /** Counts it; `source` is a peer's id or an address, `sentence` what a person is told of it, once, if anything. */
  count(reason: DropReason, source: string, sentence: string | null): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    if (sentence === null || this.#told.size >= MAX_TOLD) return;
    const key = `${reason} ${source.slice(0, MAX_SOURCE)}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const last = this.#told.size === MAX_TOLD ? ' Further refusals are only counted.' : '';
    this.#log(`${sentence}${last}`);
  }

  counts(): DropCounts {
    return Object.fromEntries(this.#counts);
  }
}

/** A stranger's text in a sentence of ours: short, and without control characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.slice(0, MAX_SOURCE));
}
