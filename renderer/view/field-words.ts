/** The fields of records, and what they hold, as people read them in a list of what was done. */
import type { Told } from '../../shared/domain/activity.ts';
import { dateAndTime, gramsOf, span } from './format.ts';

/** What a field is called; those that are missing are called as they are. */
const NAMES: Readonly<Record<string, string>> = {
  hex: 'colour value',
  moreHexes: 'further colours',
  densityMgPerCm3: 'density',
  diameterUm: 'diameter',
  priceCents: 'price',
  netMg: 'net weight',
  emptyReelMg: 'empty reel',
  nozzleC: 'nozzle temperature',
  bedC: 'bed temperature',
  reorderBelowMg: 'reorder below',
  article: 'article number',
  totalMg: 'full weight',
  remainingMg: 'left',
  openedAt: 'opened',
  driedAt: 'dried',
  retired: 'retired',
  widthMm: 'width',
  depthMm: 'depth',
  heightMm: 'height',
  nozzlesUm: 'nozzles',
  nozzleUm: 'nozzle',
  plate: 'build plate',
  weightMg: 'filament needed',
  held: 'on hold',
  dueAt: 'due',
  estimateSeconds: 'time for a copy',
  usedMg: 'used',
  startedAt: 'started',
  endedAt: 'ended',
  completedAt: 'over',
};

/** Where a record stands among others, and what follows from the rest: of no interest to whoever reads. */
const UNTOLD: Readonly<Record<Told, ReadonlySet<string>>> = {
  filaments: new Set(['id', 'createdAt']),
  spools: new Set(['id', 'createdAt']),
  printers: new Set(['id', 'createdAt']),
  jobs: new Set(['id', 'createdAt', 'rank', 'orderDueAt']),
  prints: new Set(['id', 'earlier']),
};

export const isTold = (table: Told, field: string) => !UNTOLD[table].has(field);
export const fieldName = (field: string) => NAMES[field] ?? field;

/** `402 g`, `0.4, 0.6 mm`, `yes`; `nothing` where nothing was said. */
export function valueWords(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return listWords(field, value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return numberWords(field, value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listWords(field: string, values: readonly unknown[]): string {
  if (values.length === 0) return 'nothing';
  if (field === 'nozzlesUm') return `${values.map((um) => Number(um) / 1_000).join(', ')} mm`;
  return values.map(String).join(', ');
}

function numberWords(field: string, value: number): string {
  if (field === 'densityMgPerCm3') return `${value / 1_000} g/cm³`;
  if (field.endsWith('Mg')) return gramsOf(value);
  if (field.endsWith('Um')) return `${value / 1_000} mm`;
  if (field.endsWith('Mm')) return `${value} mm`;
  if (field.endsWith('Cents')) return (value / 100).toFixed(2);
  if (field.endsWith('Seconds')) return span(value * 1_000);
  if (field.endsWith('At')) return dateAndTime(value);
  return field.endsWith('C') ? `${value} °C` : String(value);
}
