import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../shared/domain/canonical.ts';
import { type Command, CommandSchema } from '../../shared/domain/commands.ts';
import { TABLES } from '../../shared/domain/model.ts';
import { packed, RULES_VERSION } from '../../shared/domain/versions.ts';
import type { Entry } from '../raft/types.ts';
import { Digest } from './digest.ts';
import { encodeEnvelope, type Founding, type LogCommand, type Proposal } from './envelope.ts';
import { NewerEntryError } from './errors.ts';
import { type Applied, Machine } from './machine.ts';

const founding: Founding = {
  v: RULES_VERSION,
  clusterId: 'cluster-1',
  epoch: 0,
  shop: 'Test shop',
  authority: 'MII',
  members: [
    {
      id: 'a',
      name: 'Office',
      key: 'key-of-a-012345678',
      link: { host: '127.0.0.1', port: 7100 },
      http: null,
    },
  ],
};
const configuration = { voters: ['a'], outgoing: [], learners: [] };

/** A log of these bodies behind the founding entry, an hour apart. */
function logOf(bodies: readonly Proposal[]): Entry[] {
  return [
    { index: 1, term: 1, payload: { kind: 'configuration', configuration, data: JSON.stringify(founding) } },
    { index: 2, term: 2, payload: { kind: 'noop' } },
    ...bodies.map((body, n): Entry => {
      const data = encodeEnvelope({ at: 1_000 * n, age: 3_600_000 * n, body }, RULES_VERSION);
      return { index: n + 3, term: 2, payload: { kind: 'command', data } };
    }),
  ];
}

const entryOf = (index: number, data: string): Entry => ({
  index,
  term: 2,
  payload: { kind: 'command', data },
});

function applyAll(machine: Machine, entries: readonly Entry[]): Applied[] {
  return entries.map((entry) => machine.apply(entry));
}

/** Through the records of a snapshot, as they lie in its file. */
function throughSnapshot(machine: Machine): Machine {
  const records = [...machine.freeze().records];
  const copy = new Machine();
  for (const record of records) copy.restore(record);
  copy.restored();
  return copy;
}

const state = (machine: Machine) =>
  [...machine.freeze().records].map((record) => canonical(JSON.parse(record))).sort();

/** The digest counted anew from the state's own records. */
function recount(machine: Machine): string {
  const digest = new Digest();
  const positions = new Map<string, number>();
  for (const table of TABLES)
    for (const row of machine.shop[table].values()) digest.add(canonical([table, packed(table, row)]));
  digest.add(canonical(['version', machine.version]));
  if (machine.founding) digest.add(canonical(['founding', machine.founding]));
  digest.add(canonical(['roster', machine.roster]));
  for (const record of machine.freeze().records) {
    const [kind, value] = JSON.parse(record) as [string, never];
    if (kind === 'session') {
      const { id, node, low, usedAge, answers } = value as {
        id: string;
        node: string;
        low: number;
        usedAge: number;
        answers: [number, unknown][];
      };
      digest.add(JSON.stringify(['session', id, node, low, usedAge]));
      for (const [seq, outcome] of answers) digest.add(JSON.stringify(['answer', id, seq, outcome]));
    } else if (kind === 'segment') {
      const { archive, first, count, sha256, ids } = value as Record<string, unknown>;
      digest.add(canonical(['segment', archive, first, count, sha256, ids]));
    } else if (kind === 'archived') {
      const { archive, line } = value as { archive: 'jobs'; line: string };
      const position = positions.get(archive) ?? 0;
      positions.set(archive, position + 1);
      digest.add(`archived ${archive} ${position} ${line}`);
    } else if (kind === 'key') {
      const { key, command, age, answer } = value as {
        key: string;
        command: string;
        age: number;
        answer: unknown;
      };
      digest.add(JSON.stringify(['key', key, command, age, answer]));
    }
  }
  return digest.toString();
}

const command: fc.Arbitrary<Command> = fc
  .oneof(
    fc.record({
      type: fc.constant('printer.create'),
      id: fc.constantFrom('p1', 'p2'),
      maker: fc.constant('Prusa'),
      model: fc.constantFrom('MK4', 'MINI'),
    }),
    fc.record({
      type: fc.constant('printer.edit'),
      id: fc.constantFrom('p1', 'p2'),
      note: fc.string({ maxLength: 5 }),
    }),
    fc.record({
      type: fc.constant('spool.create'),
      id: fc.constantFrom('s1', 's2'),
      filament: fc.constant({ product: { material: 'PLA', colour: 'Red' } }),
      totalMg: fc.constant(900),
      remainingMg: fc.integer({ min: 0, max: 900 }),
    }),
    fc.record({
      type: fc.constant('job.create'),
      printer: fc.constantFrom('p1', 'p2'),
      spool: fc.constantFrom('s1', 's2'),
      file: fc.constant('a.gcode'),
      weightMg: fc.integer({ min: 1, max: 400 }),
    }),
    fc.record({
      type: fc.constantFrom('job.start', 'job.finish', 'job.cancel'),
      id: fc.constantFrom('J-0001', 'J-0002'),
    }),
  )
  .map((input) => CommandSchema.safeParse(input))
  .filter((parsed) => parsed.success)
  .map((parsed) => parsed.data);

