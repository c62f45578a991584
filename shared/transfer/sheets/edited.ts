/** What an edit has to say so that a record is as its row. */
import { same } from '../../domain/activity.ts';
import { Commands, type CommandType } from '../../domain/commands.ts';
import type { Ask, Fields, Flaw } from './sheet.ts';

/** The words for what a schema found, where the value was there at all. */
export const issueWords = (message: string, value: unknown) => (value === undefined ? 'is missing' : message);

/**
 * The edit of a record, if its row says anything new, or what is wrong with what that says. Only what differs is looked
 * at: records of long ago may hold what would not be let in today.
 * @param type of an edit, whose fields are called as the record's
 */
export function edited(
  type: CommandType,
  given: Fields,
  record: Readonly<{ id: string }>,
): Readonly<{ asks: readonly Ask[]; flaws: readonly Flaw[] }> {
  const { id, ...now }: Fields & Readonly<{ id: string }> = record;
  const { shape } = Commands[type];
  const differs = ([name, value]: readonly [string, unknown]) =>
    name !== 'id' && value !== undefined && Object.hasOwn(shape, name) && !same(value, now[name]);
  const news = Object.entries(given).filter(differs);
  if (news.length === 0) return { asks: [], flaws: [] };
  const parsed = Commands[type].safeParse({ id, ...Object.fromEntries(news) });
  if (!parsed.success) {
    const flaws = parsed.error.issues.map(({ path, message }) => ({ field: String(path[0] ?? ''), message }));
    return { asks: [], flaws };
  }
  // `pla` and `PLA` were different, and are no longer.
  const left = Object.entries(parsed.data).filter(differs);
  return { asks: left.length === 0 ? [] : [{ ...Object.fromEntries(left), type, id }], flaws: [] };
}
