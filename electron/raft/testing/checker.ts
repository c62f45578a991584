/** What holds in every state of every run (Raft fig. 3, and what the house plan adds), checked at each step. */
import type { Configuration, Entry, Index, Message, NodeId, Term } from '../types.ts';
import type { DiskWrite } from './disk-image.ts';
import type { Machine } from './machine.ts';
import type { SimNode } from './node.ts';
import { checkPromise } from './promises.ts';
import { must } from './violation.ts';

export class Checker {
  /** Every entry that was ever committed: index i at place i − 1. */
  readonly committed: Entry[] = [];
  readonly leaders = new Map<Term, NodeId>();
  /** By node and term: for whom it voted, itself included. */
  readonly #votes = new Map<string, NodeId>();
  /** By index and term: what it says and the term before it. */
  readonly #entries = new Map<string, Readonly<{ text: string; before: Term | null }>>();
  /** Every configuration that was ever committed, the founding one first. */
  readonly configurations: { index: Index; configuration: Configuration }[] = [];
  #nodes: readonly SimNode[] = [];

  /** @param nodes others may join them */
  watch(nodes: readonly SimNode[], founding: Configuration): void {
    this.#nodes = nodes;
    this.configurations.push({ index: 0, configuration: founding });
  }

  /** Log matching: an index and a term name one entry, and one entry before it (Raft §5.3). */
  appended({ id, mirror }: SimNode, { entries }: DiskWrite): void {
    for (const { index, term, payload } of entries) {
      const key = `${index}:${term}`;
      const text = JSON.stringify(payload);
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
    if (message.type === 'vote') this.#voted(node, message.term, node.id);
    if (message.type === 'voteReply' && message.granted) this.#voted(node, message.term, to);
    if (message.type !== 'timeoutNow') return;
    // Whoever is told to lead has all that there is, and cannot lose it (dissertation §3.10).
    const successor = this.#nodes.find(({ id }) => id === to);
    const { lastIndex } = node.mirror;
    const has = successor?.disk.holds(lastIndex, node.mirror.termAt(lastIndex)) ?? false;
    must(has || successor?.disk.damaged === true, () => `${node.id} hands over to ${to}, which lacks some`);
  }

  /** One vote in a term, whatever happens between (Raft §5.2). */
  #voted({ id }: SimNode, term: Term, candidate: NodeId): void {
    const key = `${id}:${term}`;
    const first = this.#votes.get(key) ?? candidate;
    must(first === candidate, () => `${id} voted for ${first} and for ${candidate} in term ${term}`);
    this.#votes.set(key, candidate);
  }

  /** State machine safety (Raft §5.4.3); and a commit means a majority of disks, not of memories. */
  applied(node: SimNode, entry: Entry): void {
    const { index, term } = entry;
    const known = this.committed[index - 1];
    if (known !== undefined)
      return must(known === entry || same(known, entry), () => differs(node, known, entry));
    must(index === this.committed.length + 1, () => `${node.id} applied ${index}, nobody its predecessor`);
    const { voters, outgoing } = node.before.configuration;
    const holders = this.#nodes.filter(({ disk }) => disk.damaged || disk.holds(index, term));
    for (const half of [voters, outgoing])
      must(
        half.length === 0 || 2 * holders.filter(({ id }) => half.includes(id)).length > half.length,
        () =>
          `${node.id} committed ${index} of term ${term} among ${half.join()}, held by ${holders.map(({ id }) => id).join()}`,
      );
    this.#cannotBeLost(node, entry);
    this.committed.push(entry);
    if (entry.payload.kind === 'configuration') this.#reconfigured(index, entry.payload.configuration);
    for (const leader of this.#nodes)
      if (leader.leads && leader.view.term > node.view.term) this.#complete(leader, index);
  }

  /**
   * Nobody who lacks it can still be elected, whoever crashes now: looking ahead, what leader completeness says
   * of the past (Raft §5.4.2, fig. 8).
   */
  #cannotBeLost(node: SimNode, { index, term }: Entry): void {
    const { voters, outgoing } = node.before.configuration;
    const lacking = this.#nodes.filter(({ disk }) => !disk.damaged && !disk.holds(index, term));
    for (const candidate of lacking) {
      const grants = this.#nodes.filter(
        ({ disk }) => !disk.damaged && !isLater(disk.last, candidate.disk.last),
      );
      for (const half of [voters, outgoing]) {
        if (!half.includes(candidate.id)) continue;
        const electorate = grants.filter(({ id }) => half.includes(id));
        must(
          2 * electorate.length <= half.length,
          () => `${node.id} committed ${index} of term ${term}, without which ${candidate.id} can be elected`,
        );
      }
    }
  }

  /** One change at a time: voters change by way of a joint configuration, and nothing comes between. */
  #reconfigured(index: Index, next: Configuration): void {
    const before = this.configurationAt(index - 1);
    const same = (a: readonly NodeId[], b: readonly NodeId[]) =>
      JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
    const lawful =
      before.outgoing.length > 0
        ? JSON.stringify(next) === JSON.stringify({ ...before, outgoing: [] })
        : next.outgoing.length > 0
          ? same(next.outgoing, before.voters) && !same(next.voters, before.voters)
          : same(next.voters, before.voters);
    must(lawful, () => `${JSON.stringify(next)} at ${index} follows ${JSON.stringify(before)}`);
    this.configurations.push({ index, configuration: next });
  }

  /** @throws Violation if there is none */
  configurationAt(at: Index): Configuration {
    const known = this.configurations.findLast(({ index }) => index <= at);
    must(known !== undefined, () => `no configuration at ${at}`);
    return known.configuration;
  }

  restored({ id }: SimNode, { index, commands, configuration }: Machine): void {
    must(index <= this.committed.length, () => `${id} restored ${index}, which was never committed`);
    const inForce = JSON.stringify(this.configurationAt(index));
    must(JSON.stringify(configuration) === inForce, () => `${id} restored another configuration at ${index}`);
    for (const { index: at, data } of commands) {
      const payload = this.committed[at - 1]?.payload;
      must(payload?.kind === 'command' && payload.data === data, () => `${id} restored ${data} at ${at}`);
    }
  }

  stepped(node: SimNode): void {
    const { id, before, view, mirror, machine, disk } = node;
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
    const { voters, outgoing } = view.configuration;
    // Where that is not certain yet, it may be needed to make it so.
    const votes = [...voters, ...outgoing].includes(id);
    must(votes || !view.configurationCommitted, () => `${id} was elected, though it is no voter`);
    this.leaders.set(view.term, id);
    for (const half of [voters, outgoing]) {
      const votes = half.filter((voter) => voter === id || this.#votes.get(`${voter}:${view.term}`) === id);
      const won = half.length === 0 || 2 * votes.length > half.length;
      must(won, () => `${id} leads term ${view.term} by the votes of ${votes.join()} among ${half.join()}`);
    }
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

/** Whether a log that ends there is more up to date (Raft §5.4.1). */
function isLater(a: SimNode['disk']['last'], b: SimNode['disk']['last']): boolean {
  return a.term > b.term || (a.term === b.term && a.index > b.index);
}

function same(a: Entry, b: Entry): boolean {
  return a.term === b.term && JSON.stringify(a.payload) === JSON.stringify(b.payload);
}

function differs({ id }: SimNode, known: Entry, entry: Entry): string {
  return `${id} applied ${JSON.stringify(entry)} where ${JSON.stringify(known)} is committed`;
}
