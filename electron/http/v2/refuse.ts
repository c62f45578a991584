/** Refusals by a rule as `/api/v2` tells them: problem details with the rule's code and parameters. */
import { sentence } from '../../../shared/contract/words.ts';
import type { Refusal, RefusalCode } from '../../../shared/domain/answers.ts';
import { Refused } from '../refused.ts';

/** What something else stands in the way of is a conflict; whatever else a rule forbids is 422. */
const STATUS: Readonly<Partial<Record<RefusalCode, 404 | 409>>> = {
  notFound: 404,
  duplicateId: 409,
  duplicateProduct: 409,
  printerBusy: 409,
  slotTaken: 409,
  inUse: 409,
  printing: 409,
  changedSince: 409,
  tooNew: 409,
};

/** The refusal with its status, in its own words. */
export function refusedBy(refusal: Refusal): Refused {
  const { code, params } = refusal;
  return new Refused(statusOf(refusal), sentence(refusal), {}, code, { params: { ...params } });
}

/** Of several commands, that of the one that was refused. */
function statusOf(refusal: Refusal): number {
  return refusal.code === 'inBatch' ? statusOf(refusal.params.refusal) : (STATUS[refusal.code] ?? 422);
}
