/** The amounts that commands carry, each whole numbers of its unit within what a shop can mean. */
import { z } from 'zod';

const whole = (unit: string) => z.int(`must be a whole number of ${unit}`);
const between = (unit: string, minimum: number, maximum: number) =>
  whole(unit)
    .min(minimum, `must be at least ${minimum} ${unit}`)
    .max(maximum, `must be at most ${maximum} ${unit}`);

/** 100 kg: more than any reel or print; less than what milligrams as a double could blur. */
export const MAX_MG = 100_000_000;
const mg = whole('milligrams').max(MAX_MG, 'must be at most 100 kg');
export const PositiveMg = mg.min(1, 'must be more than 0');
export const Mg = mg.min(0, 'must not be negative');

/** From foam (0.3 g/cm³) to filament filled with metal. */
export const Density = between('mg/cm³', 100, 20_000);
export const Diameter = between('µm', 500, 5_000);
export const Nozzle = between('µm', 50, 5_000);
export const Length = between('mm', 1, 10_000);
export const Temperature = between('°C', 0, 600);
export const Price = whole('hundredths').min(0, 'must not be negative').max(1_000_000_000, 'is too much');
export const Seconds = between('seconds', 1, 10_000_000);
export const Copies = between('copies', 1, 10_000);
export const Spools = between('spools', 1, 500);
export const Slots = between('slots', 1, 64);
export const Priority = z
  .int('must be a whole number')
  .min(-9, 'must be from -9 to 9')
  .max(9, 'must be from -9 to 9');

/** The first moment of 2200, UTC: a date beyond it is a slip of the keyboard. */
const LATEST = 7_258_118_400_000;
export const Moment = whole('milliseconds')
  .min(0, 'must be in 1970 or later')
  .max(LATEST, 'must be before the year 2200');
