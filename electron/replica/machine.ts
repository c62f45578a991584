/**
 * The replicated state machine: the shop's records, the sessions and keys that make retries safe, and
 * the digest over all of it. Depends on nothing but the entries applied to it, so that every
 * node that applied the same log holds the same state, byte for byte.
 */
import { createHash } from 'node:crypto';
import { apply as applyCommand } from '../../shared/domain/apply.ts';
import { canonical } from '../../shared/domain/canonical.ts';
import { lowered, type OldCommand } from '../../shared/domain/commands-v2.ts';
import type { Actor } from '../../shared/domain/answers.ts';
import { lean } from '../../shared/domain/lean.ts';
import type { Change, Entities, Filing, State, TableName } from '../../shared/domain/model.ts';
import { ARCHIVES, TABLES } from '../../shared/domain/model.ts';
import { Tables } from '../../shared/domain/tables.ts';
import { FIRST_VERSION } from '../../shared/domain/versions.ts';
import { applyRoster, configured, memberOf, type RosterContext } from '../membership/roster/roster.ts';
import { EMPTY_ROSTER, type Roster } from '../membership/roster/types.ts';
import { isMember } from '../raft/configuration.ts';
import type { Configuration, Entry, Index, SnapshotMeta, Term } from '../raft/types.ts';
import { SegmentedArchive } from './archives.ts';
import { Digest } from './digest.ts';
import {
  decodeEnvelope,
  decodeFounding,
  type Envelope,
  type Founding,
  isRosterCommand,
  type LogAnswer,
  type LogCommand,
  type Run,
} from './envelope.ts';
import { StateError } from './errors.ts';
import { Keys } from './keys.ts';
import { parseRecord, recordLines } from './records.ts';
import { RowDigest } from './row-digest.ts';
import { rosterOf } from './founding-roster.ts';
import { type Outcome, Sessions } from './sessions.ts';

/** What applying one entry did. `answer`: what the session that sent it waits for. */
export type Applied = Readonly<{
  index: Index;
  changes: readonly Change[];
  filings: readonly Filing[];
  answer: Readonly<{ session: string; seq: number; outcome: Outcome }> | null;
}>;

/** The state as of one index, to be written as snapshot records. */
export type Frozen = Readonly<{ meta: SnapshotMeta; records: Iterable<string> }>;

const NO_CHANGES: Pick<Applied, 'changes' | 'filings'> = { changes: [], filings: [] };
const nothing = ({ index }: Readonly<{ index: Index }>): Applied => ({ index, ...NO_CHANGES, answer: null });

export class Machine {
  readonly #digest = new Digest();
  readonly #archives;
  readonly #tables: Tables;
  /** What a snapshot says that its records amount to. */
  #declared: string | null = null;
  readonly #sessions: Sessions;
  readonly #keys: Keys;
  readonly #rows: RowDigest;
  #index: Index = 0;
  #term: Term = 0;
  #configuration: Configuration = { voters: [], outgoing: [], learners: [] };
  #age = 0;
  #version = FIRST_VERSION;
  #founding: Founding | null = null;
  #roster: Roster = EMPTY_ROSTER;

