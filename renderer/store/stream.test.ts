import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Push } from '../../shared/contract/protocol.ts';
import { apply } from '../../shared/domain/apply.ts';
import type { Change, Shop } from '../../shared/domain/model.ts';
import { type CommandInput, CommandSchema } from '../../shared/domain/commands.ts';
import { allRows, ShopTables, Tables } from '../../shared/domain/tables.ts';
import { metaOf } from '../../shared/domain/testing/meta.ts';
import { commandLogs } from '../../shared/domain/testing/commands.ts';
import { aPrinter } from '../testing/records.ts';
import { AWAITING, follow } from './stream.ts';
import type { Stream } from './stream.ts';
import { withChanges } from './tables.ts';

type StreamPush = Exclude<Push, { push: 'health' }>;

const put = (id: string): Change => ({ table: 'printers', id, entity: aPrinter({ id }) });
const state = (index: number, first: boolean, done: boolean, ...rows: Change[]): StreamPush => ({
  push: 'state',
  body: { index, first, done, rows },
});
const changes = (from: number, to: number, ...changed: Change[]): StreamPush => ({
  push: 'changes',
  body: { from, to, changes: changed },
});
const reset: StreamPush = { push: 'reset', body: { reason: 'behind' } };

/** What the pushes told, one after the other. */
function told(...pushes: StreamPush[]) {
  let stream: Stream = AWAITING;
  return pushes.map((push) => {
    const step = follow(stream, push);
    stream = step.stream;
    return step.told.kind;
  });
}

describe('the stream', () => {
  it('is nothing to show until the last chunk of the state is here', () => {
    expect(told(state(7, true, false, put('a')), state(7, false, true, put('b')))).toEqual([
      'nothing',
      'state',
    ]);
  });

  it('goes on from the index of the state without gaps', () => {
    expect(told(state(7, true, true), changes(7, 9), changes(9, 10))).toEqual([
      'state',
      'changes',
      'changes',
    ]);
  });

  it('is asked for anew where changes are missing, come twice, or come before the state is whole', () => {
    expect(told(state(7, true, true), changes(8, 9)).at(-1)).toBe('resubscribe');
    expect(told(state(7, true, true), changes(7, 8), changes(7, 8)).at(-1)).toBe('resubscribe');
    expect(told(state(7, true, false), changes(7, 8)).at(-1)).toBe('resubscribe');
  });

  it('is asked for anew where chunks of two states are mixed, or one comes after the last', () => {
    expect(told(state(7, true, false), state(8, false, true)).at(-1)).toBe('resubscribe');
    expect(told(state(7, true, true), state(7, false, true)).at(-1)).toBe('resubscribe');
  });

  it('is asked for anew after a reset; what still comes of the old one is not heeded', () => {
    const after = told(
      state(7, true, true),
      reset,
      changes(7, 8),
      state(7, false, true),
      state(9, true, true),
    );
    expect(after).toEqual(['state', 'resubscribe', 'nothing', 'nothing', 'state']);
  });

  it('begins anew with a first chunk, whatever was there before', () => {
    const step = follow(
      follow(AWAITING, state(3, true, false, put('old'))).stream,
      state(5, true, true, put('new')),
    );
    expect(step.told).toMatchObject({ kind: 'state', index: 5 });
    expect(step.told.kind === 'state' && [...step.told.tables.printers.keys()]).toEqual(['new']);
  });
});

