/** What holds after every command, whatever the order of commands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answers.ts';
import { apply } from './apply.ts';
import { canonical } from './canonical.ts';
import type { Command } from './commands.ts';
import { TABLES } from './model.ts';
import type { Change, Shop } from './model.ts';
import { Tables } from './tables.ts';
import { commandLogs } from './testing/commands.ts';
import { recount } from './testing/recount.ts';

type Step = Readonly<{
  command: Command;
  answer: Answer;
  changes: readonly Change[];
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
    const { answer, changes } = apply(shop, freeze(command), Object.freeze({ at: 1_000 + n, index: n + 1 }));
    shop.commit(freeze(changes));
    check({ command, answer, changes, shop });
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

  it('no gram is promised twice, unless a weighing took it away', () => {
    always(() => {
      const overdrawn = new Map<string, number>();
      return ({ command, shop }) => {
        for (const { id, reservedMg, remainingMg } of shop.spools.values()) {
          const over = Math.max(0, reservedMg - remainingMg);
          if (command.type !== 'spool.weigh') expect(over).toBeLessThanOrEqual(overdrawn.get(id) ?? 0);
          overdrawn.set(id, over);
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
        if (retired) expect(reservedMg.get(id)).toBeUndefined();
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
        for (const { id, entity } of changes) expect(entity?.id).toBe(id);
        if (answer.ok && command.type.endsWith('.create')) {
          const table = `${command.type.slice(0, -'.create'.length)}s`;
          expect(known.has(`${table}/${answer.id}`)).toBe(false);
        }
        for (const table of TABLES) {
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
        const forward = play(log, ({ command, answer, changes }) => {
          const again = apply(turned, command, { at: 1_000 + n, index: n + 1 });
          n += 1;
          expect(canonical(again)).toBe(canonical({ answer, changes }));
          turned.commit(changes);
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

it('the logs above reach every rule', () => {
  const reached = new Map<string, number>();
  for (const log of fc.sample(commandLogs, { numRuns: 800, seed: 1 })) {
    play(log, ({ command, answer }) => {
      const end = `${command.type} ${answer.ok ? 'ok' : answer.refusal.code}`;
      reached.set(end, (reached.get(end) ?? 0) + 1);
    });
  }
  const kinds = ['filament', 'spool', 'printer', 'job'];
  const expected = [
    ...kinds.flatMap((kind) => [
      `${kind}.create ok`,
      `${kind}.create duplicateId`,
      `${kind}.edit ok`,
      `${kind}.edit notFound`,
    ]),
    ...kinds
      .slice(0, 3)
      .flatMap((kind) => [`${kind}.retire ok`, `${kind}.retire inUse`, `${kind}.retire retired`]),
    ...['start', 'finish', 'cancel'].flatMap((verb) => [`job.${verb} ok`, `job.${verb} invalidTransition`]),
    ...[
      'filament.create duplicateProduct',
      'filament.edit duplicateProduct',
      'spool.create retired',
      'spool.weigh ok',
    ],
    ...[
      'job.create retired',
      'job.create insufficientFilament',
      'job.start insufficientFilament',
      'job.start printerBusy',
    ],
  ];
  for (const end of expected) expect([end, (reached.get(end) ?? 0) >= 5]).toEqual([end, true]);
});
