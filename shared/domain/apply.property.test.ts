/** What holds after every command, whatever the order of commands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DERIVED } from './activity.ts';
import type { Answer } from './answers.ts';
import { apply } from './apply.ts';
import { canonical } from './canonical.ts';
import type { Command } from './commands.ts';
import { colourKey } from './free-grams.ts';
import { type Activity, TABLES } from './model.ts';
import { productKey } from './products.ts';
import { inQueueOrder } from './queue.ts';
import type { Change, Filing, Shop } from './model.ts';
import { Tables } from './tables.ts';
import { metaOf } from './testing/meta.ts';
import { COLOURS, commandLogs, MATERIALS } from './testing/commands.ts';
import { isUndoable } from './undo.ts';
import { freeByColour, overdraft, recount } from './testing/recount.ts';
import { unpacked } from './versions.ts';

const NAMEABLE = MATERIALS.flatMap((material) =>
  [null, ...COLOURS].map((colour) => [material, colour] as const),
);

type Step = Readonly<{
  command: Command;
  answer: Answer;
  changes: readonly Change[];
  filings: readonly Filing[];
  shop: Tables;
}>;

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

const text = (shop: Shop) =>
  canonical(TABLES.map((table) => [...shop[table]].sort(([a], [b]) => (a < b ? -1 : 1))));

/** Plays a log on an empty shop. Commands, meta and all entities are frozen: to mutate one throws. */
function play(
  log: readonly Command[],
  check: (step: Step) => void = () => undefined,
): Readonly<{ shop: Tables; answers: Answer[] }> {
  const shop = new Tables();
  const answers = log.map((command, n) => {
    const { answer, changes, filings } = apply(shop, freeze(command), metaOf(n + 1));
    shop.commit(freeze(changes), freeze(filings));
    check({ command, answer, changes, filings, shop });
    return answer;
  });
  return { shop, answers };
}

const always = (check: () => (step: Step) => void) =>
  fc.assert(
    fc.property(commandLogs, (log) => void play(log, check())),
    { numRuns: 100 },
  );