const rosterCommand: fc.Arbitrary<LogCommand> = fc.oneof(
  fc.record({
    type: fc.constant('roster.admit' as const),
    member: fc
      .constantFrom('b', 'c')
      .map((id) => ({ id, name: id, key: `key-of-${id}-012345678`, addresses: [] })),
    consent: fc.constant({ kind: 'approval' as const, by: 'a' }),
  }),
  fc.record({
    type: fc.constant('roster.rename' as const),
    id: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('x', 'y'),
  }),
  fc.record({
    type: fc.constant('roster.remove' as const),
    id: fc.constantFrom('b', 'c'),
    why: fc.constant('removed' as const),
  }),
);

const session = fc.constantFrom('a:1', 'a:2', 'b:1');
const body: fc.Arbitrary<Proposal> = fc.oneof(
  {
    weight: 1,
    arbitrary: session.map((id): Proposal => ({ type: 'open', node: id.slice(0, 1), session: id })),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('run' as const),
      session,
      seq: fc.integer({ min: 1, max: 15 }),
      low: fc.integer({ min: 1, max: 8 }),
      key: fc.option(fc.constantFrom('key-one1', 'key-two2'), { nil: undefined }),
      command: fc.oneof({ weight: 4, arbitrary: command }, { weight: 1, arbitrary: rosterCommand }),
    }),
  },
);
const bodies = fc
  .array(body, { maxLength: 60 })
  .map((tail): Proposal[] => [
    { type: 'open', node: 'a', session: 'a:1' },
    { type: 'open', node: 'b', session: 'b:1' },
    ...tail,
  ]);

