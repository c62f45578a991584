/** What happens to the machines of a shop from day to day, drawn from a seed: who is on when, and how it goes. */
import type { Random } from '../../../raft/testing/random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Happening = Readonly<{
  /** Ms since Monday, 0:00. */
  at: number;
  machine: number;
  kind:
    | 'on'
    /** In good order: it says so, and has three seconds to give away what it holds. */
    | 'shutDown'
    /** kill -9, a plug that is pulled, a power cut. */
    | 'crash'
    | 'sleep'
    | 'wake'
    /** It goes on, and nobody reaches it: another address, a cable. */
    | 'unplug'
    | 'plug'
    /** Somebody at another machine says that this one is gone for good. */
    | 'remove';
}>;

export type TimetableOptions = Readonly<{
  days: number;
  machines: number;
  /** How many of them are never switched off (the first ones). */
  alwaysOn: number;
}>;

/** A machine is on, and awake, from here to there. */
type Stretch = { from: number; to: number; start: 'on' | 'wake'; end: 'shutDown' | 'crash' | 'sleep' };

/** In the order of time. */
export function drawTimetable(options: TimetableOptions, random: Random): readonly Happening[] {
  const { days, machines, alwaysOn } = options;
  const end = days * DAY;
  const workers = Array.from({ length: machines - alwaysOn }, (_, n) => n + alwaysOn);
  const away = workers.length > 2 ? random.pick(workers.slice(1)) : -1;
  const awayFrom = random.between(4, 10);
  const dead = workers.length > 3 ? random.pick(workers.slice(1).filter((n) => n !== away)) : -1;
  const deadFrom = random.between(8, 16) * DAY + random.between(9 * HOUR, 16 * HOUR);
  const powerCut = random.pick([1, 2, 3, 7, 8, 9]) * DAY + random.between(10 * HOUR, 16 * HOUR);
  const happenings: Happening[] = [];
  for (let machine = 0; machine < machines; machine++) {
    const isAbsent = (day: number) => machine === away && day >= awayFrom && day < awayFrom + 14;
    const own = machine < alwaysOn ? [always(end)] : drawWeeks(machine, days, isAbsent, random);
    let stretches = withCrashes(own, random).flatMap((one) => cut(one, powerCut, random.between(5, 20)));
    if (machine === dead) {
      stretches = stretches.flatMap((one) => before(one, deadFrom));
      const removed = deadFrom + random.between(1, 5) * DAY;
      happenings.push({ at: removed, machine, kind: 'remove' });
    }
    happenings.push(...told(machine, stretches, end), ...drawBlips(machine, stretches, random));
  }
  return happenings.filter(({ at }) => at < end).sort((a, b) => a.at - b.at || a.machine - b.machine);
}

function always(end: number): Stretch {
  return { from: 0, to: end, start: 'on', end: 'shutDown' };
}

/** Of a laptop, which sleeps over lunch and at night, or of a workstation that is switched off in the evening. */
function drawWeeks(
  machine: number,
  days: number,
  isAbsent: (day: number) => boolean,
  random: Random,
): Stretch[] {
  const isLaptop = random.chance(0.3);
  const diligence = 0.8 + 0.2 * random.next();
  const stretches: Stretch[] = [];
  for (let day = 0; day < days; day++) {
    const weekday = day % 7;
    const here = weekday < 5 ? diligence : weekday === 5 ? 0.15 : 0.03;
    // On the first day everybody is let in.
    const comes = random.chance(here) || day === 0;
    if (isAbsent(day) || !comes) continue;
    const from = day * DAY + random.between(8 * HOUR, 9 * HOUR);
    const hours = weekday < 5 ? random.between(8.5 * HOUR, 10 * HOUR) : random.between(2 * HOUR, 5 * HOUR);
    const to = random.chance(0.04) ? from + hours + random.between(2 * HOUR, 13 * HOUR) : from + hours;
    const sleepsAtNight = isLaptop && stretches.length > 0 && stretches.at(-1)?.end === 'sleep';
    const start = sleepsAtNight ? 'wake' : 'on';
    const end = isLaptop && random.chance(0.8) ? 'sleep' : random.chance(0.15) ? 'crash' : 'shutDown';
    // Who stayed over night did not come in the morning.
    if (from < (stretches.at(-1)?.to ?? -1) + HOUR) continue;
    const lunch = from + random.between(3 * HOUR, 4 * HOUR);
    const back = lunch + random.between(20 * MINUTE, HOUR);
    if ((isLaptop || machine % 4 === 3) && random.chance(0.7) && back < to)
      stretches.push({ from, to: lunch, start, end: 'sleep' }, { from: back, to, start: 'wake', end });
    else stretches.push({ from, to, start, end });
  }
  return stretches;
}

/** kill -9 now and then, and back within a few minutes. */
function withCrashes(stretches: readonly Stretch[], random: Random): Stretch[] {
  return stretches.flatMap((one) => {
    const perStretch = Math.min(1, (one.to - one.from) / (30 * 9 * HOUR));
    if (!random.chance(perStretch)) return [one];
    return cut(one, random.between(one.from, one.to), random.between(1, 4));
  });
}

function cut(one: Stretch, at: number, minutes: number): Stretch[] {
  const back = at + minutes * MINUTE;
  if (at <= one.from || at >= one.to) return [one];
  const first: Stretch = { ...one, to: at, end: 'crash' };
  return back < one.to ? [first, { ...one, from: back, start: 'on' }] : [first];
}

function before(one: Stretch, at: number): Stretch[] {
  if (one.from >= at) return [];
  return [one.to <= at ? one : { ...one, to: at, end: 'crash' }];
}

function told(machine: number, stretches: readonly Stretch[], end: number): Happening[] {
  return stretches.flatMap(({ from, to, start, end: how }, n): Happening[] => {
    // Whoever crashed does not wake up but starts.
    const woke = start === 'wake' && stretches[n - 1]?.end === 'sleep';
    const begins: Happening = { at: from, machine, kind: woke ? 'wake' : 'on' };
    return to >= end ? [begins] : [begins, { at: to, machine, kind: how }];
  });
}

/** Another address from the router, a cable that somebody trips over: half a minute without links. */
function drawBlips(machine: number, stretches: readonly Stretch[], random: Random): Happening[] {
  return stretches.flatMap(({ from, to }): Happening[] => {
    if (!random.chance(0.05) || to - from < HOUR) return [];
    const at = random.between(from + MINUTE, to - 5 * MINUTE);
    const until = at + random.between(10_000, 4 * MINUTE);
    return [
      { at, machine, kind: 'unplug' },
      { at: until, machine, kind: 'plug' },
    ];
  });
}
