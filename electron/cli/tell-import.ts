/** What bringing in a file did, or would do, as text for people. Pure. */
import type { FileKind } from '../../shared/contract/files.ts';
import type { ImportAnswer, ImportNote, ImportRow } from '../../shared/contract/imports.ts';
import type { FileError } from './failure.ts';
import { table } from './table.ts';
import { visible } from './text.ts';

const HOLDS: Readonly<Record<FileKind, string>> = {
  filament: 'filament',
  printers: 'printers',
  spools: 'spools',
  jobs: 'jobs',
  spoolman: "Spoolman's records",
  original: "the original system's records",
};

export function tellImport(file: string, answer: ImportAnswer): string {
  const { kind, applied, counts, warnings, ignored } = answer;
  const { creates, changes, same } = counts;
  const done = applied
    ? `is brought in: ${creates} added, ${changes} changed, ${same} were so already.`
    : `holds ${HOLDS[kind]}: ${creates} would be added, ${changes} changed, ${same} are so already.`;
  const parts = [`${visible(`${file} ${done}`)}\n`, tellRows(answer)];
  const untold = counts.warnings - warnings.length;
  if (warnings.length > 0)
    parts.push(warnings.map((note) => warning(file, note)).join('') + (untold > 0 ? more(untold) : ''));
  if (ignored.length > 0)
    parts.push(`Columns that nothing is known of are left out: ${visible(ignored.join(', '))}\n`);
  if (!applied) parts.push('Nothing was changed: this was a dry run.\n');
  return parts.filter((part) => part !== '').join('\n');
}

type Told = ImportRow & Readonly<{ what: string }>;

function tellRows({ creates, changes, counts, applied }: ImportAnswer): string {
  const rows: readonly Told[] = [
    ...creates.map((row) => ({ ...row, what: applied ? 'added' : 'add' })),
    ...changes.map((row) => ({ ...row, what: applied ? 'changed' : 'change' })),
  ].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  if (rows.length === 0) return '';
  const hasLines = rows.some(({ line }) => line !== undefined);
  const untold = counts.creates + counts.changes - rows.length;
  const text = table<Told>(
    [
      {
        title: hasLines ? 'LINE' : 'PLACE',
        cell: ({ line, path = '' }) => (line === undefined ? path : `${line}`),
      },
      { title: 'WHAT', cell: ({ what }) => what },
      { title: 'ID', cell: ({ id, generated = false }) => (generated ? `${id} or the next` : id) },
    ],
    rows,
  );
  return untold > 0 ? text + more(untold) : text;
}

const more = (count: number) => `… and ${count} more\n`;

const warning = (file: string, { path = '', message }: ImportNote) =>
  visible(`${[file, path].filter((part) => part !== '').join(': ')}: ${message}`) + '\n';

/** Errors as compilers write them, which editors can jump to: `spools.csv:3:21: Hex: must be a colour`. */
export function tellErrors(file: string, errors: readonly FileError[]): string {
  return errors.map((error) => `${visible(sentence(file, error))}\n`).join('');
}

function sentence(file: string, { line, column, character, path, message }: FileError): string {
  if (line === undefined) return [file, path, message].filter((part) => part !== '').join(': ');
  const place = [file, line, ...(character === undefined ? [] : [character])].join(':');
  return [place, ...(column === undefined ? [] : [column]), message].join(': ');
}
