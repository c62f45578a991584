/** Times as text: ISO 8601, in UTC. Never the local zone of whoever reads a file. */

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(?:(Z)|([+-])(\d\d):?(\d\d))?)?$/i;

/** Epoch milliseconds as `2026-01-31T09:05:00Z`; with milliseconds where it has any. */
export function momentText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/**
 * Epoch milliseconds of a date, or of a date and time; UTC where no offset is given. Parts of a millisecond are
 * dropped. Null for what is no such text, or no day of the calendar.
 */
export function readMoment(text: string): number | null {
  const parts = pattern.exec(text.trim());
  if (parts === null) return null;
  const number = (group: number) => Number(parts[group] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(number) as [
    ...[number, number, number, number, number, number],
  ];
  const ms = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, ms));
  date.setUTCFullYear(year, month - 1, day);
  const real =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!real || number(10) > 23 || number(11) > 59) return null;
  const offset = (number(10) * 60 + number(11)) * 60_000;
  return date.getTime() - (parts[9] === '-' ? -offset : offset);
}
