/** `/api/v2` as an OpenAPI 3.1 document, from the tables that serve it. */
import { z } from 'zod';
import { ImportAnswer } from '../../../shared/contract/imports.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { ownTurn } from '../../viewer/turns.ts';
import { describeRoutes } from '../openapi.ts';
import { schemaOf } from '../openapi-schemas.ts';
import { EVENTS_PATH, EventsQuery } from './events.ts';
import { examples } from './examples.ts';
import { EXPORT_PATHS, ExportQuery, SheetParams } from './exports.ts';
import { IMPORT_PATH, ImportParams, ImportQuery } from './imports.ts';
import type { Shapes } from '../route.ts';
import { QUEUE } from './queue.ts';
import { Nothing, READS } from './reads.ts';
import { STOCK } from './stock.ts';
import { WRITES } from './writes.ts';

const TEXT = [
  'The records of the shop. Records are told exactly as they are kept: amounts are whole numbers of the unit in the name',
  'of the field (`remainingMg`: milligrams), times are epoch milliseconds.',
  'Lists come in pages: `next` is the cursor of the following one, null at the end. A page may hold fewer records than',
  'asked for, none even, and still have a next one. A record that changes between two pages may come twice.',
  '`index` is where in the order of all changes a page was read: `/api/v2/events?after=INDEX` tells what came later.',
  'Every write needs an `Idempotency-Key`. After a 503 nothing has changed; after a 504, or without any answer, the same',
  'write with the same key tells what became of it and is not carried out twice.',
  'The examples are a story: carried out in the order of their names in an empty shop, each is answered as shown.',
].join('\n');

const Key = z.string().regex(/^[\x20-\x7e]{8,64}$/);
const Operator = z.string();

const EVENTS = {
  method: 'GET',
  path: EVENTS_PATH,
  summary: [
    'Everything that changes, as server-sent events. `change`: its id is the index it leads to, its data',
    '`{from, to, changes, filings}` whole new records. `reset`, with `{index, shop}`: what came before is not here; read the',
    'lists anew, and go on from that index. A stream that is given no index begins with one.',
  ].join(' '),
  params: Nothing,
  query: EventsQuery,
  body: null,
  status: 200,
  answer: z.string(),
  answerType: 'text/event-stream',
  refusals: [],
} as const;

/** Files in and out: their bodies are no JSON of a schema, so these have no examples. */
const TRANSFER = [
  {
    method: 'POST',
    path: IMPORT_PATH,
    summary: [
      'Brings in a file as the body, all of it or nothing: a table as CSV, or the JSON of Spoolman or of the original system.',
      'What the file holds is recognised where `what` is `auto`.',
      'With `dryRun=true` it says what would be made, changed and wrong, and needs no key.',
    ].join(' '),
    params: ImportParams,
    query: ImportQuery,
    answer: ImportAnswer,
    refusals: [413, 415, 422, 428, 504],
  },
  {
    method: 'GET',
    path: EXPORT_PATHS[0],
    summary: 'Everything that the shop keeps, as one JSON.',
    params: Nothing,
    query: ExportQuery,
    answer: z.object({ format: z.string(), version: z.number() }),
    refusals: [],
  },
  {
    method: 'GET',
    path: EXPORT_PATHS[1],
    summary: 'A table as CSV, which can be brought in again, or who did what (activity), which cannot.',
    params: SheetParams,
    query: ExportQuery,
    answer: z.string(),
    answerType: 'text/csv',
    refusals: [],
  },
].map((row) => ({ ...row, body: null, status: 200 }) as const) as readonly Shapes<
  z.ZodType,
  z.ZodType,
  z.ZodType
>[];

/** The document as JSON, made in turns: at once it would hold the event loop for a tenth of a second. */
export async function describeV2(version: string): Promise<string> {
  const routes = [...READS, QUEUE, STOCK, ...WRITES, EVENTS, ...TRANSFER];
  for (const route of routes) {
    for (const schema of [route.params, route.query, route.body, route.answer])
      if (schema !== null) schemaOf(schema);
    await ownTurn();
  }
  const document = describeRoutes(routes, {
    info: { title: 'PrintRaft', version, description: TEXT },
    prefixes: [''],
    refusal: { schema: Problem, type: 'application/problem+json' },
    always: [400, 403, 503],
    withBody: [413, 415, 422, 428, 504],
    headers: [
      { name: 'Idempotency-Key', required: true, schema: Key },
      {
        name: 'Operator',
        required: false,
        schema: Operator,
        description: 'Who asks, as percent-encoded UTF-8; at most 80 characters.',
      },
    ],
    examples: examples(),
  });
  await ownTurn();
  return JSON.stringify(document);
}
