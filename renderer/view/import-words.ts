/** What bringing a file in would do, in words. Pure. */
import type { FileKind, FilePlace, Planned } from '../../shared/contract/files.ts';
import { sentence } from '../../shared/contract/words.ts';
import type { SingleInput } from '../../shared/domain/commands.ts';
import type { Outcome } from '../store/commander.ts';
import { fieldName } from './field-words.ts';
import { gramsOf } from './format.ts';

/** What a file may be called in a list of what it may be. */
export const KIND_NAMES: Readonly<Record<FileKind, string>> = {
  printers: 'Printers (CSV)',
  filament: 'Filament (CSV)',
  spools: 'Spools (CSV)',
  jobs: 'Jobs (CSV)',
  spoolman: 'Export of Spoolman (JSON)',
  original: 'State file of the old system (JSON)',
};

const NOUNS: Readonly<Record<FileKind, readonly [one: string, many: string]>> = {
  printers: ['printer', 'printers'],
  filament: ['filament', 'filaments'],
  spools: ['spool', 'spools'],
  jobs: ['job', 'jobs'],
  spoolman: ['record', 'records'],
  original: ['record', 'records'],
};

const counted = (count: number, [one, many]: readonly [string, string]) =>
  `${count} ${count === 1 ? one : many}`;

/** `Line 3, Hex`; `spools[2].price`; empty for the file as a whole. */
export function placeWords({ line, column, path }: FilePlace): string {
  if (line === undefined) return path ?? '';
  if (column === undefined || column === null) return `Line ${line}`;
  return /^\d+$/.test(String(column)) ? `Line ${line}, character ${column}` : `Line ${line}, ${column}`;
}

/** What is wrong with the file as a whole, where that is all. */
export function wholeOf({ errors }: Planned): string | null {
  const [only, ...others] = errors;
  return only === undefined || others.length > 0 || placeWords(only) !== '' ? null : only.message;
}

/** What became of an import that was not done. */
export function notBroughtIn(outcome: Exclude<Outcome, { kind: 'accepted' | 'unknown' }>): string {
  switch (outcome.kind) {
    case 'refused':
      return `The shop has changed meanwhile. ${sentence(outcome.refusal)}`;
    case 'unavailable':
      return 'Nothing was brought in: the shop cannot take changes at the moment. Try again when it can.';
    case 'failed':
      return `Nothing was brought in: ${outcome.message}`;
  }
}

/** One sentence of all that would be done, or why nothing would. */
export function planWords(planned: Planned): string {
  const { kind, counts, commands } = planned;
  const nouns: readonly [string, string] = kind === null ? ['record', 'records'] : NOUNS[kind];
  const { creates, changes, same, errors } = counts;
  const whole = wholeOf(planned);
  if (whole !== null) return whole;
  if (errors > 0)
    return errors === 1
      ? 'One thing is wrong. Nothing is brought in until it is mended in the file.'
      : `${errors} things are wrong. Nothing is brought in until they are mended in the file.`;
  if (commands.length === 0)
    return same === 0
      ? 'There is nothing in it to bring in.'
      : `All of it is here already: ${counted(same, nouns)}. There is nothing to bring in.`;
  const parts = [
    ...(creates > 0 ? [`${counted(creates, nouns)} will be added`] : []),
    ...(changes > 0 ? [`${counted(changes, nouns)} will change`] : []),
    ...(same > 0 ? [`${counted(same, nouns)} ${same === 1 ? 'stays as it is' : 'stay as they are'}`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** The same once it is done. */
export function doneWords({ kind, counts }: Planned): string {
  const nouns: readonly [string, string] = kind === null ? ['record', 'records'] : NOUNS[kind];
  const parts = [
    ...(counts.creates > 0 ? [`${counted(counts.creates, nouns)} added`] : []),
    ...(counts.changes > 0 ? [`${counted(counts.changes, nouns)} changed`] : []),
  ];
  return `Brought in: ${parts.join(', ')}.`;
}

export type RowWords = Readonly<{ where: string; id: string; isNew: boolean; words: string }>;

/** Each record that would be made or changed, in the order of the file. */
export function rowsOf({ creates, changes, commands }: Planned): readonly RowWords[] {
  const about = new Map<string, SingleInput[]>();
  /** Those that are to get an id by themselves, in the order of the rows that they come from. */
  const unnamed: SingleInput[] = [];
  for (const command of commands) {
    const id = 'id' in command ? command.id : undefined;
    if (id !== undefined) about.set(id, [...(about.get(id) ?? []), command]);
    else if (command.type.endsWith('.create'))
      unnamed.push(...Array<SingleInput>(countOf(command)).fill(command));
  }
  const rows = [
    ...creates.map((row) => ({ row, isNew: true })),
    ...changes.map((row) => ({ row, isNew: false })),
  ].map(({ row, isNew }) => {
    const own = about.get(row.id) ?? (isNew ? unnamed.splice(0, 1) : []);
    return { line: row.line ?? 0, where: placeWords(row), id: row.id, isNew, words: wordsOf(own, isNew) };
  });
  return rows.sort((one, other) => one.line - other.line);
}

/** Of how many rows a command makes the records: equal spools are one. */
const countOf = (command: SingleInput) => (command.type === 'spool.create' ? (command.count ?? 1) : 1);

/** What else happens to a record beside being edited. */
const DEEDS: Readonly<Partial<Record<SingleInput['type'], string>>> = {
  'spool.weigh': 'left',
  'spool.move': 'place',
  'spool.retire': 'retired',
  'spool.restore': 'back in use',
  'filament.retire': 'retired',
  'filament.restore': 'back in use',
  'printer.retire': 'retired',
  'printer.restore': 'back in use',
  'printer.maintain': 'maintenance',
  'job.hold': 'on hold',
};

function wordsOf(commands: readonly SingleInput[], isNew: boolean): string {
  if (isNew) return commands.map(nameOf).find((name) => name !== '') ?? '';
  const deeds = commands.flatMap((command) =>
    command.type.endsWith('.edit')
      ? Object.keys(command)
          .filter((field) => field !== 'type' && field !== 'id')
          .map(fieldName)
      : [DEEDS[command.type] ?? ''],
  );
  return [...new Set(deeds)].filter((deed) => deed !== '').join(', ');
}

const joined = (...parts: readonly (string | null | undefined)[]) =>
  parts.filter((part) => part !== undefined && part !== null && part !== '').join(' ');

/** What people call a record that is to be made, with what they would notice a mistake by. */
function nameOf(command: SingleInput): string {
  switch (command.type) {
    case 'printer.create': {
      const { maker, model, nozzlesUm = [], materials = [] } = command;
      const nozzles = nozzlesUm.map((um) => um / 1_000).join(', ');
      return told(joined(maker, model), nozzles === '' ? '' : `${nozzles} mm`, materials.join(', '));
    }
    case 'filament.create':
      return joined(command.maker, command.material, command.colour);
    case 'spool.create': {
      const { filament, totalMg, remainingMg, location } = command;
      const amount = `${gramsOf(remainingMg)} of ${gramsOf(totalMg)}`;
      if ('id' in filament) return told(`of ${filament.id}`, amount, location);
      const { maker, material, colour } = filament.product;
      return told(joined(maker, material, colour), amount, location);
    }
    case 'job.create':
      return told(command.file, `${command.copies ?? 1} × ${gramsOf(command.weightMg)}`);
    default:
      return '';
  }
}

const told = (...parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ');
