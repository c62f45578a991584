/** What fields show of what is on record: the other way round than `values.ts`. */

/** A number in the unit of its field; empty where nothing is known. */
export function numberText(value: number | null, factor = 1): string {
  return value === null ? '' : String(value / factor);
}

export function listText(values: readonly (string | number)[]): string {
  return values.join(', ');
}

/** Seconds as `2:30`. */
export function durationText(seconds: number | null): string {
  if (seconds === null) return '';
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A moment as a field for date and time has it, where this window is. */
export function momentText(at: number | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