describe('after every command', () => {
  it('no spool is negative or over its total, and its promises are those of its jobs', () => {
    always(() => ({ shop }) => {
      const counted = recount(shop);
      for (const spool of shop.spools.values()) {
        expect(spool.remainingMg).toBeGreaterThanOrEqual(0);
        expect(spool.remainingMg).toBeLessThanOrEqual(spool.totalMg);
        expect(spool.reservedMg).toBe(counted.reservedMg.get(spool.id) ?? 0);
        expect(spool.printingMg).toBe(counted.printingMg.get(spool.id) ?? 0);
      }
    });
  });

  it('no gram is promised twice, unless what was there turned out to be less, or another thing', () => {
    // What a scale says, what a print really took, and what is thrown away or renamed, is as it is.
    const truths = ['spool.weigh', 'job.finish', 'job.fail', 'job.cancel', 'job.changeSpool', 'spool.retire'];
    always(() => {
      let overdrawn: ReadonlyMap<string, number> = new Map();
      return ({ command, shop }) => {
        const now = overdraft(shop);
        if (![...truths, 'filament.edit', 'activity.undo'].includes(command.type)) {
          for (const [of, mg] of now) expect([of, mg]).toEqual([of, Math.min(mg, overdrawn.get(of) ?? 0)]);
        }
        overdrawn = now;
      };
    });
  });

  it('what jobs without a spool are promised is what their waiting copies need', () => {
    always(() => ({ shop }) => {
      const { demandedMg } = recount(shop);
      const kept = new Map([...shop.demands.values()].map(({ id, reservedMg }) => [id, reservedMg]));
      expect(kept).toEqual(new Map([...demandedMg].filter(([, mg]) => mg > 0)));
    });
  });

  it('the sums of free grams, and where products are found, are what looking at everything tells', () => {
    always(() => ({ shop }) => {
      const free = freeByColour(shop);
      // Those of which nothing is left, too: a sum that stayed behind is seen nowhere else.
      for (const [material, colour] of NAMEABLE) {
        const mg = free.get(colourKey(material, colour)) ?? 0;
        expect([material, colour, shop.index.free.of(material, colour)]).toEqual([material, colour, mg]);
      }
      for (const filament of shop.filaments.values())
        for (const colour of COLOURS) {
          const key = productKey({ ...filament, colour });
          const ids = [...shop.filaments.values()]
            .filter((other) => productKey(other) === key)
            .map(({ id }) => id);
          expect([key, [...shop.index.filamentsLike(key)].sort()]).toEqual([key, ids.sort()]);
        }
    });
  });

  it('a spool is in one slot, of the printer that says so too', () => {
    always(() => ({ shop }) => {
      const told = new Set<string>();
      for (const { id, slots, loaded, retired } of shop.printers.values()) {
        expect(loaded.length).toBeLessThanOrEqual(slots);
        expect(loaded.at(-1)).not.toBeNull();
        if (retired) expect(loaded).toEqual([]);
        loaded.forEach((spool, i) => {
          if (spool !== null) told.add(`${spool} in ${id} ${i + 1}`);
        });
      }
      const said = new Set<string>();
      for (const { id, printer, slot, retired } of shop.spools.values()) {
        expect(printer === null).toBe(slot === null);
        if (retired) expect(printer).toBeNull();
        if (printer !== null) said.add(`${id} in ${printer} ${slot}`);
      }
      expect(said).toEqual(told);
    });
  });

  it('a job is in the state that its copies say', () => {
    always(() => ({ shop }) => {
      for (const { copies, done, running, status, completedAt } of shop.jobs.values()) {
        expect(done + running).toBeLessThanOrEqual(copies);
        expect(status === 'Running').toBe(running > 0);
        expect(completedAt !== null).toBe(status === 'Done' || status === 'Cancelled');
        if (status === 'Done') expect(done).toBe(copies);
        if (status === 'Queued') expect(done).toBeLessThan(copies);
      }
      for (const { outcome, endedAt } of shop.prints.values()) {
        expect(outcome === 'running').toBe(endedAt === null);
      }
    });
  });

  it('a moved job stands right in front of the other one', () => {
    always(() => ({ command, answer, shop }) => {
      if (
        command.type !== 'job.move' ||
        !answer.ok ||
        command.before === null ||
        command.before === command.id
      )
        return;
      const open = [...shop.jobs.values()].filter(({ completedAt }) => completedAt === null);
      const order = open.sort(inQueueOrder).map(({ id }) => id);
      expect(order[order.indexOf(command.before) - 1]).toBe(command.id);
    });
  });

  it('what was done is on record with who did it, and gives the record that there is now', () => {
    always(() => {
      const mirror = new Map<string, Record<string, unknown>>();
      return ({ command, answer, filings, shop }) => {
        const done = filings.filter(({ archive }) => archive === 'activity');
        if (!answer.ok) expect(done).toEqual([]);
        for (const filing of done) {
          const activity = filing.entity as Activity;
          expect(activity).toMatchObject({ operator: 'Ada', workstation: 'Office', action: command.type });
          for (const { table, id, before, after } of activity.changes) {
            const known = mirror.get(`${table}/${id}`);
            expect(known === undefined).toBe(before === null);
            for (const [name, value] of Object.entries(before ?? {}))
              expect([name, known?.[name]]).toEqual([name, value]);
            const made = Object.entries(before === null ? unpacked(table, after as object) : {});
            const whole =
              before === null
                ? Object.fromEntries(made.filter(([name]) => !DERIVED[table].has(name)))
                : after;
            mirror.set(`${table}/${id}`, { ...known, ...whole });
          }
        }
        for (const [key, fields] of mirror) {
          const [table, id] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
          const entity = shop[table as 'jobs'].get(id) as Record<string, unknown> | undefined;
          for (const [name, value] of Object.entries(fields))
            expect([key, name, entity?.[name]]).toEqual([key, name, value]);
        }
      };
    });
  });

  it('at most one print runs on a printer, the one it names', () => {
    always(() => ({ shop }) => {
      const counted = recount(shop);
      for (const printer of shop.printers.values()) {
        expect(counted.running.get(printer.id) ?? []).toEqual(printer.print === null ? [] : [printer.print]);
        expect(printer.openJobs).toBe(counted.openJobs.get(printer.id) ?? 0);
      }
    });
  });

  it('nothing retired is still needed, and no two filaments on offer are the same product', () => {
    always(() => ({ shop }) => {
      const { openJobs, reservedMg, spools } = recount(shop);
      for (const { id, retired } of shop.printers.values())
        if (retired) expect(openJobs.get(id)).toBeUndefined();
      for (const { id, retired } of shop.spools.values())
        if (retired) expect(reservedMg.get(id) ?? 0).toBe(0);
      const products = new Set<string>();
      for (const filament of shop.filaments.values()) {
        expect(filament.spools).toBe(spools.get(filament.id) ?? 0);
        if (filament.retired) {
          expect(filament.spools).toBe(0);
          continue;
        }
        const product = canonical([
          filament.maker.toLowerCase(),
          filament.material,
          filament.colour.toLowerCase(),
        ]);
        expect(products.has(product)).toBe(false);
        products.add(product);
      }
    });
  });

  it('all records are still there under their ids, and a created one took an id that was free', () => {
    always(() => {
      const known = new Map<string, number>();
      return ({ command, answer, changes, shop }) => {
        for (const { id, entity } of changes) if (entity !== null) expect(entity.id).toBe(id);
        if (answer.ok && command.type.endsWith('.create')) {
          const table = `${command.type.slice(0, -'.create'.length)}s`;
          expect(known.has(`${table}/${answer.id}`)).toBe(false);
        }
        for (const table of TABLES) {
          // Demands come and go with what is asked for.
          if (table === 'demands') continue;
          for (const entity of shop[table].values()) {
            const createdAt = 'createdAt' in entity ? entity.createdAt : 0;
            const key = `${table}/${entity.id}`;
            expect(known.get(key) ?? createdAt).toBe(createdAt);
            known.set(key, createdAt);
          }
        }
        for (const key of known.keys()) {
          const table = TABLES.find((name) => key.startsWith(`${name}/`))!;
          expect(shop[table].has(key.slice(table.length + 1))).toBe(true);
        }
      };
    });
  });

  it('a refusal changes nothing, and no record is changed twice or holds undefined', () => {
    always(() => ({ answer, changes }) => {
      if (!answer.ok) expect(changes).toEqual([]);
      expect(new Set(changes.map(({ table, id }) => `${table}/${id}`)).size).toBe(changes.length);
      for (const { entity } of changes) expect(Object.values(entity ?? {})).not.toContain(undefined);
    });
  });
});