describe('whatever happens between a workstation and a page', () => {
  type Event =
    | 'write'
    | 'deliver'
    | 'lose changes'
    | 'double changes'
    | 'cut'
    | 'reconnect'
    | Readonly<{ chunk: number }>;
  const event: fc.Arbitrary<Event> = fc.oneof(
    { weight: 6, arbitrary: fc.constant('write' as const) },
    { weight: 8, arbitrary: fc.constant('deliver' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Event[]>('lose changes', 'double changes', 'cut', 'reconnect'),
    },
    { weight: 1, arbitrary: fc.record({ chunk: fc.integer({ min: 1, max: 5 }) }) },
  );

  it('a page that follows shows the workstation’s records at its index, and comes to the last', () => {
    fc.assert(
      fc.property(commandLogs, fc.array(event, { maxLength: 120, size: 'max' }), (commands, events) => {
        const source = new Source(commands);
        const page = new Page(() => source.subscribe());
        for (const each of events) {
          if (each === 'write') source.write();
          else if (each === 'deliver') page.take(source.line.shift());
          else if (each === 'cut') source.cut();
          else if (each === 'reconnect') {
            source.line.length = 0;
            page.reconnect();
          } else if (typeof each === 'object') source.chunk = each.chunk;
          else spoil(source.line, each);
          if (page.index !== null) expect(rowsOf(page.tables)).toEqual(rowsOf(source.at(page.index)));
        }
        while (source.line.length > 0) page.take(source.line.shift());
        source.write();
        while (source.line.length > 0) page.take(source.line.shift());
        // One more write lets a gap at the very end be noticed.
        source.writeSomething();
        while (source.line.length > 0) page.take(source.line.shift());
        expect(page.index).toBe(source.index);
        expect(rowsOf(page.tables)).toEqual(rowsOf(source.at(source.index)));
      }),
      { numRuns: 200 },
    );
  });

  /** Loses or doubles the next changes on the line. */
  function spoil(line: StreamPush[], how: 'lose changes' | 'double changes') {
    const at = line.findIndex(({ push }) => push === 'changes');
    const found = line[at];
    if (found === undefined) return;
    line.splice(at, 1, ...(how === 'lose changes' ? [] : [found, found]));
  }

  /** A workstation: its state at every index, and the line to its one page. */
  class Source {
    readonly line: StreamPush[] = [];
    chunk = 2;
    private following = false;
    private readonly whole = new Tables();
    private readonly states: Shop[] = [new ShopTables()];
    private readonly commands: Parameters<typeof apply>[1][];

    constructor(commands: Iterable<Parameters<typeof apply>[1]>) {
      this.commands = [...commands];
    }
    get index() {
      return this.states.length - 1;
    }
    at(index: number): Shop {
      return this.states[index]!;
    }
    write() {
      const command = this.commands.shift();
      if (command) this.commit(command);
    }
    writeSomething() {
      this.commit({ type: 'printer.create', maker: 'Prusa', model: 'XL', note: '', id: undefined });
    }
    private commit(command: CommandInput) {
      const shop = this.at(this.index);
      const from = this.index;
      const applied = apply(this.whole, CommandSchema.parse(command), metaOf(from + 1));
      this.whole.commit(applied.changes, applied.filings);
      this.states.push(withChanges(shop, applied.changes));
      if (this.following) this.line.push(changes(from, from + 1, ...applied.changes));
    }
    cut() {
      if (this.following) this.line.push(reset);
      this.following = false;
    }
    subscribe() {
      const rows = [...allRows(this.at(this.index))];
      let first = true;
      do {
        const part = rows.splice(0, this.chunk);
        this.line.push(state(this.index, first, rows.length === 0, ...part));
        first = false;
      } while (rows.length > 0);
      this.following = true;
    }
  }

  /** What a page does with what `follow` tells it. */
  class Page {
    tables: Shop = new Tables();
    /** Null while nothing whole is followed. */
    index: number | null = null;
    private stream: Stream = AWAITING;
    private readonly subscribe: () => void;

    constructor(subscribe: () => void) {
      this.subscribe = subscribe;
      this.reconnect();
    }
    reconnect() {
      this.stream = AWAITING;
      this.index = null;
      this.subscribe();
    }
    take(push: StreamPush | undefined) {
      if (push === undefined) return;
      const step = follow(this.stream, push);
      this.stream = step.stream;
      if (step.told.kind === 'resubscribe') this.reconnect();
      if (step.told.kind === 'state') this.tables = step.told.tables;
      if (step.told.kind === 'changes') this.tables = withChanges(this.tables, step.told.changes);
      if (step.told.kind === 'state' || step.told.kind === 'changes') this.index = step.told.index;
      if (this.stream.phase !== 'live') this.index = null;
    }
  }

  function rowsOf(shop: Shop) {
    return [...allRows(shop)].sort((a, b) => (`${a.table} ${a.id}` < `${b.table} ${b.id}` ? -1 : 1));
  }
});
