/** The commands that take records out as files, and bring them in. */
import { type ExportName, EXPORTS, FILE_KINDS, type FileKind } from '../../shared/contract/files.ts';
import { errorCount, type ImportAnswer, problemErrors } from '../../shared/contract/imports.ts';
import type { Command, Input, Told } from './commands.ts';
import { Failure, FileRefused } from './failure.ts';
import { keep, readBytes } from './files.ts';
import type { Shop } from './shop.ts';
import { visible } from './text.ts';
import { tellImport } from './tell-import.ts';

const optional = { required: false, kind: 'text' } as const;
const OUT = { ...optional, value: 'FILE', about: 'a file to keep it in, instead of stdout' };

const SUMMARIES: Readonly<Record<ExportName | 'activity', string>> = {
  filament: 'The filament as CSV.',
  printers: 'The printers as CSV.',
  spools: 'The spools as CSV.',
  jobs: 'The jobs as CSV, those that are over too.',
  activity: 'Who did what, as CSV.',
  everything: 'All records, with their history, as one JSON document.',
};

const exporting = (what: ExportName | 'activity'): Command => ({
  words: ['export', what],
  summary: SUMMARIES[what],
  positionals: [],
  flags: { out: OUT },
  writes: false,
  run: async (shop, input) => {
    const out = input.optionalText('out');
    if (out === undefined) return printed(await shop.exported(what), what);
    const bytes = await keep(out, () => shop.exported(what));
    return { json: { success: true, file: out, bytes }, text: `${visible(out)} is written.\n` };
  },
});

/** Without the mark: programs that read from a pipe know their encoding, and would take it for a part of a name. */
function printed(file: string, what: ExportName | 'activity'): Told {
  const text = file.replace(/^\uFEFF/, '');
  return { json: what === 'everything' ? (JSON.parse(text) as unknown) : { success: true, csv: text }, text };
}

function kindOf(input: Input): FileKind | null {
  const said = input.optionalText('kind');
  if (said === undefined) return null;
  const kind = FILE_KINDS.find((one) => one === said.toLowerCase());
  if (kind !== undefined) return kind;
  throw new Failure('usage', `--kind must be one of ${FILE_KINDS.join(', ')}, not "${said}".`);
}

async function bringIn(shop: Shop, input: Input): Promise<Told> {
  const path = input.text('FILE');
  const kind = kindOf(input);
  const file = await readBytes(path);
  const isDry = input.has('dry-run');
  const answer = await (isDry ? shop.planImport(kind, file) : shop.bringIn(kind, file)).catch(
    (cause: unknown) => refuse(cause, path),
  );
  if (answer.errors.length > 0) throw wouldBeRefused(path, answer);
  return { json: { success: true, ...answer }, text: tellImport(path, answer) };
}

/** The errors of a file have places in it. */
function refuse(cause: unknown, path: string): never {
  const errors = cause instanceof Failure ? cause.problem?.errors : undefined;
  if (!(cause instanceof Failure) || errors === undefined) throw cause;
  throw new FileRefused(cause.message, path, errors, { cause });
}

function wouldBeRefused(file: string, { errors, counts }: ImportAnswer): FileRefused {
  const message = `Nothing would be brought in: ${errorCount(counts.errors)}.`;
  return new FileRefused(message, file, problemErrors(errors));
}

export const FILE_COMMANDS: readonly Command[] = [
  ...([...EXPORTS.filter((what) => what !== 'everything'), 'activity', 'everything'] as const).map(exporting),
  {
    words: ['import'],
    summary: "Bring in a table (CSV), Spoolman's JSON export or the original system's state file.",
    positionals: ['FILE'],
    flags: {
      kind: { ...optional, value: 'KIND', about: FILE_KINDS.join(', ') },
      'dry-run': {
        ...{ value: '', required: false, kind: 'switch' },
        about: 'only say what would be added and changed',
      },
    },
    writes: true,
    run: bringIn,
  },
];
