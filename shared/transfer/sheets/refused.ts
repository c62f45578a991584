/** Which field of a row a rule's refusal is about. */
import type { Refusal } from '../../domain/answers.ts';

/** The name of the field, or null where it is about the row as a whole. */
export function refusedField(refusal: Refusal): string | null {
  switch (refusal.code) {
    case 'duplicateId':
      return 'id';
    case 'duplicateProduct':
      return 'colour';
    case 'notFound':
      return refusal.params.kind;
    case 'insufficientFilament':
    case 'insufficientStock':
      return 'weightMg';
    case 'noMaterial':
      return 'material';
    case 'tooFewCopies':
      return 'copies';
    case 'running':
      return refusal.params.field;
    case 'slotTaken':
    case 'noSuchSlot':
      return 'slot';
    case 'printing':
      return 'printer';
    default:
      return null;
  }
}
