/** A file brought in: all of it or nothing, and once, however often and wherever it is sent under one key. */
import { type FileKind, TOLD } from '../../../shared/contract/files.ts';
import { parseCsv } from '../../../shared/transfer/csv.ts';
import { decodeSteps } from '../../../shared/transfer/decode.ts';
import { type FilePlan, fileSteps } from '../../../shared/transfer/file.ts';
import { readRows } from '../../../shared/transfer/rows.ts';
import { SHEETS } from '../../../shared/transfer/sheets/index.ts';
import { inSlices } from '../../viewer/slices.ts';
import { still } from '../../viewer/still.ts';
import { KeyReused, type Workstation } from '../../workstation-interface.ts';
import { Refused } from '../refused.ts';
import { doneBefore, madeBy, withIds } from './import-done.ts';
import { ATTEMPTS, ImportKey } from './import-key.ts';
import { refusedBy } from './refuse.ts';

export type ToBringIn = Readonly<{
  workstation: Workstation;
  kind: FileKind;
  bytes: Uint8Array;
  key: string;
  operator: string | undefined;
  /** Ends the work before anything is asked of the shop. */
  signal: AbortSignal;
}>;

/**
 * Brings a file in, or tells what it did when it was brought in under this key before.
 * @throws Refused 422 with each error of the file, 503; KeyReused, Unavailable, UnknownOutcome
 */
export async function bringIn(asked: ToBringIn): Promise<FilePlan> {
  const { workstation, kind, bytes, operator, signal } = asked;
  const key = new ImportKey(asked.key, kind, bytes);
  for (;;) {
    await workstation.barrier();
    const earlier = key.earlier(workstation);
    const last = earlier.at(-1);
    if (last?.ok === true) return toldAgain(asked, last.ids ?? [last.id]);
    if (last !== undefined && earlier.length >= ATTEMPTS) throw refusedBy(last.refusal);
    const plan = await inSlices(fileSteps(kind, bytes, still(workstation.shop)), signal);
    if (plan.errors.length > 0) throw withErrors(plan);
    if (plan.commands.length === 0) return plan;
    const by = { key: key.of(earlier.length), ...(operator === undefined ? {} : { operator }) };
    try {
      const answer = await workstation.execute({ type: 'batch', commands: plan.commands }, by);
      if (answer.ok) {
        const ids = answer.ids ?? [answer.id];
        const made = madeBy(ids, workstation.shop.archive.activity) ?? newOf(plan, ids);
        return { ...plan, creates: withIds(plan.creates, made) };
      }
      // Not even asked of the shop, so that no attempt counts.
      if (answer.refusal.code === 'tooNew') throw refusedBy(answer.refusal);
      // The shop moved on since the file was looked at: once more, from how it is now.
    } catch (cause) {
      // The same file under the same key came another way, and was planned otherwise: its answer is there now.
      if (!(cause instanceof KeyReused)) throw cause;
    }
  }
}

/** The same by the answer alone. */
function newOf({ changes = [] }: FilePlan, ids: readonly string[]): readonly string[] {
  const changed = new Set(changes.map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !changed.has(id));
}

/** What is wrong with a file, as a refusal. */
function withErrors({ errors }: FilePlan): Refused {
  const told = errors.slice(0, TOLD).map(({ message, line, column, character, path = '' }) => {
    const inLine = column === undefined || column === null ? '' : `, ${column}`;
    const place = line === undefined ? {} : { line, ...(character === undefined ? {} : { character }) };
    return { path: line === undefined ? path : `line ${line}${inLine}`, message, ...place };
  });
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`;
  const detail = `Nothing was brought in: the file has ${count}.`;
  return new Refused(422, detail, {}, 'importErrors', { errors: told });
}

async function toldAgain(asked: ToBringIn, ids: readonly string[]): Promise<FilePlan> {
  const { activity } = asked.workstation.shop.archive;
  const { rows, ...beside } = await inSlices(contentsOf(asked), asked.signal);
  return { ...doneBefore(rows, ids, activity), ...beside, errors: [], commands: [] };
}

/** The rows of a file as they stand in it, and what else is told of it. Another program's file the planner knows. */
function* contentsOf({ workstation, kind, bytes }: ToBringIn) {
  const state = still(workstation.shop);
  if (kind === 'spoolman' || kind === 'original') {
    const { creates, same, warnings = [] } = yield* fileSteps(kind, bytes, state);
    return { rows: [...same, ...creates], warnings };
  }
  const decoded = yield* decodeSteps(bytes);
  if (!decoded.ok) return { rows: [] };
  const most = { commands: Infinity, rows: Infinity };
  const { rows, ignored } = yield* readRows(SHEETS[kind], parseCsv(decoded.text), state, most);
  return {
    rows: rows.map(({ line, given: { id } }) => ({ line, ...(typeof id === 'string' ? { id } : {}) })),
    ignored,
  };
}
