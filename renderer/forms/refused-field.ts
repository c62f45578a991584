/** Where in a form a refusal belongs. */
import type { Refusal } from '../../shared/domain/answers.ts';

/** The name of the field that the refusal is about, if the form has it; null means the form's foot. */
export function refusedField(refusal: Refusal, fields: ReadonlySet<string>): string | null {
  const candidate = candidateOf(refusal);
  return candidate !== null && fields.has(candidate) ? candidate : null;
}

function candidateOf(refusal: Refusal): string | null {
  switch (refusal.code) {
    case 'duplicateId':
      return 'id';
    case 'insufficientFilament':
      return 'weightMg';
    case 'duplicateProduct':
      return 'colour';
    case 'notFound':
    case 'retired':
      return refusal.params.kind;
    case 'printerBusy':
      return 'printer';
    case 'inUse':
    case 'invalidTransition':
    case 'unreadable':
      return null;
  }
}
