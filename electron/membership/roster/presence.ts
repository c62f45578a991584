/**
 * Who was there in the last 14 days: one bit an hour for each member, said by the leader as a sample and folded into
 * the roster. Hours without a leader have no sample and do not count. Pure.
 */
import { z } from 'zod';

/** 14 days of hours: bits kept of a member. */
export const PRESENCE_HOURS = 336;
const DIGITS = PRESENCE_HOURS / 4;
const ALL = (1n << BigInt(PRESENCE_HOURS)) - 1n;

const Bits = z.string().regex(new RegExp(`^[0-9a-f]{${DIGITS}}$`));

/** In its one canonical form: by id, each id once, without those who were never there. */
export const PresenceLog = z
  .strictObject({
    /** Of the newest sample; −1: none yet. */
    hour: z.int().min(-1),
    /** Id and bits in hexadecimal, the newest hour last. */
    members: z.array(z.tuple([z.string().min(1).max(64), Bits]).readonly()).readonly(),
  })
  .readonly()
  .refine(
    ({ members }) => members.every(([id], i) => i === 0 || (members[i - 1]?.[0] ?? '') < id),
    'members are in order, each once',
  );
export type PresenceLog = z.output<typeof PresenceLog>;

export const EMPTY_PRESENCE: PresenceLog = { hour: -1, members: [] };

/** Who is there in an hour (of the log's age), and who belongs: whoever does not is forgotten. */
export type PresenceSample = Readonly<{
  hour: number;
  online: Iterable<string>;
  members: Iterable<string>;
}>;

/**
 * Folds one sample in. Of the newest hour again (another leader took it too), whoever was there in either was
 * there; of an earlier hour, nothing changes.
 */
export function sampled(log: PresenceLog, { hour, online, members }: PresenceSample): PresenceLog {
  if (hour < log.hour) return log;
  const here = new Set(online);
  const before = new Map(log.members.map(([id, bits]) => [id, BigInt(`0x${bits}`)]));
  const shift = hour > log.hour ? 1n : 0n;
  const rows: [string, string][] = [];
  for (const id of new Set(members)) {
    const bits = (((before.get(id) ?? 0n) << shift) & ALL) | (here.has(id) ? 1n : 0n);
    if (bits !== 0n) rows.push([id, bits.toString(16).padStart(DIGITS, '0')]);
  }
  return { hour, members: rows.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** Share of the last 14 days' samples that it was in, 0 … 1; of those before a shop's first day it was in none. */
export function presenceOf({ members }: PresenceLog, id: string): number {
  const bits = members.find(([other]) => other === id)?.[1] ?? '';
  let ones = 0;
  for (const digit of bits) ones += ONES[parseInt(digit, 16)] ?? 0;
  return ones / PRESENCE_HOURS;
}

const ONES = Array.from({ length: 16 }, (_, n) => [1, 2, 4, 8].filter((bit) => (n & bit) !== 0).length);
