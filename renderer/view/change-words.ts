/** What a record was and has become, in words. */
import type { ActivityChange, Told } from '../../shared/domain/activity.ts';
import { fieldName, isTold, valueWords } from './field-words.ts';

export const KIND: Readonly<Record<Told, string>> = {
  filaments: 'filament',
  spools: 'spool',
  printers: 'printer',
  jobs: 'job',
  prints: 'print',
};

/** `note: nothing → for Ada`, of the fields that people know. */
export function fieldsWords({ table, before, after: now }: ActivityChange): string {
  return Object.keys(now ?? {})
    .filter((field) => isTold(table, field))
    .map((field) => {
      const [was, is] = [before?.[field], now?.[field]].map((value) => valueWords(field, value));
      return `${fieldName(field)} ${was ?? ''} → ${is ?? ''}`;
    })
    .join(', ');
}

/** Every record that was changed, with how. */
export function changesWords(changes: readonly ActivityChange[]): string {
  return changes
    .map(
      (change) =>
        `${KIND[change.table]} ${change.id}${withColon(change.before === null ? '' : fieldsWords(change))}`,
    )
    .join('; ');
}
export const withColon = (words: string) => (words === '' ? '' : `: ${words}`);
