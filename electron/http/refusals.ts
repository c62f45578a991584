/** Words and statuses of `/api/v1` for refusals by a rule, as clients of the original system know them. */
import { sentence } from '../../shared/contract/words.ts';
import type { Kind, Refusal } from '../../shared/domain/answers.ts';
import { Refused } from './refused.ts';

/** What the original calls a spool is a filament. */
const KINDS: Readonly<Record<Kind, string>> = {
  printer: 'Printer',
  spool: 'Filament',
  filament: 'Filament product',
  job: 'Job',
  print: 'Print',
  activity: 'Activity',
};

/** Milligrams as grams, without trailing zeros. */
export function grams(mg: number): number {
  return mg / 1000;
}

/** The refusal as the caller of `/api/v1` gets it. */
export function refusedBy(refusal: Refusal): Refused {
  switch (refusal.code) {
    case 'duplicateId':
      return refusal.params.kind === 'job'
        ? new Refused(409, 'Job ID already exists')
        : new Refused(400, invalidId(refusal.params.kind));
    case 'notFound':
      return new Refused(404, `${KINDS[refusal.params.kind]} not found`);
    case 'retired':
      return new Refused(400, `${KINDS[refusal.params.kind]} ${refusal.params.id} is retired`);
    case 'duplicateProduct':
      return new Refused(400, `Filament product exists already as ${refusal.params.id}`);
    case 'inUse':
      return new Refused(
        400,
        `${KINDS[refusal.params.kind]} ${refusal.params.id} is in use by ${refusal.params.by}`,
      );
    case 'insufficientFilament': {
      const { availableMg, requiredMg } = refusal.params;
      return new Refused(
        400,
        `Insufficient filament. Available: ${grams(availableMg)}g, Required: ${grams(requiredMg)}g`,
      );
    }
    case 'printerBusy':
      return new Refused(400, 'Printer is currently busy with another job');
    case 'invalidTransition':
      return new Refused(400, `Invalid status transition: ${refusal.params.from} → ${refusal.params.to}`);
    case 'unreadable':
      return new Refused(400, 'The command cannot be read by this version');
    default:
      return new Refused(400, sentence(refusal));
  }
}

/** The words for an id that is taken or unfit. */
export function invalidId(kind: Kind): string {
  return `Invalid or duplicate ${KINDS[kind].toLowerCase()} ID`;
}
