/** A file brought in: all of it or nothing, and once, however often and wherever it is sent under one key. */
import { type FileKind, type FileRow, isSheet, TOLD } from '../../../shared/contract/files.ts';
import { errorCount, problemErrors } from '../../../shared/contract/imports.ts';
import type { Answer } from '../../../shared/domain/answers.ts';
import { TABLES } from '../../../shared/domain/model.ts';
import { parseCsv } from '../../../shared/transfer/csv.ts';
import { decodeSteps } from '../../../shared/transfer/decode.ts';
import { type FilePlan, fileSteps, noPlan } from '../../../shared/transfer/file.ts';
import { readRows } from '../../../shared/transfer/rows.ts';
import { SHEETS } from '../../../shared/transfer/sheets/index.ts';
import { inSlices } from '../../viewer/slices.ts';
import { still } from '../../viewer/still.ts';
import { KeyReused, type Workstation } from '../../workstation-interface.ts';
import { Refused } from '../refused.ts';
import { doneOf, type RowBefore } from './import-done.ts';
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
    if (last?.ok === true) return doneBy(last, workstation, await inSlices(contentsOf(asked), signal));
    if (last !== undefined && earlier.length >= ATTEMPTS) throw refusedBy(last.refusal);
    const plan = await inSlices(fileSteps(kind, bytes, still(workstation.shop)), signal);
    if (plan.errors.length > 0) throw withErrors(plan);
    if (plan.commands.length === 0) return plan;
    const by = { key: key.of(earlier.length), ...(operator === undefined ? {} : { operator }) };
    try {
      const answer = await workstation.execute({ type: 'batch', commands: plan.commands }, by);
      if (answer.ok) return doneBy(answer, workstation, { ...plan, ...planned(kind, plan) });
      // Not even asked of the shop, so that no attempt counts.
      if (answer.refusal.code === 'tooNew') throw refusedBy(answer.refusal);
      // The shop moved on since the file was looked at: once more, from how it is now.
    } catch (cause) {
      // The same file under the same key came another way, and was planned otherwise: its answer is there now.
      if (!(cause instanceof KeyReused)) throw cause;
    }
  }
}

/** What is wrong with a file, as a refusal. */
function withErrors({ errors }: FilePlan): Refused {
  const detail = `Nothing was brought in: ${errorCount(errors.length)}.`;
  const told = problemErrors(errors.slice(0, TOLD));
  return new Refused(422, detail, {}, 'importErrors', { errors: told });
}

type Contents = Partial<FilePlan> & Readonly<{ tables: readonly string[]; rows: readonly RowBefore[] }>;

/** What a file did, now or when it was brought in before. */
function doneBy(
  { filed = [0, 0] }: Extract<Answer, { ok: true }>,
  { shop }: Workstation,
  { tables, rows, ...beside }: Contents,
): FilePlan {
  return { ...noPlan([]), ...beside, ...doneOf(tables, rows, filed, shop.archive.activity) };
}

/** Which tables the rows of a file of that kind are of. */
const tablesOf = (kind: FileKind) => (isSheet(kind) ? [SHEETS[kind].table] : TABLES);

/** The rows of a plan, without the ids that were only foreseen. */
function planned(kind: FileKind, { creates, changes, same }: FilePlan): Contents {
  const rows = [...creates, ...changes.map((row) => ({ ...row, generated: false })), ...same].map(
    ({ id, generated = false, ...place }: FileRow & { generated?: boolean }): RowBefore =>
      generated ? { place } : { place, id },
  );
  return { tables: tablesOf(kind), rows };
}

/** The rows of a file as they stand in it, and what else is told of it. Another program's file the planner knows. */
function* contentsOf({ workstation, kind, bytes }: ToBringIn): Generator<undefined, Contents> {
  const state = still(workstation.shop);
  const tables = tablesOf(kind);
  if (!isSheet(kind)) {
    const { creates, same, warnings } = yield* fileSteps(kind, bytes, state);
    return {
      tables,
      rows: [...same, ...creates].map(({ id, path = '' }) => ({ place: { path }, id })),
      warnings,
    };
  }
  const decoded = yield* decodeSteps(bytes);
  if (!decoded.ok) return { tables, rows: [] };
  const most = { commands: Infinity, rows: Infinity };
  const { rows, ignored } = yield* readRows(SHEETS[kind], parseCsv(decoded.text), state, most);
  return {
    tables,
    rows: rows.map(({ line, given }): RowBefore => {
      const { id } = given;
      return { place: { line }, ...(typeof id === 'string' ? { id } : {}) };
    }),
    ignored,
  };
}
