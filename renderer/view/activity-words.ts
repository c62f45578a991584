/** What somebody did, as a sentence without its subject's hands: `weighed spool S-0007: 412 g → 398 g`. */
import type { Told } from '../../shared/domain/activity.ts';
import type { Activity } from '../../shared/domain/model.ts';
import { gramsOf } from './format.ts';
import { changesWords, fieldsWords, KIND, withColon } from './change-words.ts';
import { valueWords } from './field-words.ts';

/** The whole sentence: `Ada weighed spool S-0007: 412 g → 398 g`. */
export function activityWords(activity: Activity): string {
  return `${whoWords(activity)} ${deedWords(activity)}`;
}

/** Whoever did it, or where: a workstation on which nobody was picked. */
export function whoWords({ operator, workstation }: Pick<Activity, 'operator' | 'workstation'>): string {
  if (operator !== '') return operator;
  return workstation === '' ? 'Somebody' : `Somebody at ${workstation}`;
}

/** What was done, after the name of who did it. */
export function deedWords(activity: Activity): string {
  const words = DEEDS[activity.action];
  const said = words === undefined ? `changed ${changesWords(activity.changes)}` : words(activity);
  return activity.note === '' ? said : `${said} (${activity.note})`;
}

type Of = Pick<Activity, 'changes' | 'undoes'>;

const find = ({ changes }: Of, table: Told) => changes.find((change) => change.table === table);
const idOf = (activity: Of, table: Told) => find(activity, table)?.id ?? '';
const after = (activity: Of, table: Told, field: string) => find(activity, table)?.after?.[field];
const text = (value: unknown) => (typeof value === 'string' ? value : '');

const edited = (table: Told) => (activity: Activity) => {
  const change = find(activity, table);
  return `edited ${KIND[table]} ${change?.id ?? ''}${withColon(change ? fieldsWords(change) : '')}`;
};
const did = (verb: string, table: Told) => (activity: Activity) =>
  `${verb} ${KIND[table]} ${idOf(activity, table)}`;

function addedProduct(activity: Activity): string {
  const named = ['maker', 'material', 'colour'].map((field) => text(after(activity, 'filaments', field)));
  return `added filament ${idOf(activity, 'filaments')}${withColon(named.filter((part) => part !== '').join(' '))}`;
}

function addedSpools({ changes }: Activity): string {
  const ids = changes.flatMap(({ table, id, before }) => (table === 'spools' && before === null ? [id] : []));
  const [first = '', last] = [ids[0], ids.at(-1)];
  return ids.length > 1 ? `added ${ids.length} spools, ${first} to ${last ?? ''}` : `added spool ${first}`;
}

function weighed(activity: Activity): string {
  const change = find(activity, 'spools');
  const [was, is] = [change?.before, change?.after].map((side) =>
    valueWords('remainingMg', side?.remainingMg),
  );
  return `weighed spool ${change?.id ?? ''}: ${was ?? ''} → ${is ?? ''}`;
}

function moved(activity: Activity): string {
  const change = find(activity, 'spools');
  const [was, is] = [change?.before ?? {}, change?.after ?? {}];
  const id = change?.id ?? '';
  const slot = `slot ${valueWords('slot', is.slot ?? was.slot)}`;
  if (text(is.printer) !== '') return `put spool ${id} into ${text(is.printer)}, ${slot}`;
  if (is.printer === undefined && 'slot' in is) return `moved spool ${id} to ${slot}`;
  const shelf = text(is.location) === '' ? '' : ` to ${text(is.location)}`;
  return text(was.printer) === ''
    ? `moved spool ${id}${shelf}`
    : `took spool ${id} out of ${text(was.printer)}${shelf}`;
}

function started(activity: Activity): string {
  const [printer, spool] = ['printer', 'spool'].map((field) => text(after(activity, 'prints', field)));
  return `started job ${idOf(activity, 'jobs')} on ${printer ?? ''} from ${spool ?? ''}`;
}

function changedSpool(activity: Activity): string {
  const change = find(activity, 'prints');
  return `changed the spool of print ${change?.id ?? ''} from ${text(change?.before?.spool)} to ${text(change?.after?.spool)}`;
}

/** What prints that ended took, together. */
function ended(verb: string) {
  return (activity: Activity) => {
    const used = activity.changes
      .filter(({ table }) => table === 'prints')
      .reduce((sum, change) => sum + Number(change.after?.usedMg ?? 0), 0);
    const where = activity.changes.flatMap(({ table, id }) => (table === 'printers' ? [id] : [])).join(', ');
    const at = where === '' || verb === 'cancelled' ? '' : ` on ${where}`;
    return `${verb} job ${idOf(activity, 'jobs')}${at}${used > 0 ? `: ${gramsOf(used)} used` : ''}`;
  };
}

const DEEDS: Readonly<Record<string, (activity: Activity) => string>> = {
  'filament.create': addedProduct,
  'filament.edit': edited('filaments'),
  'filament.retire': did('retired', 'filaments'),
  'filament.restore': did('brought back', 'filaments'),
  'spool.create': addedSpools,
  'spool.edit': edited('spools'),
  'spool.weigh': weighed,
  'spool.move': moved,
  'spool.retire': did('retired', 'spools'),
  'spool.restore': did('brought back', 'spools'),
  'printer.create': did('added', 'printers'),
  'printer.edit': edited('printers'),
  'printer.clear': (activity) => `cleared the plate of ${idOf(activity, 'printers')}`,
  'printer.maintain': (activity) =>
    after(activity, 'printers', 'state') === 'maintenance'
      ? `took ${idOf(activity, 'printers')} into maintenance`
      : `put ${idOf(activity, 'printers')} back to work`,
  'printer.retire': did('retired', 'printers'),
  'printer.restore': did('brought back', 'printers'),
  'job.create': (activity) => `added job ${idOf(activity, 'jobs')}: ${text(after(activity, 'jobs', 'file'))}`,
  'job.repeat': (activity) =>
    `ordered ${text(after(activity, 'jobs', 'file'))} again, as job ${idOf(activity, 'jobs')}`,
  'job.edit': edited('jobs'),
  'job.move': did('moved', 'jobs'),
  'job.hold': (activity) =>
    after(activity, 'jobs', 'held') === true
      ? `put job ${idOf(activity, 'jobs')} on hold`
      : `let job ${idOf(activity, 'jobs')} go on`,
  'job.start': started,
  'job.changeSpool': changedSpool,
  'job.finish': ended('finished'),
  'job.fail': ended('booked a failed copy of'),
  'job.cancel': ended('cancelled'),
  'activity.undo': (activity) =>
    `took back entry ${activity.undoes ?? ''}: ${changesWords(activity.changes)}`,
};
