/** What a file is of which nobody said it, by what stands in it. Its name says nothing: all of these are called anything. */
import { type FileKind, SHEET_NAMES } from '../contract/files.ts';
import { parseCsv } from './csv.ts';
import { SHEETS } from './sheets/index.ts';
import { knows, MAX_COLUMNS } from './sheets/read.ts';

/** `sure`: whether it can hardly be anything else. `message`: why it is nothing that can be brought in. */
export type Recognised =
  Readonly<{ kind: FileKind; sure: boolean }> | Readonly<{ kind: null; message: string }>;

const nothing = (message: string): Recognised => ({ kind: null, message });

/** @returns why bytes are no text of any kind, where that is plain; null where they may be one */
export function notText(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'The file is empty.';
  const begins = (...start: number[]) => start.every((byte, at) => bytes[at] === byte);
  // A ZIP, which is what workbooks are, and the older kind of workbook.
  if (begins(0x50, 0x4b, 3, 4) || begins(0xd0, 0xcf, 0x11, 0xe0))
    return 'This is a workbook or an archive, not a table: save the sheet as CSV, and choose that.';
  const isUtf16 = begins(0xff, 0xfe) || begins(0xfe, 0xff);
  return !isUtf16 && bytes.subarray(0, 4_096).includes(0)
    ? 'This is no text file: choose a table (CSV) or another program’s export (JSON).'
    : null;
}

/** @param text of the whole file */
export function recognise(text: string): Recognised {
  const start = text.trimStart().slice(0, 1);
  if (start === '') return nothing('The file is empty.');
  return start === '{' || start === '[' ? ofJson(text) : ofTable(text);
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function ofJson(text: string): Recognised {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return nothing('The file begins like JSON and is none: it is damaged, or was not saved whole.');
  }
  if (Array.isArray(json)) return { kind: 'spoolman', sure: true };
  const fields: Fields = isFields(json) ? json : {};
  const has = (...names: string[]) => names.some((name) => name in fields);
  if (fields['format'] === 'printraft-export')
    return nothing(
      'This is an export of everything, which is for keeping and for other programs. Tables come in as CSV.',
    );
  if (has('spools', 'vendors')) return { kind: 'spoolman', sure: true };
  if (has('printers', 'jobs', 'print_jobs')) return { kind: 'original', sure: true };
  // Both have filaments. The original's hold grams and a colour by name.
  if (has('filaments')) {
    const [first]: unknown[] = isFields(fields['filaments']) ? Object.values(fields['filaments']) : [];
    return { kind: isFields(first) && 'type' in first ? 'original' : 'spoolman', sure: false };
  }
  return nothing('This JSON is of no program that is known here: it has no spools, filaments or printers.');
}

function ofTable(text: string): Recognised {
  const header = [...firstRow(text)];
  const ranked = SHEET_NAMES.map((kind) => ({ kind, ...knows(SHEETS[kind], header) })).sort(
    (one, other) => Number(other.enough) - Number(one.enough) || other.count - one.count,
  );
  const [best, second] = ranked;
  if (best === undefined || best.count === 0)
    return nothing(
      'The first line has none of the columns that are known here: it has to name them, like ID, Maker or Material.',
    );
  const sure = best.enough && !(second?.enough === true && second.count === best.count);
  return { kind: best.kind, sure };
}

/** Blank lines that may stand in front of a table. */
const MOST_BLANK = 100;

function* firstRow(text: string): Generator<string> {
  let blank = 0;
  for (const row of parseCsv(text)) {
    if (row.kind === 'fault' || blank > MOST_BLANK) return;
    blank += 1;
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    yield* row.cells.slice(0, MAX_COLUMNS);
    return;
  }
}
