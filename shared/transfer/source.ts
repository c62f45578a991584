/** What bringing in another program's JSON comes to: as `plan.ts` says it of CSV, but by path instead of by line. */
import type { SingleCommand } from '../domain/commands.ts';
import type { Id } from '../domain/text.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { Ask } from './sheets/sheet.ts';

/** `path`: where in the file, like `[3].filament.density`. */
export type PathNote = Readonly<{ path: string; message: string }>;
export type PlannedRecord = Readonly<{ path: string; id: Id }>;
export type SourcePlan = Readonly<{
  creates: readonly PlannedRecord[];
  /** What is here already, under its id or as an equal product: nothing is done about it. */
  same: readonly PlannedRecord[];
  /** In the order in which they are to be sent, until one is refused; none if anything is wrong. */
  commands: readonly SingleCommand[];
  errors: readonly PathNote[];
  /** What comes over otherwise than it was. */
  warnings: readonly PathNote[];
  /** It is more than may be done at once: after so many records it was given up, and nothing else is told. */
  overflow: number | null;
}>;

/** `['spools', 3, 'id']` → `spools[3].id`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

/** Notes what came of each record while it is tried. */
export class SourceNotes {
  readonly creates: PlannedRecord[] = [];
  readonly same: PlannedRecord[] = [];
  readonly errors: PathNote[] = [];
  readonly warnings: PathNote[] = [];
  readonly rehearsal: Rehearsal;

  constructor(rehearsal: Rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Tries commands until one does not go through, which is noted under the record's path. */
  all(path: string, asks: readonly Ask[], names: Readonly<Record<string, string>> = {}): boolean {
    return asks.every((ask) => {
      const tried = this.rehearsal.try(ask);
      if (tried.ok) return true;
      for (const {
        path: [...fields],
        message,
      } of tried.troubles) {
        const named = fields.map((field) => names[field]).findLast((name) => name !== undefined);
        this.errors.push({ path: named === undefined ? path : `${path}.${named}`, message });
      }
      return false;
    });
  }

  /** The same for a record that is to be made. */
  create(path: string, id: Id, asks: readonly Ask[], names?: Readonly<Record<string, string>>): boolean {
    const made = this.all(path, asks, names);
    if (made) this.creates.push({ path, id });
    return made;
  }

  plan(): SourcePlan {
    const { creates, same, errors, warnings } = this;
    const commands = errors.length > 0 ? [] : this.rehearsal.commands;
    return { creates, same, errors, warnings, commands, overflow: null };
  }

  /** That it is too much, once it is. @param most commands */
  overflow(most: number): SourcePlan | null {
    if (this.rehearsal.commands.length <= most) return null;
    return { ...noPlan([]), overflow: Math.max(0, this.creates.length + this.same.length - 1) };
  }
}

/** A plan of which nothing came but what is wrong. */
export const noPlan = (errors: readonly PathNote[]): SourcePlan => ({
  creates: [],
  same: [],
  commands: [],
  errors,
  warnings: [],
  overflow: null,
});

/** `most`: how many commands may come of a file; of more nothing is told but that they are too many. */
export type SourceOptions = Readonly<{ most?: Readonly<{ commands: number }> }>;
