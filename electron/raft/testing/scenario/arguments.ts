/** What stands behind a command's name, taken apart word by word. */
import type { Configuration, Message, NodeId, Term } from '../../types.ts';

/** The text is no scenario; `message` says in which line and why. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** Which messages are meant: from whom, to whom, of which type; null is any. */
export type Path = Readonly<{ from: NodeId | null; to: NodeId | null; type: Message['type'] | null }>;

/** All of them, or it does not compile. */
const TYPES: Readonly<Record<Message['type'], true>> = {
  preVote: true,
  preVoteReply: true,
  vote: true,
  voteReply: true,
  append: true,
  appendReply: true,
  appendReject: true,
  heartbeat: true,
  heartbeatReply: true,
  snapshotChunk: true,
  snapshotReply: true,
  timeoutNow: true,
  readIndex: true,
  readIndexReply: true,
};

const NODE = /^n[1-9]$/;
const PATH = /^(n[1-9]|\*)>(n[1-9]|\*)$/;
const ENTRY = /^(\d+)(?:\(([^)]*)\))?$/;

export class Arguments {
  readonly #words: string[];

  constructor(words: readonly string[]) {
    this.#words = [...words];
  }

  /** A node that has to be named. */
  node(): NodeId {
    return nodeOf(this.#words.shift() ?? '');
  }

  /** All nodes that are named from here on. */
  nodes(): readonly NodeId[] {
    const names: NodeId[] = [];
    while (NODE.test(this.#words[0] ?? '')) names.push(this.node());
    return names;
  }

  /** A whole number, or that one where none is given. */
  count(otherwise: number): number {
    if (!/^\d+$/.test(this.#words[0] ?? '')) return otherwise;
    return Number(this.#words.shift());
  }

  /** Any word, or null at the end. */
  word(): string | null {
    return this.#words.shift() ?? null;
  }

  /** `FROM>TO`, each a node or `*`, and a type of message, both of which may be left out. */
  path(): Path {
    const match = PATH.exec(this.#words[0] ?? '');
    if (match !== null) this.#words.shift();
    const named = (name: string | undefined) => (name === undefined || name === '*' ? null : name);
    const isType = Object.hasOwn(TYPES, this.#words[0] ?? '');
    const type = isType ? (this.word() as Message['type']) : null;
    return { from: named(match?.[1]), to: named(match?.[2]), type };
  }

  /** `name=value`, taken out from wherever it stands; null where it does not. */
  value(name: string): string | null {
    const at = this.#words.findIndex((word) => word.startsWith(`${name}=`));
    return at === -1 ? null : (this.#words.splice(at, 1)[0] ?? '').slice(name.length + 1);
  }

  /** A value that is a whole number. */
  number(name: string): number | null {
    const value = this.value(name);
    if (value === null) return null;
    if (!/^\d{1,9}$/.test(value)) throw new ScenarioError(`${name}=${value}: that is no whole number`);
    return Number(value);
  }

  /** A word that stands for itself, taken out from wherever it stands. */
  flag(name: string): boolean {
    const at = this.#words.indexOf(name);
    if (at !== -1) this.#words.splice(at, 1);
    return at !== -1;
  }

  /** Nothing may be left. */
  end(): void {
    if (this.#words.length > 0) throw new ScenarioError(`“${this.#words.join(' ')}” is not understood here`);
  }
}

export function nodeOf(word: string): NodeId {
  if (!NODE.test(word)) throw new ScenarioError(`“${word}” is no node: they are n1 to n9`);
  return word;
}

/** `n1,n2`, or nothing. */
export const nodesOf = (text: string): readonly NodeId[] => (text === '' ? [] : text.split(',').map(nodeOf));

/** `1,1,2(n1+n2|n1;n3)`: the terms of a log, and where an entry is a configuration, that. */
export function logOf(
  text: string,
): readonly Readonly<{ term: Term; configuration: Configuration | null }>[] {
  if (text === '') return [];
  return text.split(',').map((item) => {
    const match = ENTRY.exec(item);
    if (match === null) throw new ScenarioError(`“${item}” is no entry of a log`);
    const [, term, who] = match;
    return { term: Number(term), configuration: who === undefined ? null : configurationOf(who) };
  });
}

/** `VOTERS|OUTGOING;LEARNERS`, each with `+` between the names; the latter two may be left out. */
function configurationOf(text: string): Configuration {
  const [voting = '', learners = ''] = text.split(';');
  const [voters = '', outgoing = ''] = voting.split('|');
  const names = (list: string) => (list === '' ? [] : list.split('+').map(nodeOf));
  return { voters: names(voters), outgoing: names(outgoing), learners: names(learners) };
}
