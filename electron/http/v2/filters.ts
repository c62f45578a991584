/** By what a list can be narrowed down: one field a row, in which an empty value means "none". */
import { z } from 'zod';
import type { KindName } from '../../../shared/contract/v2.ts';
import { TOLD_TABLES } from '../../../shared/contract/v2.ts';
import { JOB_STATUSES, PRINTER_STATES } from '../../../shared/domain/model.ts';
import { sameText } from '../../../shared/domain/text.ts';
import type { Records } from './kinds.ts';

type Query = Readonly<Record<string, string | undefined>>;
type Field<E> = Readonly<{
  schema: z.ZodType<string, string>;
  /** @param query everything that was asked */
  holds: (record: E, asked: string, query: Query) => boolean;
}>;
type Filters = { readonly [K in KindName]: Readonly<Record<string, Field<Records[K]>>> };

const Text = z.string().max(200, 'must be at most 200 characters');
/** Exactly this id. */
const id = <E>(of: (record: E) => string | null): Field<E> => ({
  schema: Text,
  holds: (record, asked) => (of(record) ?? '') === asked,
});
/** These words, in any letter case. */
const words = <E>(of: (record: E) => string | null): Field<E> => ({
  schema: Text,
  holds: (record, asked) => sameText(of(record) ?? '', asked),
});
const flag = <E>(of: (record: E) => boolean): Field<E> => ({
  schema: z.enum(['true', 'false']),
  holds: (record, asked) => of(record) === (asked === 'true'),
});
const oneOf = <E>(values: readonly string[], of: (record: E) => string): Field<E> => ({
  schema: z.enum(values),
  holds: (record, asked) => of(record) === asked,
});

const When = z
  .union([z.string().regex(/^\d{1,15}$/), z.iso.datetime({ offset: true })], {
    error: 'must be epoch milliseconds or such as 2026-05-01T08:00:00Z',
  })
  .meta({ description: 'Epoch milliseconds, or ISO 8601 with an offset.' });
const timeOf = (asked: string) => (/^\d+$/.test(asked) ? Number(asked) : Date.parse(asked));

export const FILTERS: Filters = {
  filaments: {
    maker: words((filament) => filament.maker),
    material: words((filament) => filament.material),
    colour: words((filament) => filament.colour),
    retired: flag((filament) => filament.retired),
  },
  spools: {
    filament: id((spool) => spool.filament),
    printer: id((spool) => spool.printer),
    location: words((spool) => spool.location),
    retired: flag((spool) => spool.retired),
  },
  printers: {
    state: oneOf(PRINTER_STATES, (printer) => printer.state),
    group: words((printer) => printer.group),
    tag: {
      schema: Text,
      holds: ({ tags }, asked) =>
        asked === '' ? tags.length === 0 : tags.some((tag) => sameText(tag, asked)),
    },
    retired: flag((printer) => printer.retired),
  },
  jobs: {
    status: oneOf(JOB_STATUSES, (job) => job.status),
    printer: id((job) => job.printer),
    spool: id((job) => job.spool),
    material: words((job) => job.material),
    held: flag((job) => job.held),
    customer: words((job) => job.customer),
  },
  prints: {
    job: id((print) => print.job),
    printer: id((print) => print.printer),
    outcome: oneOf(['running', 'done', 'failed', 'cancelled'], (print) => print.outcome),
  },
  activity: {
    table: {
      schema: z.enum(TOLD_TABLES),
      holds: ({ changes }, asked) => changes.some(({ table }) => table === asked),
    },
    id: {
      schema: Text,
      holds: ({ changes }, asked, query) =>
        changes.some((change) => change.id === asked && (query['table'] ?? change.table) === change.table),
    },
    operator: words((activity) => activity.operator),
    workstation: words((activity) => activity.workstation),
    action: id((activity) => activity.action),
    since: { schema: When, holds: ({ at }, asked) => at >= timeOf(asked) },
    until: { schema: When, holds: ({ at }, asked) => at < timeOf(asked) },
  },
};

/** The fields of a kind as a schema's shape. */
export function filterShape(kind: KindName): Record<string, z.ZodOptional> {
  return Object.fromEntries(
    Object.entries<Field<never>>(FILTERS[kind]).map(([name, { schema }]) => [name, schema.optional()]),
  );
}

/** Whether a record is what was asked for. @param query as the shape let it through */
export function filterOf<K extends KindName>(kind: K, query: Query): (record: Records[K]) => boolean {
  const asked = Object.entries<Field<Records[K]>>(FILTERS[kind]).flatMap(([name, { holds }]) => {
    const value = query[name];
    return value === undefined ? [] : [(record: Records[K]) => holds(record, value, query)];
  });
  return (record) => asked.every((holds) => holds(record));
}
