/** A dry run in the middle: rows are planned and tried one after the other, and what is wrong is noted by its line. */
import type { SingleCommand } from '../domain/commands.ts';
import type { Id } from '../domain/text.ts';
import type { Rehearsal, Tried, Trouble } from './rehearsal.ts';
import type { LineError, Row } from './sheets/read.ts';
import { refusedField } from './sheets/refused.ts';
import type { Ask, RowPlan, Sheet } from './sheets/sheet.ts';

export type PlannedRow = Readonly<{ line: number; id: Id }>;
/** `generated`: the record is to get an id by itself; this is the one that it got in the dry run. */
export type CreatedRow = PlannedRow & Readonly<{ generated: boolean }>;
export type ImportPlan = Readonly<{
  creates: readonly CreatedRow[];
  changes: readonly PlannedRow[];
  /** Rows that say what is so already. */
  same: readonly PlannedRow[];
  /** In the order in which they are to be sent, until one is refused; none if anything is wrong. */
  commands: readonly SingleCommand[];
  errors: readonly LineError[];
  /** Rows that are left out, and why. */
  warnings: readonly LineError[];
  /** Headers that no column answers to. */
  ignored: readonly string[];
  /** It is more than may be done at once: after so many rows it was given up, and nothing else is told. */
  overflow: number | null;
}>;

export class Planning {
  readonly errors: LineError[];
  readonly #warnings: LineError[] = [];
  /** Of the records that the file makes. */
  readonly #lines = new Map<Id, number>();
  readonly #sheet: Sheet;
  readonly #rehearsal: Rehearsal;
  readonly #done = { creates: [] as CreatedRow[], changes: [] as PlannedRow[], same: [] as PlannedRow[] };
  readonly #last: Readonly<{ row: Row; ask: Ask }>[] = [];

  /** @param errors that were found before */
  constructor(sheet: Sheet, rehearsal: Rehearsal, errors: readonly LineError[]) {
    this.#sheet = sheet;
    this.#rehearsal = rehearsal;
    this.errors = [...errors];
  }

  /** Commands so far, those that come last among them. */
  get size(): number {
    return this.#rehearsal.commands.length + this.#last.length;
  }

  plan(row: Row): void {
    const { line, given } = row;
    const plan = this.#sheet.plan(given, this.#rehearsal.shop);
    for (const { field, message } of plan.flaws) this.#wrong(row, field, message);
    if (plan.flaws.length > 0) return;
    if (plan.leave !== undefined) {
      this.#warnings.push(rowError(this.#sheet, row, plan.leave.field, plan.leave.message));
      return;
    }
    const before = this.#rehearsal.commands.length;
    const id = this.#make(row, plan);
    if (id === null || !this.#all(row, plan.after(id))) return;
    const last = plan.last?.(id) ?? [];
    for (const ask of last) this.#last.push({ row, ask });
    if (plan.create !== null) {
      this.#lines.set(id, line);
      this.#done.creates.push({ line, id, generated: given['id'] === undefined });
      return;
    }
    const nothing = this.#rehearsal.commands.length === before && last.length === 0;
    this.#done[nothing ? 'same' : 'changes'].push({ line, id });
  }

  /** The id of the record that a row is about, made if there is none; null where that is refused. */
  #make(row: Row, { create, before = [], after, last }: RowPlan): Id | null {
    if (create === null) return String(row.given['id']);
    if (!this.#all(row, before)) return null;
    const named = after('').length > 0 || (last?.('').length ?? 0) > 0;
    const tried = this.#rehearsal.try(create, named);
    if (tried.ok) return tried.id;
    this.#refused(row, tried);
    return null;
  }

  #all(row: Row, asks: readonly Ask[]): boolean {
    return asks.every((ask) => {
      const tried = this.#rehearsal.try(ask);
      if (!tried.ok) this.#refused(row, tried);
      return tried.ok;
    });
  }

  *finish(): Generator<undefined, undefined> {
    for (const { row, ask } of this.#last) {
      this.#all(row, [ask]);
      yield;
    }
  }

  #refused(row: Row, { troubles }: Extract<Tried, { ok: false }>): void {
    for (const trouble of troubles)
      this.#wrong(row, this.#fieldOf(trouble), this.#inFile(trouble) ?? trouble.message);
  }

  /** What equals a record that is only in the file so far is told by its line: nobody has heard of its id. */
  #inFile({ refusal }: Trouble): string | null {
    const line = refusal?.code === 'duplicateProduct' ? this.#lines.get(refusal.params.id) : undefined;
    return line === undefined ? null : `this is the same filament as in line ${line}`;
  }

  /** Which cell a trouble is about: the innermost named one that the sheet has. */
  #fieldOf({ path, refusal }: Trouble): string | null {
    const has = (name: string | null) => this.#sheet.columns.some(({ field }) => field === name);
    const named = refusal === null ? path.findLast(has) : refusedField(refusal);
    return named !== undefined && has(named) ? named : null;
  }

  #wrong(row: Row, field: string | null, message: string): void {
    this.errors.push(rowError(this.#sheet, row, field, message));
  }

  result(ignored: readonly string[]): ImportPlan {
    const errors = this.errors.sort((one, other) => one.line - other.line);
    const commands = errors.length > 0 ? [] : this.#rehearsal.commands;
    const warnings = this.#warnings;
    return { ...this.#done, commands, errors, warnings, ignored, overflow: null };
  }
}

/** What is wrong with a row, at the cell of that field where it has one. */
export function rowError(sheet: Sheet, row: Row, field: string | null, message: string): LineError {
  const header = sheet.columns.find((one) => one.field === field)?.header ?? null;
  const { line, column } = row.place(header === null ? null : field);
  return { line, column: header, character: column, message };
}
