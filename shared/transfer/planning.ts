/** A dry run in the middle: rows are planned and tried one after the other, and what is wrong is noted by its line. */
import type { SingleCommand } from '../domain/commands.ts';
import type { Id } from '../domain/text.ts';
import type { Rehearsal, Tried, Trouble } from './rehearsal.ts';
import type { LineError } from './sheets/read.ts';
import { refusedField } from './sheets/refused.ts';
import type { Ask, Fields, RowPlan, Sheet } from './sheets/sheet.ts';

/** `id` of a new record that is to get one by itself: the one that it got in the dry run. */
export type PlannedRow = Readonly<{ line: number; id: Id }>;
export type ImportPlan = Readonly<{
  creates: readonly PlannedRow[];
  changes: readonly PlannedRow[];
  /** Rows that say what is so already. */
  same: readonly PlannedRow[];
  /** In the order in which they are to be sent, until one is refused; none if anything is wrong. */
  commands: readonly SingleCommand[];
  errors: readonly LineError[];
  /** Headers that no column answers to. */
  ignored: readonly string[];
}>;

export type Row = Readonly<{ line: number; given: Fields }>;

export class Planning {
  readonly errors: LineError[] = [];
  readonly #sheet: Sheet;
  readonly #rehearsal: Rehearsal;
  readonly #lines = new Map<unknown, number>();
  readonly #done = { creates: [] as PlannedRow[], changes: [] as PlannedRow[], same: [] as PlannedRow[] };
  readonly #last: Readonly<{ line: number; ask: Ask }>[] = [];

  constructor(sheet: Sheet, rehearsal: Rehearsal) {
    this.#sheet = sheet;
    this.#rehearsal = rehearsal;
  }

  isKnown({ id }: Fields): boolean {
    return typeof id === 'string' && this.#rehearsal.shop[this.#sheet.table].has(id);
  }

  /** Whether no row before is about the same record. */
  isFree({ line, given: { id } }: Row): boolean {
    const earlier = id === undefined ? undefined : this.#lines.get(id);
    if (earlier !== undefined) this.#wrong(line, 'id', `${String(id)} is in line ${earlier} already`);
    else if (id !== undefined) this.#lines.set(id, line);
    return earlier === undefined;
  }

  plan({ line, given }: Row): void {
    const plan = this.#sheet.plan(given, this.#rehearsal.shop);
    for (const { field, message } of plan.flaws) this.#wrong(line, field, message);
    if (plan.flaws.length > 0) return;
    const before = this.#rehearsal.commands.length;
    const id = this.#make(line, given, plan);
    if (id === null || !this.#all(line, plan.after(id))) return;
    const last = plan.last?.(id) ?? [];
    for (const ask of last) this.#last.push({ line, ask });
    const nothing = this.#rehearsal.commands.length === before && last.length === 0;
    this.#done[plan.create !== null ? 'creates' : nothing ? 'same' : 'changes'].push({ line, id });
  }

  /** The id of the record that a row is about, made if there is none; null where that is refused. */
  #make(line: number, given: Fields, { create, before = [], after, last }: RowPlan): Id | null {
    if (create === null) return String(given['id']);
    if (!this.#all(line, before)) return null;
    const named = after('').length > 0 || (last?.('').length ?? 0) > 0;
    const tried = this.#rehearsal.try(create, named);
    if (tried.ok) return tried.id;
    this.#refused(line, tried);
    return null;
  }

  #all(line: number, asks: readonly Ask[]): boolean {
    return asks.every((ask) => {
      const tried = this.#rehearsal.try(ask);
      if (!tried.ok) this.#refused(line, tried);
      return tried.ok;
    });
  }

  *finish(): Generator<undefined, undefined> {
    for (const { line, ask } of this.#last) {
      this.#all(line, [ask]);
      yield;
    }
  }

  #refused(line: number, { troubles }: Extract<Tried, { ok: false }>): void {
    for (const trouble of troubles) this.#wrong(line, this.#fieldOf(trouble), trouble.message);
  }

  /** Which cell a trouble is about: the innermost named one that the sheet has. */
  #fieldOf({ path, refusal }: Trouble): string | null {
    const has = (name: string | null) => this.#sheet.columns.some(({ field }) => field === name);
    const named = refusal === null ? path.findLast(has) : refusedField(refusal);
    return named !== undefined && has(named) ? named : null;
  }

  #wrong(line: number, field: string | null, message: string): void {
    const column = this.#sheet.columns.find((one) => one.field === field)?.header ?? null;
    this.errors.push({ line, column, message });
  }

  result(ignored: readonly string[]): ImportPlan {
    const errors = this.errors.sort((one, other) => one.line - other.line);
    const commands = errors.length > 0 ? [] : this.#rehearsal.commands;
    return { ...this.#done, commands, errors, ignored };
  }
}
