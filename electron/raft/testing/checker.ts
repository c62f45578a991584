/** What holds in every state of every run (Raft fig. 3, and what the house plan adds), checked at each step. */
import type { CoreView, Entry, Index, Message, NodeId, Term } from '../types.ts';
import type { DiskWrite } from './disk-image.ts';
import type { Machine } from './machine.ts';
import type { SimNode } from './node.ts';
import { checkPromise } from './promises.ts';
import { must } from './violation.ts';

export class Checker {
  /** Every entry that was ever committed: index i at place i − 1. */
  readonly committed: Entry[] = [];
  readonly leaders = new Map<Term, NodeId>();
  /** By index and term: what it says and the term before it. */
  readonly #entries = new Map<string, Readonly<{ text: string; before: Term | null }>>();
  #nodes: readonly SimNode[] = [];

  watch(nodes: readonly SimNode[]): void {
    this.#nodes = nodes;
  }

  /** Log matching: an index and a term name one entry, and one entry before it (Raft §5.3). */
  appended({ id, mirror }: SimNode, { entries }: DiskWrite): void {
    for (const { index, term, payload } of entries) {
      const key = `${index}:${term}`;
      const text = payload.kind === 'command' ? payload.data : payload.kind;
      const before = mirror.termAt(index - 1);
      const known = this.#entries.get(key);
      if (known === undefined) this.#entries.set(key, { text, before });
      else {
        must(known.text === text, () => `${id} holds ${text} at ${key}, others ${known.text}`);
        const agrees = known.before === null || before === null || known.before === before;
        must(agrees, () => `${id} has term ${before} before ${key}, others ${known.before}`);
      }
    }
  }

  sent(node: SimNode, message: Message, to: NodeId): void {
    checkPromise(node, message, to);
  }

  /** State machine safety (Raft §5.4.3); and a commit means a majority of disks, not of memories. */
  applied(node: SimNode, entry: Entry): void {
    const { index, term } = entry;
    const known = this.committed[index - 1];
    if (known !== undefined)
      return must(known === entry || same(known, entry), () => differs(node, known, entry));
    must(index === this.committed.length + 1, () => `${node.id} applied ${index}, nobody its predecessor`);
    const holders = this.#nodes.filter(({ disk }) => disk.damaged || disk.holds(index, term));
    must(
      holders.length > this.#nodes.length / 2,
      () => `${node.id} committed ${index} of term ${term}, which ${holders.length} disks hold`,
    );
    this.committed.push(entry);
    for (const leader of this.#nodes)
      if (leader.leads && leader.view.term > node.view.term) this.#complete(leader, index);
  }

  restored({ id }: SimNode, { index, commands }: Machine): void {
    must(index <= this.committed.length, () => `${id} restored ${index}, which was never committed`);
    for (const { index: at, data } of commands) {
      const payload = this.committed[at - 1]?.payload;
      must(payload?.kind === 'command' && payload.data === data, () => `${id} restored ${data} at ${at}`);
    }
  }

  stepped(node: SimNode, before: CoreView): void {
    const { id, view, mirror, machine, disk } = node;
    must(view.term >= before.term, () => `${id}'s term went back`);
    must(view.commit >= before.commit, () => `${id}'s commit index went back`);
    must(view.applied === view.commit, () => `${id} applied ${view.applied} of ${view.commit}`);
    must(machine.index === view.applied, () => `${id}'s state is at ${machine.index}, not ${view.applied}`);
    must(
      view.lastIndex === mirror.lastIndex && view.lastTerm === mirror.termAt(mirror.lastIndex),
      () => `${id} was not asked to persist its log as it is`,
    );
    must(disk.holds(view.stable, mirror.termAt(view.stable)), () => `${id} believes ${view.stable} durable`);
    if (view.role !== 'leader') return;
    const leader = this.leaders.get(view.term) ?? id;
    must(leader === id, () => `${leader} and ${id} both lead term ${view.term}`);
    if (before.role === 'leader' && before.term === view.term) return;
    this.leaders.set(view.term, id);
    for (let index = mirror.base + 1; index <= this.committed.length; index++) this.#complete(node, index);
  }

  /** Leader completeness: what was committed is in the log of every later leader (Raft §5.4.3). */
  #complete({ id, view, mirror }: SimNode, index: Index): void {
    const term = this.committed[index - 1]?.term ?? null;
    const complete = index <= mirror.base || mirror.termAt(index) === term;
    must(
      complete,
      () => `${id} leads term ${view.term} without ${index} of term ${term}, which is committed`,
    );
  }
}

function same(a: Entry, b: Entry): boolean {
  return a.term === b.term && JSON.stringify(a.payload) === JSON.stringify(b.payload);
}

function differs({ id }: SimNode, known: Entry, entry: Entry): string {
  return `${id} applied ${JSON.stringify(entry)} where ${JSON.stringify(known)} is committed`;
}
