/** A shop from day to day: what happens to its machines, and for how long it could write. */
import { Random } from '../../../raft/testing/random.ts';
import { defaultRules, type PolicyRules } from '../../policy/types.ts';
import { People } from './people.ts';
import { Shop } from './shop.ts';
import { type Hours, Tally } from './tally.ts';
import { DAY, drawTimetable, type Happening, type TimetableOptions } from './timetable.ts';

/**
 * The core's unit of time while something is going on, and when nothing has been for longer than any rule of the
 * policy waits for a voter: then a tick does nothing but have everybody hear that the leader is there.
 */
const TICK = 1_000;
const QUIET_TICK = 20_000;
const QUIET_AFTER = 120_000;
/** How often whoever is about to go looks whether it can. */
const RETIRING_STEP = 250;
/** In the end everybody has so long to catch up. */
const LAST_TICKS = 900;

export type DaysResult = Hours &
  Readonly<{
    /** Of who votes. */
    changes: number;
    /** Most that voted at a time. */
    largest: number;
    acknowledged: number;
    reads: number;
    /** Writes for which nobody was there, and those of which nobody heard again. */
    refused: number;
    unknown: number;
  }>;

export type DaysOptions = TimetableOptions &
  Readonly<{ seed: number; rules?: PolicyRules; trace?: ((line: string) => void) | undefined }>;

/** @throws Violation (or what the core throws) at the first thing that is wrong */
export function runDays({ seed, rules = defaultRules, trace, ...options }: DaysOptions): DaysResult {
  const { machines, alwaysOn, days } = options;
  const shop = new Shop({ machines, pinned: alwaysOn, seed, rules });
  const people = new People(shop);
  const tally = new Tally(shop);
  const timetable = [...drawTimetable(options, new Random(seed))].reverse();
  const say = (what: string) => trace?.(`${clock(shop.now)} ${what}`);
  const end = days * DAY;
  const { configurations } = shop.cluster.checker;
  let known = 0;
  let busyUntil = 0;
  let nextTick = 0;
  while (shop.now < end) {
    for (const happening of due(timetable, shop.now)) {
      if (happening.kind === 'crash') people.hurry();
      shop.happens(happening);
      people.learn();
      busyUntil = shop.now + QUIET_AFTER;
      say(`machine ${happening.machine + 1}: ${happening.kind}`);
    }
    if (shop.now >= nextTick) {
      shop.tick();
      nextTick = shop.now + (shop.now < busyUntil ? TICK : QUIET_TICK);
    }
    shop.look();
    const configuration = shop.cluster.checker.configurationAt(Infinity);
    if (known !== configurations.length) {
      known = configurations.length;
      busyUntil = shop.now + QUIET_AFTER;
      say(`${configuration.voters.join()} vote`);
    }
    const step = shop.isSomebodyRetiring ? RETIRING_STEP : Infinity;
    const until = Math.min(nextTick, shop.now + step, timetable.at(-1)?.at ?? end, end);
    if (tally.take(until - shop.now, configuration)) say('two are on, and nobody can write');
    people.work(until - shop.now);
    shop.now = until;
  }
  comeBack(shop);
  people.judge();
  const largest = Math.max(...configurations.map((one) => one.configuration.voters.length));
  return {
    ...tally.hours(largest > 3 ? [3, 5] : [3]),
    changes: configurations.filter((one) => one.configuration.outgoing.length > 0).length,
    largest,
    acknowledged: people.acknowledged.size,
    reads: people.reads,
    refused: people.refused,
    unknown: people.unknown,
  };
}

/** Takes out what is due. @param timetable the last first */
function* due(timetable: Happening[], now: number): Generator<Happening> {
  for (let next = timetable.at(-1); next !== undefined && next.at <= now; next = timetable.at(-1)) {
    timetable.pop();
    yield next;
  }
}

/** In the end everybody is on, also whoever was removed. */
function comeBack(shop: Shop): void {
  shop.machines.forEach(({ power, plugged }, machine) => {
    if (!plugged) shop.happens({ at: shop.now, machine, kind: 'plug' });
    if (power === 'on') return;
    shop.happens({ at: shop.now, machine, kind: power === 'asleep' ? 'wake' : 'on' });
  });
  for (let ticks = 0; ticks < LAST_TICKS; ticks++) {
    shop.now += TICK;
    shop.tick();
    shop.look();
  }
}

function clock(ms: number): string {
  const day = Math.floor(ms / DAY);
  return `day ${day + 1} ${new Date(ms % DAY).toISOString().slice(11, 19)}`;
}
