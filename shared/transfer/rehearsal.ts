/**
 * Commands tried on a copy of the shop, one after the other, before any of them is sent: so that a file that would be
 * refused half way through is not begun. What is tried is known to go through only as long as nobody else changes the
 * shop; whoever sends the commands stops at the first that is refused all the same.
 */
import type { Refusal } from '../domain/answers.ts';
import { apply } from '../domain/apply.ts';
import { type SingleCommand, SingleSchema } from '../domain/commands.ts';
import type { Archive, State } from '../domain/model.ts';
import { Spools } from '../domain/quantities.ts';
import { allRows, type Filed, Tables } from '../domain/tables.ts';
import type { Id } from '../domain/text.ts';
import { RULES_VERSION } from '../domain/versions.ts';
import { sentence } from '../contract/words.ts';
import { issueWords } from './sheets/edited.ts';
import type { Ask } from './sheets/sheet.ts';

/** `path`: the field that the schema did not like; none where a rule refused. */
export type Trouble = Readonly<{ path: readonly string[]; message: string; refusal: Refusal | null }>;
export type Tried = Readonly<{ ok: true; id: Id }> | Readonly<{ ok: false; troubles: readonly Trouble[] }>;

/** How many records are copied before other work can have a turn. */
const AT_A_TIME = 200;

export class Rehearsal {
  readonly shop: Tables;
  #commands: SingleCommand[] = [];

  private constructor(shop: Tables) {
    this.shop = shop;
  }

  /** By the newest rules, whichever the shop follows. @param state which is left as it is */
  static *of(state: State): Generator<undefined, Rehearsal> {
    const { jobs, prints, activity } = state.archive;
    const shop = new Tables({ jobs: over(jobs), prints: over(prints), activity: over(activity) });
    let copied = 0;
    for (const change of allRows(state)) {
      shop.commit([change]);
      if (++copied % AT_A_TIME === 0) yield;
    }
    return new Rehearsal(shop);
  }

  /** What went through so far, as it is to be sent. */
  get commands(): readonly SingleCommand[] {
    return this.#commands;
  }

  /**
   * Checks a command and carries it out on the copy.
   * @param fixed the command is kept with the id that a new record got here: where later ones name it
   */
  try(ask: Ask, fixed = false): Tried {
    const said = Object.entries(ask).filter(([, value]) => value !== undefined);
    const parsed = SingleSchema.safeParse(Object.fromEntries(said));
    if (!parsed.success) {
      const troubles = parsed.error.issues.map(({ path, message }) => {
        const words = issueWords(message, valueAt(ask, path));
        return { path: path.map(String), message: words, refusal: null };
      });
      return { ok: false, troubles };
    }
    const index = this.#commands.length + 1;
    // No clock is asked: when something was made is told by those who send it.
    const meta = { at: 0, index, version: RULES_VERSION, actor: { operator: '', workstation: '' } };
    const { answer, changes, filings } = apply(this.shop, parsed.data, meta);
    if (!answer.ok)
      return {
        ok: false,
        troubles: [{ path: [], message: sentence(answer.refusal), refusal: answer.refusal }],
      };
    this.shop.commit(changes, filings);
    this.#keep(fixed ? { ...parsed.data, id: answer.id } : parsed.data);
    return { ok: true, id: answer.id };
  }

  /** Equal spools that follow each other are one command: it gives them the same ids. */
  #keep(command: SingleCommand): void {
    const last = this.#commands.at(-1);
    const more = last === undefined ? null : together(last, command);
    if (more === null) this.#commands.push(command);
    else this.#commands[this.#commands.length - 1] = more;
  }
}

/** One command in place of two, if there is one. */
function together(one: SingleCommand, other: SingleCommand): SingleCommand | null {
  if (one.type !== 'spool.create' || other.type !== 'spool.create') return null;
  const count = one.count + other.count;
  if (one.id !== undefined || !Spools.safeParse(count).success) return null;
  const isEqual = JSON.stringify({ ...one, count: 1 }) === JSON.stringify({ ...other, count: 1 });
  return isEqual ? { ...one, count } : null;
}

function valueAt(ask: object, path: readonly PropertyKey[]): unknown {
  let value: unknown = ask;
  for (const name of path)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return value;
}

/** An archive with what is added to it here, which the one below is spared. */
function over<T extends Readonly<{ id: Id }>>(below: Archive<T>): Filed<T> {
  const added: T[] = [];
  const newest = new Map<Id, T>();
  const start = below.length;
  return {
    get length() {
      return start + added.length;
    },
    has: (id) => newest.has(id) || below.has(id),
    get: (id) => newest.get(id) ?? below.get(id),
    at: (position) => (position < start ? below.at(position) : added[position - start]),
    add: (record) => {
      added.push(record);
      newest.set(record.id, record);
    },
  };
}
