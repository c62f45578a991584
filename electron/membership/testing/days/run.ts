/** A shop from day to day: what happens to its machines, and for how long it could write. */
import { Random } from '../../../raft/testing/random.ts';
import { defaultRules, type PolicyRules } from '../../policy/types.ts';
import { atLeast, bestFixed, bestPossible, type Slice } from './bound.ts';
import { People } from './people.ts';
import { Shop } from './shop.ts';
import { DAY, drawTimetable, type TimetableOptions } from './timetable.ts';

/** The core's unit of time while something is going on, and when nothing has been for a while. */
const TICK = 1_000;
const QUIET_TICK = 20_000;
const QUIET_AFTER = 120_000;
/** How often whoever is about to go looks whether it can. */
const RETIRING_STEP = 250;

/** Times in ms, from when three vote: until then the founder goes on alone, whatever the rules are. */
export type DaysResult = Readonly<{
  total: number;
  oneOn: number;
  twoOn: number;
  /** Somebody could write. */
  writable: number;
  best: number;
  bestFixedThree: number;
  majorityOfAll: number;
  /** The longest with two or more on and nobody who could write. */
  longestWait: number;
  changes: number;
  largest: number;
  acknowledged: number;
  reads: number;
  refused: number;
  unknown: number;
}>;

export type DaysOptions = TimetableOptions &
  Readonly<{ seed: number; rules?: PolicyRules; trace?: ((line: string) => void) | undefined }>;

/** @throws Violation (or what the core throws) at the first thing that is wrong */
export function runDays({ seed, trace, rules = defaultRules, ...options }: DaysOptions): DaysResult {
  const { days, machines, alwaysOn } = options;
  const happenings = drawTimetable(options, new Random(seed));
  const shop = new Shop({ machines, pinned: alwaysOn, seed, rules });
  const people = new People(shop);
  const slices: Slice[] = [];
  const end = days * DAY;
  let alone = 0;
  let writable = 0;
  let wait = 0;
  let longestWait = 0;
  let quietSince = 0;
  let nextTick = 0;
  let next = 0;
  let configuration = 0;
  while (shop.now < end) {
    for (let one = happenings[next]; one !== undefined && one.at <= shop.now; one = happenings[++next]) {
      if (one.kind === 'crash') people.hurry();
      shop.happens(one);
      people.learn();
      quietSince = shop.now;
      trace?.(`${clock(shop.now)} ${one.machine + 1} ${one.kind}`);
    }
    if (shop.now >= nextTick) {
      shop.tick();
      nextTick = shop.now + (shop.now - quietSince < QUIET_AFTER ? TICK : QUIET_TICK);
    }
    shop.look();
    const { writer } = shop;
    const { configurations } = shop.cluster.checker;
    if (configurations.length !== configuration) {
      configuration = configurations.length;
      quietSince = shop.now;
      trace?.(`${clock(shop.now)} ${JSON.stringify(configurations.at(-1)?.configuration.voters)} vote`);
    }
    const step = shop.isSomebodyRetiring ? RETIRING_STEP : Infinity;
    const until = Math.min(nextTick, shop.now + step, happenings[next]?.at ?? end, end);
    const ms = until - shop.now;
    const on = shop.machines.reduce((mask, { isReachable }, n) => mask | (isReachable ? 1 << n : 0), 0);
    if (configurations.at(-1)?.configuration.voters.length === 1) alone += ms;
    else push(slices, { ms, on });
    wait = writer === null && (on & (on - 1)) !== 0 ? wait + ms : 0;
    if (wait === ms && ms > 0) trace?.(`${clock(shop.now)} nobody can write`);
    longestWait = Math.max(longestWait, wait);
    if (writer !== null && slices.length > 0) writable += ms;
    people.work(ms);
    shop.now = until;
  }
  comeBack(shop);
  people.judge();
  const { configurations } = shop.cluster.checker;
  const largest = Math.max(...configurations.map((known) => known.configuration.voters.length));
  return {
    total: end - alone,
    oneOn: atLeast(slices, 1),
    twoOn: atLeast(slices, 2),
    writable,
    best: bestPossible(slices, machines, largest > 3 ? [3, 5] : [3]),
    bestFixedThree: bestFixed(slices, machines, 3),
    majorityOfAll: atLeast(slices, Math.floor(machines / 2) + 1),
    longestWait,
    changes: configurations.filter((known) => known.configuration.outgoing.length > 0).length,
    largest,
    acknowledged: people.acknowledged.size,
    reads: people.reads,
    refused: people.refused,
    unknown: people.unknown,
  };
}

function push(slices: Slice[], slice: Slice): void {
  const last = slices.at(-1);
  if (last?.on === slice.on) slices[slices.length - 1] = { on: last.on, ms: last.ms + slice.ms };
  else if (slice.ms > 0) slices.push(slice);
}
/** In the end everybody who belongs is on, and has everything. */
function comeBack(shop: Shop): void {
  shop.machines.forEach(({ power, plugged }, machine) => {
    if (!plugged) shop.happens({ at: shop.now, machine, kind: 'plug' });
    if (power === 'on') return;
    shop.happens({ at: shop.now, machine, kind: power === 'asleep' ? 'wake' : 'on' });
  });
  for (let seconds = 0; seconds < 900; seconds++) {
    shop.now += TICK;
    shop.tick();
    shop.look();
  }
}

function clock(ms: number): string {
  const day = Math.floor(ms / DAY);
  return `day ${day + 1} ${new Date(ms % DAY).toISOString().slice(11, 19)}`;
}