describe('the same log', () => {
  it('gives the same records and answers again', () => {
    fc.assert(
      fc.property(commandLogs, (log) => {
        const first = play(log);
        const second = play(log);
        expect(canonical(second.answers)).toBe(canonical(first.answers));
        expect(text(second.shop)).toBe(text(first.shop));
      }),
    );
  });

  it('gives the same answers whatever the order in which the records lie in memory', () => {
    fc.assert(
      fc.property(commandLogs, (log) => {
        const turned = new Tables();
        let n = 0;
        const forward = play(log, ({ command, answer, changes, filings }) => {
          const again = apply(turned, command, metaOf(n + 1));
          n += 1;
          expect(canonical(again)).toBe(canonical({ answer, changes, filings }));
          turned.commit(changes, filings);
          for (const table of TABLES) {
            for (const entity of [...turned[table].values()].reverse()) {
              turned.commit([
                { table, id: entity.id, entity: null },
                { table, id: entity.id, entity } as Change,
              ]);
            }
          }
        });
        expect(text(turned)).toBe(text(forward.shop));
      }),
    );
  });

  // A shop that apply touched by itself would show here too: the mirror would not have it.
  it('gives a mirror that only sees the changes, as JSON, the same records', () => {
    fc.assert(
      fc.property(commandLogs, (log) => {
        const mirror = new Tables();
        play(log, ({ changes, shop }) => {
          mirror.commit(JSON.parse(JSON.stringify(changes)) as Change[]);
          expect(text(mirror)).toBe(text(shop));
        });
      }),
    );
  });
});

