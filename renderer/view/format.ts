/** Amounts and times as people read them. */
import { grams } from '../../shared/contract/words.ts';

/** `12.5 g`. */
export function gramsOf(mg: number): string {
  return `${grams(mg)} g`;
}

/** Rounded for lists: whole grams, or kilograms with two decimals from 10 kg on. */
export function roughly(mg: number): string {
  const whole = Math.round(mg / 1000);
  return whole >= 10_000 ? `${(whole / 1000).toFixed(2)} kg` : `${whole} g`;
}

/** `3.4 MB` */
export const megabytes = (bytes: number) => `${(bytes / (1024 * 1024)).toFixed(1).replace('.0', '')} MB`;

/** A length of time in its one or two largest units: `45 s`, `12 min`, `3 h 05 min`, `2 days`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  const days = Math.floor(hours / 24);
  return days === 1 ? '1 day' : `${days} days`;
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** The time of day for today, else with the date. */
export function moment(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return (sameDay ? time : date).format(at);
}

/** `16:27`. */
export function timeOfDay(at: number): string {
  return time.format(at);
}

/** Date and time, to the minute: `28 Nov 2026, 16:27`. */
export function dateAndTime(at: number): string {
  return full.format(at);
}

/** Date and time in full, for tooltips. */
export function exactMoment(at: number): string {
  return exact.format(at);
}
