/** A file brought in: all of it or nothing, and once, however often and wherever it is sent under one key. */
import { type FileKind, isSheet, TOLD } from '../../../shared/contract/files.ts';
import { errorCount, problemErrors } from '../../../shared/contract/imports.ts';
import { parseCsv } from '../../../shared/transfer/csv.ts';
import { decodeSteps } from '../../../shared/transfer/decode.ts';
import { type FilePlan, fileSteps, noPlan } from '../../../shared/transfer/file.ts';
import { readRows } from '../../../shared/transfer/rows.ts';
import { SHEETS } from '../../../shared/transfer/sheets/index.ts';
import { inSlices } from '../../viewer/slices.ts';
import { still } from '../../viewer/still.ts';
import { KeyReused, type Workstation } from '../../workstation-interface.ts';
import { Refused } from '../refused.ts';
import { doneBefore, type Fits, madeBy, type RowBefore, withIds } from './import-done.ts';
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
        const fitting = plan.commands.map(
          ({ type }): Fits =>
            ({ action }) =>
              action === type,
        );
        const made = madeBy(ids, workstation.shop.archive.activity, fitting) ?? newOf(plan, ids);
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
function newOf({ changes }: FilePlan, ids: readonly string[]): readonly string[] {
  const changed = new Set(changes.map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !changed.has(id));
}

/** What is wrong with a file, as a refusal. */
function withErrors({ errors }: FilePlan): Refused {
  const detail = `Nothing was brought in: ${errorCount(errors.length)}.`;
  const told = problemErrors(errors.slice(0, TOLD));
  return new Refused(422, detail, {}, 'importErrors', { errors: told });
}

async function toldAgain(asked: ToBringIn, ids: readonly string[]): Promise<FilePlan> {
  const { activity } = asked.workstation.shop.archive;
  const { table, rows, ...beside } = await inSlices(contentsOf(asked), asked.signal);
  return { ...noPlan([]), ...doneBefore(table, rows, ids, activity), ...beside };
}

/** The rows of a file as they stand in it, and what else is told of it. Another program's file the planner knows. */
function* contentsOf({ workstation, kind, bytes }: ToBringIn) {
  const state = still(workstation.shop);
  if (!isSheet(kind)) {
    const { creates, same, warnings } = yield* fileSteps(kind, bytes, state);
    return {
      table: null,
      rows: [...same, ...creates].map(({ id, path = '' }) => ({ place: { path }, id })),
      warnings,
    };
  }
  const decoded = yield* decodeSteps(bytes);
  if (!decoded.ok) return { table: null, rows: [] };
  const most = { commands: Infinity, rows: Infinity };
  const { rows, ignored } = yield* readRows(SHEETS[kind], parseCsv(decoded.text), state, most);
  return {
    table: SHEETS[kind].table,
    rows: rows.map(({ line, given }): RowBefore => {
      const { id } = given;
      return { place: { line }, given, ...(typeof id === 'string' ? { id } : {}) };
    }),
    ignored,
  };
}
