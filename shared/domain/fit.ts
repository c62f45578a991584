/**
 * Whether a job fits a printer and a spool, with every reason why not. Pure and cheap: the queue asks it for each job
 * and printer, and a start asks it again. What runs there, grams and retirement are rules of the start itself.
 */
import type { Filament, Job, Printer, Spool } from './model.ts';
import { sameText } from './text.ts';

/** One reason, as a code with what its words need. */
export type Misfit =
  | Readonly<{ code: 'otherPrinter'; printer: string }>
  | Readonly<{ code: 'busy' }>
  | Readonly<{ code: 'plate' }>
  | Readonly<{ code: 'maintenance' }>
  | Readonly<{ code: 'retired' }>
  | Readonly<{ code: 'nozzle'; wantsUm: number; hasUm: readonly number[] }>
  | Readonly<{ code: 'plateType'; wants: string; has: string }>
  | Readonly<{ code: 'volume'; axis: 'width' | 'depth' | 'height'; wantsMm: number; hasMm: number }>
  | Readonly<{ code: 'tag'; wants: string }>
  | Readonly<{ code: 'notAllowed'; material: string }>
  | Readonly<{ code: 'noPrinter' }>
  | Readonly<{ code: 'noSpool' }>
  | Readonly<{ code: 'otherSpool'; spool: string }>
  | Readonly<{ code: 'material'; wants: string; has: string }>
  | Readonly<{ code: 'colour'; wants: string; has: string }>
  | Readonly<{ code: 'grams'; wantsMg: number; freeMg: number }>
  | Readonly<{ code: 'spoolElsewhere'; printer: string }>;
export type MisfitCode = Misfit['code'];

/**
 * What a start with `anyway` passes over. Nobody can make grams, free a printer by a word or use what is retired, and
 * which printer or spool a job is for is changed at the job.
 */
export const OVERRULABLE: Readonly<Record<MisfitCode, boolean>> = {
  ...{ plate: true, maintenance: true, nozzle: true, plateType: true, volume: true, tag: true },
  ...{ notAllowed: true, material: true, colour: true, spoolElsewhere: true },
  ...{ otherPrinter: false, busy: false, retired: false, noPrinter: false },
  ...{ noSpool: false, otherSpool: false, grams: false },
};

const AXES = [
  ['width', 'widthMm'],
  ['depth', 'depthMm'],
  ['height', 'heightMm'],
] as const;

/** Why a printer does not suit a job, whatever is loaded; what is not known of the printer does not stand in the way. */
export function printerMisfits(job: Job, printer: Printer): Misfit[] {
  const reasons: Misfit[] = [];
  if (job.printer !== null && job.printer !== printer.id)
    reasons.push({ code: 'otherPrinter', printer: job.printer });
  if (printer.retired) reasons.push({ code: 'retired' });
  if (printer.print !== null) reasons.push({ code: 'busy' });
  if (printer.state !== 'ready') reasons.push({ code: printer.state });
  const { nozzleUm, plate } = job;
  if (nozzleUm !== null && printer.nozzlesUm.length > 0 && !printer.nozzlesUm.includes(nozzleUm))
    reasons.push({ code: 'nozzle', wantsUm: nozzleUm, hasUm: printer.nozzlesUm });
  if (plate !== null && printer.plate !== '' && !sameText(plate, printer.plate))
    reasons.push({ code: 'plateType', wants: plate, has: printer.plate });
  for (const [axis, name] of AXES) {
    const [wants, has] = [job[name], printer[name]];
    if (wants !== null && has !== null && wants > has)
      reasons.push({ code: 'volume', axis, wantsMm: wants, hasMm: has });
  }
  for (const tag of job.tags) {
    if (!printer.tags.some((has) => sameText(has, tag))) reasons.push({ code: 'tag', wants: tag });
  }
  return reasons;
}

/** A spool with its product. */
export type Reel = Readonly<{ spool: Spool; filament: Filament }>;

/**
 * Why a spool does not suit a job on a printer.
 * @param freeMg what one more copy may take from it: `freeFor`
 */
export function spoolMisfits(
  job: Job,
  printer: Printer,
  { spool, filament }: Reel,
  freeMg: number,
): Misfit[] {
  const reasons: Misfit[] = [];
  if (job.spool !== null && job.spool !== spool.id) reasons.push({ code: 'otherSpool', spool: job.spool });
  if (spool.retired) reasons.push({ code: 'retired' });
  if (job.material !== null && job.material !== filament.material)
    reasons.push({ code: 'material', wants: job.material, has: filament.material });
  if (job.colour !== null && !sameText(job.colour, filament.colour))
    reasons.push({ code: 'colour', wants: job.colour, has: filament.colour });
  if (printer.materials.length > 0 && !printer.materials.includes(filament.material))
    reasons.push({ code: 'notAllowed', material: filament.material });
  if (job.weightMg > freeMg)
    reasons.push({ code: 'grams', wantsMg: job.weightMg, freeMg: Math.max(0, freeMg) });
  if (spool.printingMg > 0 && spool.printer !== null && spool.printer !== printer.id)
    reasons.push({ code: 'spoolElsewhere', printer: spool.printer });
  return reasons;
}

/** What a copy of a job may take from a spool: for the job's own spool what is promised to it counts as free. */
export function freeFor(job: Job, spool: Spool): number {
  return spool.remainingMg - (job.spool === spool.id ? spool.printingMg : spool.reservedMg);
}

/** Every reason why a copy of the job cannot start on this printer with this spool (null: none is there). */
export function fit(job: Job, printer: Printer, reel: Reel | null): readonly Misfit[] {
  const reasons = printerMisfits(job, printer);
  if (reel === null) return [...reasons, { code: 'noSpool' }];
  return [...reasons, ...spoolMisfits(job, printer, reel, freeFor(job, reel.spool))];
}
