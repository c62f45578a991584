/** What a sheet is: a table of records as rows of cells, out and in. */
import type { CommandType } from '../../domain/commands.ts';
import type { State } from '../../domain/model.ts';
import type { Id } from '../../domain/text.ts';
import type { Delimiter } from '../csv.ts';
import type { Codec, Read } from './codecs.ts';

/** A row's values by field: all of them where it is written; those that a file says where it was read. */
export type Fields = Readonly<Record<string, unknown>>;
/** A command that is not checked yet. */
export type Ask = Readonly<{ type: CommandType } & Record<string, unknown>>;
/** What is wrong with a row; `field` is null where that is not one cell. */
export type Flaw = Readonly<{ field: string | null; message: string }>;

/** What it takes to make a record as its row says. */
export type RowPlan = Readonly<{
  flaws: readonly Flaw[];
  /** Why the row is left out, where that is no mistake. */
  leave?: Flaw;
  /** For a record that is not there yet; `before` and `after` it, what its id has to be known for. */
  create: Ask | null;
  before?: readonly Ask[];
  after: (id: Id) => readonly Ask[];
  /** What can only be done once every other row had its turn. */
  last?: (id: Id) => readonly Ask[];
}>;

export type Column = Readonly<{
  field: string;
  header: string;
  /** What else the header may be called, in small letters. */
  aliases: readonly string[];
  /** Kept up by the shop itself: written for people, never read. */
  computed: boolean;
  write: (row: Fields) => string;
  read: (cell: string, delimiter: Delimiter) => Read<unknown>;
}>;

export type Sheet = Readonly<{
  table: 'filaments' | 'spools' | 'printers' | 'jobs';
  columns: readonly Column[];
  /** A file has all columns of at least one of these. */
  needs: readonly (readonly string[])[];
  /** The rows to write, in order. @param past with what is in the archive, if there is one for this table */
  rows: (shop: State, past: boolean) => Iterable<Fields>;
  /** Whether a row of a new record has to come before the others. */
  isFirst?: (given: Fields) => boolean;
  /** @param given what the file says of a record @param shop as it is once the rows before were brought in */
  plan: (given: Fields, shop: State) => RowPlan;
}>;

/** Makes columns for the fields of a row, each with a codec for values of its type. */
export function columnsOf<R extends Fields>() {
  const make = <F extends keyof R & string>(
    computed: boolean,
    field: F,
    header: string,
    codec: Codec<R[F]>,
    aliases: readonly string[],
  ): Column => ({
    field,
    header,
    aliases,
    computed,
    // A sheet writes its own rows only, and those are `R`.
    write: (row) => codec.write(row[field] as R[F]),
    read: (cell, delimiter) => codec.read(cell, delimiter),
  });
  return {
    column: <F extends keyof R & string>(
      field: F,
      header: string,
      codec: Codec<R[F]>,
      ...aliases: string[]
    ) => make(false, field, header, codec, aliases),
    computed: <F extends keyof R & string>(
      field: F,
      header: string,
      codec: Codec<R[F]>,
      ...aliases: string[]
    ) => make(true, field, header, codec, aliases),
  };
}

const byId = (one: Readonly<{ id: Id }>, other: Readonly<{ id: Id }>) => (one.id < other.id ? -1 : 1);
/** Records in the order of their ids: the same on every workstation. */
export const inIdOrder = <E extends Readonly<{ id: Id }>>(table: ReadonlyMap<Id, E>): E[] =>
  [...table.values()].sort(byId);
