/** The words of every notification, in one place. */
import { productName } from '../../../shared/contract/words.ts';
import { shopWords } from '../../../shared/contract/health-words.ts';
import type { Shop } from '../../../shared/domain/model.ts';
import { oneLine } from '../native-text.ts';
import type { Notice } from './notice.ts';

export type NoticeText = Readonly<{ title: string; body: string }>;

const TITLE = 60;
const BODY = 200;
const NAME = 48;

/** `filaments` are looked at for what is on a spool. */
export function noticeText(notice: Notice, { filaments }: Pick<Shop, 'filaments'>): NoticeText {
  const { title, body } = words(notice, filaments);
  return { title: oneLine(title, TITLE), body: oneLine(body, BODY) };
}

function words(notice: Notice, filaments: Shop['filaments']): NoticeText {
  switch (notice.kind) {
    case 'lost':
      return { title: 'Reading only', body: `${shopWords(notice.health).sentence} Nothing can be changed.` };
    case 'back':
      return { title: 'Changes are possible again', body: shopWords(notice.health).sentence };
    case 'asks':
      return {
        title: 'Somebody wants to join',
        body: `${fit(notice.name)} asks to be let into the shop. Compare the six digits before you approve.`,
      };
    case 'finished': {
      const { id, file, printer } = notice.job;
      return {
        title: 'Print finished',
        body: `${fit(file)}${printer === null ? '' : ` on ${fit(printer)}`} (${fit(id)})`,
      };
    }
    case 'low': {
      const { id, filament, remainingMg, totalMg } = notice.spool;
      const product = filaments.get(filament);
      const name = product === undefined ? fit(id) : `${fit(id)}, ${fit(productName(product))}`;
      return { title: 'Spool low', body: `${name}: ${grams(remainingMg)} of ${grams(totalMg)} left` };
    }
    case 'summary':
      return { title: 'Meanwhile in the shop', body: summary(notice) };
  }
}

function summary({ finished, low }: Extract<Notice, { kind: 'summary' }>): string {
  const parts = [
    ...(finished === 0 ? [] : [finished === 1 ? '1 print finished' : `${finished} prints finished`]),
    ...(low === 0 ? [] : [low === 1 ? '1 spool is low' : `${low} spools are low`]),
  ];
  return `${parts.join(', ')}.`;
}

function fit(name: string): string {
  return oneLine(name, NAME);
}

function grams(mg: number): string {
  return `${Math.round(mg / 1000)} g`;
}