  constructor() {
    const items = {
      add: (item: string) => this.#digest.add(item),
      remove: (item: string) => this.#digest.remove(item),
    };
    items.add(canonical(['roster', EMPTY_ROSTER]));
    this.#sessions = new Sessions(items);
    this.#keys = new Keys(items);
    this.#rows = new RowDigest(items);
    this.#archives = {
      jobs: new SegmentedArchive('jobs', items),
      prints: new SegmentedArchive('prints', items),
      activity: new SegmentedArchive('activity', items),
    };
    this.#tables = new Tables(this.#archives);
  }

  get shop(): State {
    return this.#tables;
  }
  /** The last entry applied. */
  get index(): Index {
    return this.#index;
  }
  /** Accumulated leader-monotonic milliseconds, as of the last entry. */
  get age(): number {
    return this.#age;
  }
  /** Of the rules that the shop goes by. */
  get version(): number {
    return this.#version;
  }
  get digest(): string {
    return this.#digest.toString();
  }
  get founding(): Founding | null {
    return this.#founding;
  }
  /** Who belongs; replaced, never mutated. */
  get roster(): Roster {
    return this.#roster;
  }
  /** What was answered to writes under keys that begin so, by the rest of the key. */
  answers(prefix: string): ReadonlyMap<string, LogAnswer> {
    return this.#keys.answers(prefix);
  }
  hasSession(id: string): boolean {
    return this.#sessions.has(id);
  }

  /**
   * Applies the next entry of the log.
   * @throws NewerEntryError before anything of the entry is applied; StateError
   */
  apply(entry: Entry): Applied {
    if (entry.index !== this.#index + 1)
      throw new StateError(`entry ${entry.index} cannot follow ${this.#index}`);
    switch (entry.payload.kind) {
      case 'noop':
        this.#advance(entry);
        return nothing(entry);
      case 'configuration': {
        const { configuration, data } = entry.payload;
        const founding = data === '' ? null : decodeFounding(data);
        this.#advance(entry);
        this.#configuration = configuration;
        if (founding !== null) this.#setFounding(founding);
        this.#setRoster(configured(this.#roster, this.#rosterContext()));
        return nothing(entry);
      }
      case 'command': {
        const envelope = decodeEnvelope(entry.payload.data, this.#version);
        this.#advance(entry);
        return envelope === null ? nothing(entry) : this.#applyEnvelope(entry.index, envelope);
      }
    }
  }

  #advance({ index, term }: Entry): void {
    this.#index = index;
    this.#term = term;
  }

  #applyEnvelope(index: Index, { at, age, body, said }: Envelope): Applied {
    // A new leader may not have applied its predecessor's last entries when it stamps: age never goes back.
    this.#age = Math.max(this.#age, age);
    if (body.type === 'open') {
      this.#sessions.open(body.session, body.node, this.#age);
      return nothing({ index });
    }
    if (body.type === 'raise') {
      if (body.to > this.#version) this.#setVersion(body.to);
      return nothing({ index });
    }
    let done = NO_CHANGES;
    const run = (): LogAnswer => {
      const { command } = body;
      if (isRosterCommand(command)) {
        const { roster, answer } = applyRoster(this.#roster, command, this.#rosterContext());
        this.#setRoster(roster);
        return answer;
      }
      const meta = { at, index, version: this.#version, actor: this.#actorOf(body) };
      const { answer, changes, filings } = applyCommand(this.#tables, command, meta);
      done = { changes, filings };
      this.#commit(changes, filings);
      return answer;
    };
    const outcome = this.#sessions.once(body.session, body.seq, body.low, this.#age, () =>
      this.#once(body, said ?? body.command, run),
    );
    return { index, ...done, answer: { session: body.session, seq: body.seq, outcome } };
  }

  /** @param said the command as it counts for its key */
  #once({ key, command }: Run, said: LogCommand | OldCommand, run: () => LogAnswer): Outcome {
    if (key === undefined) return { kind: 'answered', answer: run() };
    if (isRosterCommand(command) || said !== command)
      return this.#keys.once(key, commandHash(said), this.#age, run);
    const earlier = () => {
      const old = lowered(command);
      return old && commandHash(old);
    };
    return this.#keys.once(key, commandHash(lean(command)), this.#age, run, earlier);
  }

  /** Who asked, in names as they are now: an activity tells them when nobody knows the workstation any more. */
  #actorOf({ session, operator = '' }: Run): Actor {
    const node = this.#sessions.nodeOf(session) ?? '';
    return { operator, workstation: memberOf(this.#roster, node)?.name ?? node };
  }

  #commit(changes: readonly Change[], filings: readonly Filing[] = []): void {
    for (const change of changes) {
      this.#rows.take(this.#tables, change);
      this.#tables.commit([change]);
    }
    if (filings.length > 0) this.#tables.commit([], filings);
  }

  /** The first rules are no item of the digest: the records of a shop that goes by them were counted without. */
  #setVersion(version: number): void {
    if (this.#version > FIRST_VERSION) this.#digest.remove(canonical(['version', this.#version]));
    this.#version = version;
    if (version > FIRST_VERSION) this.#digest.add(canonical(['version', version]));
  }

  #setFounding(founding: Founding): void {
    if (this.#founding !== null) this.#digest.remove(canonical(['founding', this.#founding]));
    this.#founding = founding;
    this.#digest.add(canonical(['founding', founding]));
    if ((founding.v ?? FIRST_VERSION) > this.#version) this.#setVersion(founding.v ?? FIRST_VERSION);
    this.#setRoster(rosterOf(founding));
  }

  #rosterContext(): RosterContext {
    return { age: this.#age, isConfigured: (id) => isMember(this.#configuration, id) };
  }

  #setRoster(roster: Roster): void {
    if (roster === this.#roster) return;
    this.#digest.remove(canonical(['roster', this.#roster]));
    this.#roster = roster;
    this.#digest.add(canonical(['roster', roster]));
  }

  /**
   * The state at this index. Cheap: entities are immutable, so only references are copied (2 ms for
   * 100,000 rows); the records are made as they are iterated, while the machine goes on.
   */
  freeze(): Frozen {
    const header = {
      v: this.#version,
      index: this.#index,
      term: this.#term,
      configuration: this.#configuration,
      age: this.#age,
      digest: this.digest,
      founding: this.#founding,
      roster: this.#roster,
    };
    const tables = TABLES.map((table): readonly [TableName, readonly Entities[TableName][]] => {
      const rows: ReadonlyMap<string, Entities[TableName]> = this.#tables[table];
      return [table, Array.from(rows.values())];
    });
    const contents = {
      sessions: this.#sessions.records(),
      keys: this.#keys.records(),
      tables,
      archives: ARCHIVES.map((name) => [name, this.#archives[name].freeze()] as const),
    };
    const { index, term, configuration } = header;
    return { meta: { index, term, configuration }, records: recordLines(header, contents) };
  }

  /**
   * Takes in one record that `freeze` gave, in that order, on an empty machine.
   * @throws NewerSnapshotError, StateError
   */
  restore(line: string): void {
    const record = parseRecord(line);
    if ((record.kind === 'state') !== (this.#index === 0))
      throw new StateError('a snapshot begins with the header of its state and has no other');
    switch (record.kind) {
      case 'state':
        this.#index = record.value.index;
        this.#term = record.value.term;
        this.#configuration = record.value.configuration;
        this.#age = record.value.age;
        if (record.value.v > this.#version) this.#setVersion(record.value.v);
        if (record.value.founding !== null) this.#setFounding(record.value.founding);
        this.#setRoster(record.value.roster);
        this.#declared = record.value.digest;
        return;
      case 'session':
        return this.#sessions.restore(record.value);
      case 'key':
        return this.#keys.restore(record.value);
      case 'row':
        return this.#commit([record.change]);
      case 'segment':
        return this.#archives[record.archive].restoreSegment(record.segment);
      case 'archived':
        return this.#archives[record.archive].restoreLine(record.line);
    }
  }

  /**
   * Ends what `restore` began: what was taken in has to amount to what the snapshot's writer had.
   * @throws StateError
   */
  restored(): void {
    if (this.digest !== this.#declared)
      throw new StateError(`a snapshot of entry ${this.#index} does not hold the state that it says`);
  }
}

/** SHA-256 of the canonical command, in hexadecimal. */
export function commandHash(command: object): string {
  return createHash('sha256').update(canonical(command)).digest('hex');
}