describe('the state machine', () => {
  it('after a snapshot plus tail has the state, digest and answers of the whole log, byte for byte (edge case 35)', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), (steps, cut) => {
        const log = logOf(steps);
        const whole = new Machine();
        const answers = applyAll(whole, log);

        const at = cut % (log.length + 1);
        const first = new Machine();
        const before = applyAll(first, log.slice(0, at));
        const second = at === 0 ? first : throughSnapshot(first);
        const after = applyAll(second, log.slice(at));

        expect([...before, ...after]).toEqual(answers);
        expect(state(second)).toEqual(state(whole));
        expect(second.digest).toBe(whole.digest);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a digest that equals one counted anew from its records', () => {
    fc.assert(
      fc.property(bodies, (steps) => {
        const machine = new Machine();
        applyAll(machine, logOf(steps));
        expect(machine.digest).toBe(recount(machine));
      }),
      { numRuns: 200 },
    );
  });

  it('applies a repeated entry once: the second copy changes nothing and answers the same (edge case 35)', () => {
    const run: Proposal = {
      type: 'run',
      session: 'a:1',
      seq: 1,
      low: 1,
      command: CommandSchema.parse({ type: 'printer.create', maker: 'Prusa', model: 'MK4' }),
    };
    const machine = new Machine();
    const [, , , first, second] = applyAll(
      machine,
      logOf([{ type: 'open', node: 'a', session: 'a:1' }, run, run]),
    );
    expect(first?.changes.length).toBeGreaterThan(0);
    expect(second?.changes).toEqual([]);
    expect(second?.answer).toEqual(first?.answer);
    expect(machine.shop.printers.size).toBe(1);
  });

  it('gives a key its first answer from whichever session, and refuses it for another command', () => {
    const create = (model: string) => CommandSchema.parse({ type: 'printer.create', maker: 'Prusa', model });
    const run = (id: string, model: string): Proposal => ({
      type: 'run',
      session: id,
      seq: 1,
      low: 1,
      key: 'key-one1',
      command: create(model),
    });
    const machine = new Machine();
    const applied = applyAll(
      machine,
      logOf([
        { type: 'open', node: 'a', session: 'a:1' },
        { type: 'open', node: 'b', session: 'b:1' },
        { type: 'open', node: 'c', session: 'c:1' },
        run('a:1', 'MK4'),
        run('b:1', 'MK4'),
        run('c:1', 'MINI'),
      ]),
    );
    const [first, again, other] = applied.slice(-3).map(({ answer }) => answer?.outcome);
    expect(again).toEqual(first);
    expect(other).toEqual({ kind: 'keyReused' });
    expect(machine.shop.printers.size).toBe(1);
    // What it was is told to whoever asks by the beginning of the key.
    expect([...machine.answers('key-')]).toEqual([['one1', { ok: true, id: 'PR-0001' }]]);
    expect(machine.answers('key-two').size).toBe(0);
  });

  it('passes over what this version cannot read, the same on every node', () => {
    const machine = new Machine();
    const entry: Entry = { index: 3, term: 2, payload: { kind: 'command', data: '{"v":1,"at":' } };
    applyAll(machine, logOf([]));
    expect(machine.apply(entry)).toEqual({ index: 3, changes: [], filings: [], answer: null });
  });

  it('stops in front of an entry of a newer version, of either kind, and applies nothing of it', () => {
    const machine = new Machine();
    applyAll(machine, logOf([]));
    const { index, digest } = machine;
    const data = JSON.stringify({ v: RULES_VERSION + 1, at: 0, age: 0, body: { type: 'something new' } });
    for (const payload of [
      { kind: 'command' as const, data },
      { kind: 'configuration' as const, configuration, data },
    ])
      expect(() => machine.apply({ index: index + 1, term: 2, payload })).toThrow(NewerEntryError);
    expect([machine.index, machine.digest]).toEqual([index, digest]);
    // What only claims to be of no version that there is, is passed over.
    for (const v of ['"2"', 'null', '0', '[9]', '1, "body": 2'])
      expect(machine.apply(entryOf(machine.index + 1, `{"v":${v}}`)).changes).toEqual([]);
    expect(machine.apply(entryOf(machine.index + 1, '7')).changes).toEqual([]);
  });

  it('freezes: later changes do not reach a snapshot that is being written', () => {
    const machine = new Machine();
    const log = logOf([
      { type: 'open', node: 'a', session: 'a:1' },
      ...['p1', 'p2'].map((id, n): Proposal => ({
        type: 'run',
        session: 'a:1',
        seq: n + 1,
        low: 1,
        command: CommandSchema.parse({ type: 'printer.create', id, maker: 'Prusa', model: 'MK4' }),
      })),
    ]);
    applyAll(machine, log.slice(0, 4));
    const frozen = machine.freeze();
    applyAll(machine, log.slice(4));
    const text = [...frozen.records].join('\n');
    expect(frozen.meta.index).toBe(4);
    expect(text).toContain('"p1"');
    expect(text).not.toContain('"p2"');
  });

  it('keeps the roster: begun by the founding, changed by its commands, led by the configuration', () => {
    const machine = new Machine();
    const run = (seq: number, command: LogCommand): Proposal => ({
      type: 'run',
      session: 'a:1',
      seq,
      low: 1,
      command,
    });
    const member = { id: 'b', name: 'Laser-PC', key: 'key-of-b-012345678', addresses: [] };
    const log = logOf([
      { type: 'open', node: 'a', session: 'a:1' },
      run(1, { type: 'roster.admit', member, consent: { kind: 'approval', by: 'a' } }),
      run(2, { type: 'roster.remove', id: 'b', why: 'removed' }),
      run(3, { type: 'roster.admit', member, consent: { kind: 'approval', by: 'a' } }),
    ]);
    const withB: Entry = {
      index: 5,
      term: 2,
      payload: { kind: 'configuration', configuration: { ...configuration, learners: ['b'] }, data: '' },
    };
    applyAll(machine, log.slice(0, 4));
    expect(machine.roster).toMatchObject({
      members: [{ id: 'a' }, { id: 'b' }],
      authorities: [{ generation: 0 }],
    });
    machine.apply(withB);
    machine.apply({ ...log[4]!, index: 6 });
    expect(machine.roster.members).toMatchObject([{ leaving: null }, { leaving: 'removed' }]);
    machine.apply({ ...withB, index: 7, payload: { kind: 'configuration', configuration, data: '' } });
    expect(machine.roster).toMatchObject({
      members: [{ id: 'a' }],
      tombstones: [{ id: 'b', why: 'removed' }],
    });
    const { answer } = machine.apply({ ...log[5]!, index: 8 });
    expect(answer?.outcome).toMatchObject({ kind: 'answered', answer: { refusal: { code: 'removedId' } } });
    expect(machine.founding).toEqual(founding);
    expect(throughSnapshot(machine).roster).toEqual(machine.roster);
  });
});
