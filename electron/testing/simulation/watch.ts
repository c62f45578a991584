/** What must hold at every moment of a run, over all workstations. */
import { isQuorum } from '../../raft/configuration.ts';
import { must } from '../../raft/testing/violation.ts';
import type { PolicyRules } from '../../membership/policy/types.ts';
import type { CoreView, Index, NodeId, Term } from '../../raft/types.ts';
import type { SimWorkstation } from './workstation.ts';

/** Who votes as a leader has it (docs/membership.md, "Who votes"). */
type Voting = Readonly<{ term: Term; index: Index; voters: readonly NodeId[] }>;

type Last = Readonly<{ boot: number; term: Term; commit: Index; applied: Index }>;

export class Watch {
  readonly leaders = new Map<Term, NodeId>();
  /** How many different configurations were seen committed. */
  readonly configurations = new Set<Index>();
  committed: Index = 0;
  readonly #digests = new Map<Index, Readonly<{ digest: string; id: NodeId }>>();
  readonly #voting = new Map<NodeId, Voting>();
  readonly #rules: PolicyRules;
  readonly #last = new Map<NodeId, Last>();

  constructor(rules: PolicyRules) {
    this.#rules = rules;
  }

  look(shop: readonly SimWorkstation[]): void {
    for (const workstation of shop) {
      const status = workstation.replica?.status();
      if (status === undefined) continue;
      const { core, applied, digest } = status;
      this.#leads(core);
      this.#neverBack(workstation, core, applied);
      this.#agrees(workstation.id, applied, digest);
      this.#votes(core, shop);
      if (core.configurationCommitted) this.configurations.add(core.configurationIndex);
      if (core.commit > this.committed) {
        this.committed = core.commit;
        this.#isDurable(core, shop);
      }
    }
  }

  /** One leader in a term (Raft §5.2). */
  #leads({ id, role, term }: CoreView): void {
    if (role !== 'leader') return;
    const known = this.leaders.get(term) ?? id;
    must(known === id, () => `${known} and ${id} both lead in term ${term}`);
    this.leaders.set(term, id);
  }

  /** Of one boot nothing goes back; the term does not in any. */
  #neverBack({ id, boots: boot }: SimWorkstation, { term, commit }: CoreView, applied: Index): void {
    const last = this.#last.get(id) ?? { boot: 0, term: 0, commit: 0, applied: 0 };
    must(
      last.boot !== boot || term >= last.term,
      () => `${id}'s term went back from ${last.term} to ${term}`,
    );
    must(last.boot !== boot || commit >= last.commit, () => `${id}'s commit index went back to ${commit}`);
    must(
      last.boot !== boot || applied >= last.applied,
      () => `${id}'s applied index went back to ${applied}`,
    );
    this.#last.set(id, { boot, term, commit, applied });
  }

  /**
   * Nobody is to vote who has not almost the whole log, and never do fewer vote because some look dead. Judged of each
   * leader's own changes: of its predecessors' it knows no more who had what.
   */
  #votes(
    { id, role, term, configuration, configurationIndex: index }: CoreView,
    shop: readonly SimWorkstation[],
  ): void {
    if (role !== 'leader') return;
    const { voters } = configuration;
    const before = this.#voting.get(id);
    this.#voting.set(id, { term, index, voters });
    if (before?.term !== term || before.index === index) return;
    must(
      voters.length >= before.voters.length,
      () => `${id} has ${voters.join()} vote, and had ${before.voters.join()}`,
    );
    for (const voter of voters) {
      if (before.voters.includes(voter) || voter === id) continue;
      const { snapshot, entries } = shop.find((one) => one.id === voter)?.disk.read() ?? {
        snapshot: null,
        entries: [],
      };
      const behind = index - 1 - ((snapshot?.index ?? 0) + entries.length);
      must(
        behind <= 2 * this.#rules.lag,
        () => `${id} lets ${voter} vote, which is ${behind} entries behind`,
      );
    }
  }

  /** Same index, same digest: of records, sessions, answers and roster. */
  #agrees(id: NodeId, applied: Index, digest: string): void {
    if (applied === 0) return;
    const known = this.#digests.get(applied);
    if (known === undefined) this.#digests.set(applied, { digest, id });
    else
      must(
        known.digest === digest,
        () => `after entry ${applied} ${id} holds something else than ${known.id}`,
      );
  }

  /** What counts as committed is on the disks of a majority. One that has forgotten says so, and is not asked. */
  #isDurable(
    { commit, configuration, configurationCommitted, role, id }: CoreView,
    shop: readonly SimWorkstation[],
  ): void {
    if (role !== 'leader' || !configurationCommitted || shop.some(({ disk }) => disk.damaged)) return;
    const terms = new Set(shop.map(({ disk }) => termAt(disk.read(), commit)));
    const holds = (term: Term) =>
      isQuorum(
        configuration,
        (voter) => shop.find((one) => one.id === voter)?.disk.holds(commit, term) ?? false,
      );
    must(
      [...terms].some((term) => term !== null && holds(term)),
      () => `${id} counts entry ${commit} as committed, which is not on the disks of a majority`,
    );
  }
}

function termAt(
  { snapshot, entries }: ReturnType<SimWorkstation['disk']['read']>,
  index: Index,
): Term | null {
  const base = snapshot?.index ?? 0;
  if (index <= base) return snapshot?.term ?? null;
  return entries[index - 1 - base]?.term ?? null;
}
