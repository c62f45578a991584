/**
 * A dry run of bringing in a file of whichever kind, within what can be done at once: all changes of a file become one
 * entry of the shop's log, so that all of them are made or none. What is too much is refused before much is done
 * about it. Rows that say nothing new are no changes.
 */
import { type FileKind, type FileNote, type FileRow, isSheet } from '../contract/files.ts';
import { MAX_CHANGE_BYTES } from '../contract/limits.ts';
import { madeBy, MAX_BATCH, MAX_MADE, type SingleCommand } from '../domain/commands.ts';
import { lean } from '../domain/lean.ts';
import type { State } from '../domain/model.ts';
import { parseCsv } from './csv.ts';
import { decodeSteps } from './decode.ts';
import { planSteps } from './plan.ts';
import { notText, type Recognised, recognise } from './recognise.ts';
import { seedSteps } from './seed.ts';
import { SHEETS } from './sheets/index.ts';
import { spoolmanSteps } from './spoolman.ts';

/** Rows that are looked at, most of which may say nothing new. */
export const MAX_ROWS = 20_000;
/** JSON is parsed in one go, which no other work can have a turn in. */
export const MAX_JSON_BYTES = 6 * 1024 * 1024;
const MOST = { commands: MAX_BATCH, rows: MAX_ROWS } as const;

export type FilePlan = Readonly<{
  /** `generated`: the record gets an id by itself, perhaps another one than in the dry run. */
  creates: readonly (FileRow & Readonly<{ generated?: boolean }>)[];
  changes: readonly FileRow[];
  same: readonly FileRow[];
  errors: readonly FileNote[];
  /** What comes over otherwise than it was. */
  warnings: readonly FileNote[];
  /** Headers that no column answers to. */
  ignored: readonly string[];
  /** None where anything is wrong. */
  commands: readonly SingleCommand[];
}>;

/** A plan of which nothing came but what is wrong. */
export const noPlan = (errors: readonly FileNote[]): FilePlan => ({
  ...{ creates: [], changes: [], same: [], warnings: [], ignored: [], commands: [] },
  errors,
});

/**
 * What bringing in a file of that kind comes to, step by step: between any two of them other work can have a turn.
 * @param state which has to stay as it is until the last step
 */
export function* fileSteps(kind: FileKind, bytes: Uint8Array, state: State): Generator<undefined, FilePlan> {
  if (!isSheet(kind) && bytes.length > MAX_JSON_BYTES) return noPlan([{ message: TOO_LONG }]);
  const decoded = yield* decodeSteps(bytes);
  if (!decoded.ok) {
    const { line, column, message } = decoded;
    return noPlan([{ line, column: String(column), character: column, message }]);
  }
  yield;
  const { overflow, ...planned } = isSheet(kind)
    ? yield* planSteps(SHEETS[kind], parseCsv(decoded.text), state, { most: MOST })
    : yield* jsonSteps(kind, decoded.text, state);
  const what = isSheet(kind) ? 'rows' : 'records';
  if (overflow !== null) return noPlan([{ message: tooMany(what, overflow, `${MAX_BATCH} changes`) }]);
  const plan: FilePlan = { ...noPlan([]), ...planned };
  if (madeBy(plan.commands) > MAX_MADE)
    return noPlan([{ message: tooMany(what, MAX_MADE, `${MAX_MADE} spools`) }]);
  const size = plan.commands.length === 0 ? 0 : batchBytes(plan.commands);
  if (size <= MAX_CHANGE_BYTES) return plan;
  const rows = plan.creates.length + plan.same.length + plan.changes.length;
  const fitting = Math.floor((rows * MAX_CHANGE_BYTES) / size);
  return noPlan([{ message: tooMany(what, fitting, `${MAX_CHANGE_BYTES / 1024} KB of changes`) }]);
}

function* jsonSteps(kind: 'spoolman' | 'original', text: string, state: State) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ...noPlan([{ path: '', message: 'The file is not JSON.' }]), overflow: null };
  }
  yield;
  return yield* (kind === 'spoolman' ? spoolmanSteps : seedSteps)(json, state, { most: MOST });
}

/** What a file is of which nobody said it, or why it is nothing that can be brought in. */
export function* kindSteps(bytes: Uint8Array): Generator<undefined, Recognised> {
  const why = notText(bytes);
  if (why !== null) return { kind: null, message: why };
  const decoded = yield* decodeSteps(bytes);
  if (!decoded.ok) {
    const { line, column, message } = decoded;
    return { kind: null, message: `Line ${line}, character ${column}: ${message}` };
  }
  yield;
  const isJson = /^\s*[[{]/.test(decoded.text);
  if (isJson && bytes.length > MAX_JSON_BYTES) return { kind: null, message: TOO_LONG };
  return recognise(decoded.text);
}

const TOO_LONG = `The file has more than ${MAX_JSON_BYTES / 1024 / 1024} MB: export fewer records at once.`;

/** What to do about it: a number of rows that fits surely, and says it roundly. @param most at once */
function tooMany(what: 'rows' | 'records', fitting: number, most: string): string {
  if (fitting >= MAX_ROWS)
    return `The file has more than ${MAX_ROWS} rows. Leave out rows that say nothing new, or split it, each part with the first line.`;
  const step = fitting > 100 ? 50 : fitting > 10 ? 5 : 1;
  const parts = Math.max(1, Math.floor(fitting / step) * step);
  const heading = what === 'rows' ? ', each with the first line' : '';
  return `The file changes more than can be brought in at once (${most}). Split it into parts of ${parts} ${what}${heading}, and bring in one after the other.`;
}

const encoder = new TextEncoder();
/** How many bytes commands have as one change. */
export const batchBytes = (commands: readonly SingleCommand[]): number =>
  encoder.encode(JSON.stringify(lean({ type: 'batch', commands }))).length;
