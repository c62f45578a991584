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
    case 'insufficientStock':
      return 'weightMg';
    case 'noMaterial':
      return 'material';
    case 'oneId':
      return 'id';
    case 'tooFewCopies':
      return 'copies';
    case 'running':
      return refusal.params.field;
    case 'unchosen':
      return refusal.params.what;
    case 'slotTaken':
    case 'noSuchSlot':
      return 'slot';
    case 'reelUnknown':
    case 'underReel':
    case 'oneWeight':
      return 'grossMg';
    case 'duplicateProduct':
      return 'colour';
    case 'notFound':
    case 'retired':
      return refusal.params.kind;
    case 'printerBusy':
      return 'printer';
    default:
      return null;
  }
}
