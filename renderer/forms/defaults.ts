/** What the fields of a form hold at first: of a record, or of a new one. Also names the fields. */
import type { Filament, Job, Printer, Spool } from '../../shared/domain/model.ts';
import { durationText, listText, momentText, numberText } from './texts.ts';

export function printerDefaults(printer: Printer | null) {
  return {
    maker: printer?.maker ?? '',
    model: printer?.model ?? '',
    note: printer?.note ?? '',
    slots: String(printer?.slots ?? 1),
    nozzlesUm: listText(printer?.nozzlesUm.map((um) => um / 1_000) ?? []),
    plate: printer?.plate ?? '',
    widthMm: numberText(printer?.widthMm ?? null),
    depthMm: numberText(printer?.depthMm ?? null),
    heightMm: numberText(printer?.heightMm ?? null),
    materials: listText(printer?.materials ?? []),
    tags: listText(printer?.tags ?? []),
    group: printer?.group ?? '',
  };
}

export function filamentDefaults(filament: Filament | null) {
  return {
    maker: filament?.maker ?? '',
    colour: filament?.colour ?? '',
    hex: filament?.hex ?? '',
    moreHexes: listText(filament?.moreHexes ?? []),
    densityMgPerCm3: numberText(filament?.densityMgPerCm3 ?? null, 1_000),
    diameterUm: numberText(filament?.diameterUm ?? 1_750, 1_000),
    netMg: numberText(filament?.netMg ?? null, 1_000),
    emptyReelMg: numberText(filament?.emptyReelMg ?? null, 1_000),
    nozzleC: numberText(filament?.nozzleC ?? null),
    bedC: numberText(filament?.bedC ?? null),
    priceCents: numberText(filament?.priceCents ?? null, 100),
    reorderBelowMg: numberText(filament?.reorderBelowMg ?? null, 1_000),
    article: filament?.article ?? '',
    note: filament?.note ?? '',
  };
}

export function spoolDefaults(spool: Spool | null) {
  return {
    note: spool?.note ?? '',
    lot: spool?.lot ?? '',
    emptyReelMg: numberText(spool?.emptyReelMg ?? null, 1_000),
    openedAt: momentText(spool?.openedAt ?? null),
    driedAt: momentText(spool?.driedAt ?? null),
  };
}

export function jobDefaults(job: Job | null) {
  return {
    file: job?.file ?? '',
    note: job?.note ?? '',
    customer: job?.customer ?? '',
    printer: job?.printer ?? '',
    spool: job?.spool ?? '',
    material: job?.material ?? '',
    colour: job?.colour ?? '',
    weightMg: numberText(job?.weightMg ?? null, 1_000),
    copies: String(job?.copies ?? 1),
    priority: String(job?.priority ?? 0),
    dueAt: momentText(job?.dueAt ?? null),
    estimateSeconds: durationText(job?.estimateSeconds ?? null),
    nozzleUm: numberText(job?.nozzleUm ?? null, 1_000),
    plate: job?.plate ?? '',
    widthMm: numberText(job?.widthMm ?? null),
    depthMm: numberText(job?.depthMm ?? null),
    heightMm: numberText(job?.heightMm ?? null),
    tags: listText(job?.tags ?? []),
  };
}
