/**
 * `POST /api/v2/import/:what`: a file of records, all of it or nothing. With `dryRun=true` it says what would be made,
 * changed and wrong, and changes nothing; so do errors.
 */
import { Buffer } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { MAX_BATCH, type SingleCommand } from '../../../shared/domain/commands.ts';
import { lean } from '../../../shared/domain/lean.ts';
import type { State } from '../../../shared/domain/model.ts';
import { parseCsv } from '../../../shared/transfer/csv.ts';
import { decode } from '../../../shared/transfer/decode.ts';
import { planSteps } from '../../../shared/transfer/plan.ts';
import { seedSteps } from '../../../shared/transfer/seed.ts';
import { SHEETS, type SheetName } from '../../../shared/transfer/sheets/index.ts';
import { spoolmanSteps } from '../../../shared/transfer/spoolman.ts';
import { ownTurn } from '../../viewer/turns.ts';
import type { Workstation } from '../../workstation-interface.ts';
import { Refused } from '../refused.ts';
import { check, checkKey, checkOperator } from './check.ts';
import { refusedBy } from './refuse.ts';
import { still } from './still.ts';

export const IMPORT_PATH = '/api/v2/import/:what';

/** A file of 100,000 rows of a spool each has half of this. */
const MAX_FILE_BYTES = 24 * 1024 * 1024;
/** What one change of the shop may carry to the other workstations at once. */
const MAX_CHANGE_BYTES = 600 * 1024;
/** Rows and errors that are told one by one; the rest is counted. */
const TOLD = 500;
const SLICE_MS = 5;
/** Rows that are looked at: of more, most would be too much anyway. */
const MAX_ROWS = 10_000;

const SHEET_NAMES = Object.keys(SHEETS) as [SheetName, ...SheetName[]];
export const ImportParams = z.object({ what: z.enum([...SHEET_NAMES, 'spoolman', 'original']) });
export const ImportQuery = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') });
type What = z.output<typeof ImportParams>['what'];

/** What is wrong, at a line and column of a table, or a path of JSON. */
type Fault = Readonly<{ line?: number; column?: string | number | null; path?: string; message: string }>;

const Told = z.array(z.record(z.string(), z.unknown()));
export const ImportAnswer = z.object({
  applied: z.boolean(),
  counts: z.object({ creates: z.number(), changes: z.number(), same: z.number(), errors: z.number() }),
  /** At most so many of each are told. */
  creates: Told.max(TOLD),
  changes: Told.max(TOLD),
  errors: Told.max(TOLD),
  warnings: Told.max(TOLD),
  ignored: z.array(z.string()),
});

/** What a dry run comes to, of whichever kind of file. */
type Plan = Readonly<{
  creates: readonly object[];
  changes?: readonly object[];
  same: readonly object[];
  errors: readonly Fault[];
  warnings?: readonly object[];
  ignored?: readonly string[];
  commands: readonly SingleCommand[];
}>;

/** Puts it on `app`, with a door of its own: a file is longer than any other body, and not always JSON. */
export function registerImports(app: FastifyInstance, workstation: Workstation): void {
  void app.register((child, _options, done) => {
    child.removeAllContentTypeParsers();
    child.addContentTypeParser(
      ['text/csv', 'application/json', 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: MAX_FILE_BYTES },
      (_request, body, taken) => taken(null, body),
    );
    child.post(IMPORT_PATH, { bodyLimit: MAX_FILE_BYTES }, async (request, reply) => {
      const { what } = check(ImportParams, request.params, 'Path');
      const dryRun = check(ImportQuery, request.query, 'Query').dryRun === 'true';
      const key = dryRun ? '' : checkKey(request.headers['idempotency-key']);
      const operator = checkOperator(request.headers['operator']);
      if (!Buffer.isBuffer(request.body)) throw new Refused(400, 'The body must be a file.');
      await workstation.barrier();
      const plan = withinLimits(await run(stepsOf(what, request.body, still(workstation.shop))));
      reply.header('cache-control', 'no-store');
      if (dryRun) return told(plan, false);
      if (plan.errors.length > 0)
        throw new Refused(422, 'Nothing was brought in: the file has errors.', {}, 'importErrors', {
          errors: plan.errors.slice(0, TOLD).map(({ message, ...at }) => ({ path: placeOf(at), message })),
        });
      if (plan.commands.length > 0) {
        const command = { type: 'batch', commands: plan.commands } as const;
        const answer = await workstation.execute(
          command,
          operator === undefined ? { key } : { key, operator },
        );
        if (!answer.ok) throw refusedBy(answer.refusal);
      }
      return told(plan, true);
    });
    done();
  });
}

function* stepsOf(what: What, bytes: Buffer, state: State): Generator<undefined, Plan> {
  const decoded = decode(bytes);
  if (!decoded.ok)
    return failed([{ line: decoded.line, column: String(decoded.column), message: decoded.message }]);
  const { text } = decoded;
  if (what !== 'spoolman' && what !== 'original') {
    let rows = 0;
    const isTooMany = () => ++rows > MAX_ROWS;
    const plan = yield* planSteps(SHEETS[what], until(parseCsv(text), isTooMany), state);
    if (rows <= MAX_ROWS) return plan;
    return failed([{ line: 1, message: `The file has more than ${MAX_ROWS} rows: split it.` }]);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed([{ path: '', message: 'The file is not JSON.' }]);
  }
  return yield* (what === 'spoolman' ? spoolmanSteps : seedSteps)(json, state);
}

/** The rows up to the first that ends them. */
function* until<T>(rows: Iterable<T>, isEnd: () => boolean): Generator<T> {
  for (const row of rows) {
    if (isEnd()) return;
    yield row;
  }
}

const failed = (errors: readonly Fault[]): Plan => ({ creates: [], same: [], errors, commands: [] });

function placeOf({ line, column, path = '' }: Omit<Fault, 'message'>): string {
  return line === undefined
    ? path
    : `line ${line}${column === undefined || column === null ? '' : `, ${column}`}`;
}

/** The plan, or that it is too much to be done all at once. */
function withinLimits(plan: Plan): Plan {
  const { commands } = plan;
  if (commands.length > MAX_BATCH)
    return failed([
      {
        message: `The file makes ${commands.length} changes; ${MAX_BATCH} can be brought in at once: split it.`,
      },
    ]);
  const bytes =
    commands.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(lean({ type: 'batch', commands })));
  if (bytes <= MAX_CHANGE_BYTES) return plan;
  return failed([
    {
      message: `The file's changes are ${bytes} bytes; ${MAX_CHANGE_BYTES} can be brought in at once: split it.`,
    },
  ]);
}

async function run(steps: Generator<undefined, Plan>): Promise<Plan> {
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await ownTurn();
    until = performance.now() + SLICE_MS;
  }
}

function told({ creates, changes = [], same, errors, warnings = [], ignored = [] }: Plan, applied: boolean) {
  return {
    applied,
    counts: { creates: creates.length, changes: changes.length, same: same.length, errors: errors.length },
    creates: creates.slice(0, TOLD),
    changes: changes.slice(0, TOLD),
    errors: errors.slice(0, TOLD),
    warnings: warnings.slice(0, TOLD),
    ignored,
  };
}
