/** What somebody who stands in front of the printer may overrule, and what nobody can. Pure. */
import { misfitWords } from '../../shared/contract/words.ts';
import { fit, OVERRULABLE } from '../../shared/domain/fit.ts';
import type { Shop } from '../../shared/domain/model.ts';

export type InTheWay = Readonly<{
  /** Overruled by a start all the same. */
  overruled: readonly string[];
  /** Whether what is on the plate is among it. */
  plate: boolean;
  /** In the way whatever anybody says. */
  final: readonly string[];
}>;

/** What is in the way of a job on that printer from that spool; null where one of them is not there. */
export function inTheWay(
  { jobs, printers, spools, filaments }: Pick<Shop, 'jobs' | 'printers' | 'spools' | 'filaments'>,
  chosen: Readonly<{ job: string; printer: string; spool: string }>,
): InTheWay | null {
  const job = jobs.get(chosen.job);
  const printer = printers.get(chosen.printer);
  const spool = spools.get(chosen.spool);
  const filament = filaments.get(spool?.filament ?? '');
  if (!job || !printer || !spool || !filament) return null;
  const reasons = fit(job, printer, { spool, filament });
  return {
    overruled: reasons.filter(({ code }) => OVERRULABLE[code]).map(misfitWords),
    plate: reasons.some(({ code }) => code === 'plate'),
    final: reasons.filter(({ code }) => !OVERRULABLE[code]).map(misfitWords),
  };
}
