/** Who did what, as CSV: for people who look something up or keep it elsewhere. It cannot be brought in. */
import type { Activity, State } from '../../domain/model.ts';
import { BYTE_ORDER_MARK, writeCsv } from '../csv.ts';
import { momentText } from '../moments.ts';

const HEADER = [
  ...['Number', 'When (UTC)', 'Operator', 'Workstation', 'Action'],
  ...['Table', 'ID', 'Before', 'After', 'Note', 'Takes back'],
];

/** The lines of a file, oldest first: one for each record that an activity changed. */
export function* writeActivity({ archive: { activity } }: State): Generator<string, undefined> {
  yield BYTE_ORDER_MARK;
  yield* writeCsv([HEADER]);
  for (let at = 0; at < activity.length; at++) {
    const one = activity.at(at);
    if (one !== undefined) yield* writeCsv(rowsOf(one));
  }
}

function* rowsOf(one: Activity): Generator<readonly string[]> {
  const who = [one.id, momentText(one.at), one.operator, one.workstation, one.action];
  for (const { table, id, before, after } of one.changes)
    yield [...who, table, id, fields(before), fields(after), one.note, one.undoes ?? ''];
}

/** Field by field, as they are kept; nothing where the record was not there. */
const fields = (values: Readonly<Record<string, unknown>> | null) =>
  values === null ? '' : JSON.stringify(values);