describe('taking back', () => {
  it('right after it gives everything as it was, but for the record of both', () => {
    let undone = 0;
    fc.assert(
      fc.property(commandLogs, (log) => {
        const shop = new Tables();
        let index = 0;
        for (const command of log) {
          const before = text(shop);
          const filed = shop.archive.activity.length;
          const { answer, changes, filings } = apply(shop, command, metaOf(++index));
          shop.commit(changes, filings);
          const activity = shop.archive.activity.at(filed);
          if (!answer.ok || activity === undefined || !isUndoable(activity.action)) continue;
          const undo = { type: 'activity.undo', id: activity.id } as const;
          const back = apply(shop, undo, metaOf(++index));
          // What was refused here would be refused by hand as well: a slot is taken, a promise cannot be given again.
          if (!back.answer.ok) continue;
          shop.commit(back.changes, back.filings);
          undone += 1;
          expect(text(shop)).toBe(before);
        }
      }),
      { numRuns: 150 },
    );
    expect(undone).toBeGreaterThan(500);
  });
});

it('the logs above reach every rule', () => {
  const reached = new Map<string, number>();
  for (const log of fc.sample(commandLogs, { numRuns: 1_500, seed: 1 })) {
    play(log, ({ command, answer }) => {
      const end = `${command.type} ${answer.ok ? 'ok' : answer.refusal.code}`;
      reached.set(end, (reached.get(end) ?? 0) + 1);
    });
  }
  const few = EVERY_END.filter((end) => (reached.get(end) ?? 0) < 5);
  expect(few).toEqual([]);
});

/** Each command as it can end; refusals that a test of its own shows are left out. */
const EVERY_END = Object.entries({
  'filament.create': 'ok duplicateId duplicateProduct',
  'filament.edit': 'ok notFound duplicateProduct',
  'filament.retire': 'ok notFound retired inUse',
  'filament.restore': 'ok notFound notRetired',
  'spool.create': 'ok duplicateId notFound retired oneId',
  'spool.edit': 'ok notFound',
  'spool.weigh': 'ok notFound retired reelUnknown underReel',
  'spool.move': 'ok notFound retired printing slotTaken noSuchSlot',
  'spool.retire': 'ok notFound retired inUse',
  'spool.restore': 'ok notFound notRetired',
  'printer.create': 'ok duplicateId',
  'printer.edit': 'ok notFound slotTaken',
  'printer.clear': 'ok notFound plateClear',
  'printer.maintain': 'ok notFound retired',
  'printer.retire': 'ok notFound retired inUse',
  'printer.restore': 'ok notFound notRetired',
  'job.create': 'ok duplicateId notFound retired insufficientFilament insufficientStock noMaterial',
  'job.repeat': 'ok duplicateId notFound insufficientStock',
  'job.edit': 'ok notFound over running insufficientFilament insufficientStock noMaterial',
  'job.move': 'ok notFound notInQueue',
  'job.hold': 'ok notFound over',
  'job.start':
    'ok notFound held unchosen notOfJob retired printerBusy doesNotFit invalidTransition insufficientFilament',
  'job.changeSpool': 'ok notFound notOfJob invalidTransition insufficientFilament',
  'job.finish': 'ok notFound notOfJob invalidTransition',
  'job.fail': 'ok notFound notOfJob invalidTransition',
  'job.cancel': 'ok notFound notOfJob invalidTransition',
  'activity.undo': 'ok notFound notUndoable changedSince slotTaken',
}).flatMap(([type, ends]) => ends.split(' ').map((end) => `${type} ${end}`));
