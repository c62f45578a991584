/** Spoolman's filaments as products of the shop. */
import type { Filament } from '../domain/model.ts';
import { productKey } from '../domain/products.ts';
import { productName } from '../contract/words.ts';
import type { SourceNotes } from './source.ts';
import type { SpoolmanFilament, SpoolmanFile } from './spoolman-file.ts';

/** Thousandths of a number, as a whole one; null where there is none. */
export const milli = (value: number | null | undefined) => scaled(value, 1_000);
/** Hundredths, likewise. */
export const cents = (value: number | null | undefined) => scaled(value, 100);
const whole = (value: number | null | undefined) => scaled(value, 1);
const scaled = (value: number | null | undefined, by: number) =>
  value === null || value === undefined ? null : Math.round(value * by);
const positive = (value: number | null) => (value === null || value <= 0 ? null : value);

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Spoolman's texts may have several lines, and more letters: one line of so many, and a warning where letters went. */
export function cleanText(
  { warnings }: SourceNotes,
  path: string,
  text: string | null | undefined,
  maximum: number,
): string {
  const line = (text ?? '').toWellFormed().replace(CONTROLS, ' ').trim();
  if (line.length <= maximum) return line;
  warnings.push({ path, message: `only the first ${maximum} characters are kept` });
  return line
    .slice(0, maximum)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trim();
}

/** `RRGGBB`, with or without `#` and opacity, as `#rrggbb`; what is none of them as it is, to be refused. */
const hexOf = (colour: string) => {
  const found = /^#?([0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(colour.trim());
  return found?.[1] === undefined ? colour : `#${found[1].toLowerCase()}`;
};

/** What a command's fields are called in the file. */
const NAMES = {
  maker: 'vendor.name',
  material: 'material',
  colour: 'name',
  hex: 'color_hex',
  moreHexes: 'multi_color_hexes',
  densityMgPerCm3: 'density',
  diameterUm: 'diameter',
  priceCents: 'price',
  netMg: 'weight',
  emptyReelMg: 'spool_weight',
  nozzleC: 'settings_extruder_temp',
  bedC: 'settings_bed_temp',
  article: 'article_number',
  note: 'comment',
} as const;

/** Which product of the shop each filament of a file is, once it was taken. */
export class SpoolmanProducts {
  readonly #notes: SourceNotes;
  readonly #vendors: SpoolmanFile['vendors'];
  /** Undefined where it could not be taken: that is told once, not for each of its spools. */
  readonly #taken = new Map<string, string | undefined>();

  constructor(notes: SourceNotes, { vendors }: SpoolmanFile) {
    this.#notes = notes;
    this.#vendors = vendors;
  }

  idOf(number: string): string | undefined {
    return this.#taken.get(number);
  }

  take(path: string, filament: SpoolmanFilament): void {
    if (this.#taken.has(filament.id)) return;
    this.#taken.set(filament.id, undefined);
    const id = `F-SM-${filament.id}`;
    const { shop } = this.#notes.rehearsal;
    const known = shop.filaments.get(id);
    if (known !== undefined) {
      this.#is(path, filament, known.id);
      return;
    }
    const product = this.#product(path, filament);
    const equal = this.#equal(product);
    if (equal?.diameterUm === product.diameterUm) {
      const message = `this is ${productName(equal)} here, as ${equal.id}: its spools are counted as of that`;
      this.#notes.warnings.push({ path, message });
      this.#is(path, filament, equal.id);
      return;
    }
    // The same words for another thickness: two products need two names.
    const colour =
      equal === undefined ? product.colour : `${product.colour} (${product.diameterUm / 1_000} mm)`;
    const create = { ...product, type: 'filament.create', id, colour } as const;
    if (this.#notes.create(path, id, [create], NAMES)) this.#taken.set(filament.id, id);
  }

  #is(path: string, { id: number }: SpoolmanFilament, id: string): void {
    this.#notes.same.push({ path, id });
    this.#taken.set(number, id);
  }

  #equal({ maker, material, colour }: Pick<Filament, 'maker' | 'material' | 'colour'>): Filament | undefined {
    const { filaments, index } = this.#notes.rehearsal.shop;
    for (const id of index.filamentsLike(productKey({ maker, material: material.toUpperCase(), colour }))) {
      const filament = filaments.get(id);
      if (filament?.retired === false) return filament;
    }
    return undefined;
  }

  #product(path: string, filament: SpoolmanFilament) {
    const notes = this.#notes;
    const vendor = filament.vendor?.name ?? this.#vendors.get(filament.vendor_id ?? '');
    const hexes = [filament.color_hex ?? '', ...(filament.multi_color_hexes ?? '').split(',')]
      .filter((hex) => hex.trim() !== '')
      .map(hexOf);
    const [hex = null, ...moreHexes] = hexes;
    return {
      maker: cleanText(notes, `${path}.vendor.name`, vendor, 80),
      material: cleanText(notes, `${path}.material`, filament.material, 40),
      colour: cleanText(notes, `${path}.name`, filament.name, 70) || (hex ?? ''),
      hex,
      moreHexes,
      densityMgPerCm3: positive(milli(filament.density)),
      diameterUm: Math.round(filament.diameter * 1_000),
      priceCents: cents(filament.price),
      netMg: positive(milli(filament.weight)),
      emptyReelMg: milli(filament.spool_weight),
      nozzleC: whole(filament.settings_extruder_temp),
      bedC: whole(filament.settings_bed_temp),
      article: cleanText(notes, `${path}.article_number`, filament.article_number, 80),
      note: cleanText(notes, `${path}.comment`, filament.comment, 500),
    };
  }
}
