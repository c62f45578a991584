/** Compares what a load was told with what the workstations show in the end. Pure. */
import { type History, LISTS, type ListName, type Write } from './history.ts';

/** What one workstation shows, read linearizably when all was over. */
export type Shown = Readonly<{ node: string; lists: Readonly<Record<ListName, readonly unknown[]>> }>;

/** When something was broken on purpose, in ms of `performance.now()`: only then is 503 or 504 an answer. */
export type Disturbance = Readonly<{ from: number; to: number }>;

type Row = Readonly<Record<string, unknown>>;

/** Everything that is wrong, in words; empty where all is well. */
export function verdict(
  history: History,
  shown: readonly Shown[],
  disturbances: readonly Disturbance[],
): string[] {
  return [
    ...history.contradictions,
    ...differences(shown),
    ...shown
      .slice(0, 1)
      .flatMap(({ lists }) => LISTS.flatMap((list) => wrongRows(history, list, lists[list]))),
    ...history.writes.flatMap(wrongAnswer),
    ...wrongErrors(history, disturbances),
  ];
}

function differences(shown: readonly Shown[]): string[] {
  const [first, ...others] = shown;
  if (first === undefined) return ['no workstation was asked'];
  return others.flatMap(({ node, lists }) =>
    LISTS.filter((list) => JSON.stringify(lists[list]) !== JSON.stringify(first.lists[list])).map(
      (list) => `${node} and ${first.node} show different ${list}`,
    ),
  );
}

function wrongRows(history: History, list: ListName, rows: readonly unknown[]): string[] {
  const wrong: string[] = [];
  const byId = new Map<string, Row>();
  for (const row of rows as readonly Row[]) {
    const id = String(row.id);
    if (byId.has(id)) wrong.push(`${id} is twice among ${list}`);
    byId.set(id, row);
  }
  for (const write of history.writes) {
    if (write.list !== list) continue;
    const row = byId.get(write.id);
    byId.delete(write.id);
    const what = `${write.fate} ${write.id}`;
    if (write.fate === 'acknowledged' && row === undefined) wrong.push(`${what} is missing among ${list}`);
    if ((write.fate === 'refused' || write.fate === 'notApplied') && row !== undefined) {
      wrong.push(`${what} (status ${String(write.status)}) is among ${list}`);
    }
    if (row !== undefined && !isSame(write, row)) {
      wrong.push(`${what} is shown as ${JSON.stringify(row)}, not as ${JSON.stringify(write.body)}`);
    }
  }
  for (const id of byId.keys()) wrong.push(`${id} is among ${list}, and nobody asked for it`);
  return wrong;
}

/** The original contract names two fields differently in what is sent and what is shown. */
const SHOWN_AS: Readonly<Record<string, string>> = {
  total_weight_in_grams: 'total_weight',
  remaining_weight_in_grams: 'remaining_weight',
};

function isSame({ body }: Write, row: Row): boolean {
  return Object.entries(body).every(([name, value]) => row[SHOWN_AS[name] ?? name] === value);
}

function wrongAnswer({ id, fate, status, expected }: Write): string[] {
  const isExpected = status === expected || (fate !== 'acknowledged' && fate !== 'refused');
  return isExpected ? [] : [`${id} was answered ${String(status)} instead of ${expected}`];
}

function wrongErrors(history: History, disturbances: readonly Disturbance[]): string[] {
  return history.serverErrors.flatMap(({ status, begun, ended, what }) => {
    const isDisturbed = disturbances.some(({ from, to }) => begun <= to && ended >= from);
    if ((status === 503 || status === 504) && isDisturbed) return [];
    return [`${what} with ${status} from ${Math.round(begun)} to ${Math.round(ended)} ms`];
  });
}
