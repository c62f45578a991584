/** One node of a test's shop: what of it outlives a restart, and what it told. */
import { RULES_VERSION } from '../../../shared/domain/versions.ts';
import type { Change } from '../../../shared/domain/model.ts';
import { type Command, CommandSchema } from '../../../shared/domain/commands.ts';
import type { Aside } from '../../membership/asides.ts';
import type { Entry, NodeId } from '../../raft/types.ts';
import type { Founding } from '../envelope.ts';
import type { Replica, ReplicaOptions } from '../replica.ts';
import { MemoryStorage } from './memory-storage.ts';

export class Workplace {
  readonly id: NodeId;
  readonly storage = new MemoryStorage();
  /** Null while it does not run. */
  replica: Replica | null = null;
  readonly changes: Change[] = [];
  resets = 0;
  fatal: unknown = null;
  readonly asides: (readonly [from: string, aside: Aside])[] = [];
  readonly events: ReplicaOptions['on'] = {
    changes: (batch) => this.changes.push(...batch.changes),
    reset: () => {
      this.resets += 1;
    },
    status: () => undefined,
    up: () => undefined,
    refused: () => undefined,
    roster: () => undefined,
    aside: (from, aside) => void this.asides.push([from, aside]),
    fatal: (cause) => void (this.fatal = cause),
  };

  constructor(id: NodeId, first: Entry) {
    this.id = id;
    this.storage.entries = [first];
    this.storage.hardState = { term: 1, vote: null, commit: 1 };
  }

  get running(): Replica {
    if (this.replica === null) throw new Error(`${this.id} does not run`);
    return this.replica;
  }

  /** How many printers of that model are on record here: 1 where an addition was applied once. */
  printers(model: string): number {
    return [...this.running.shop.printers.values()].filter((printer) => printer.model === model).length;
  }
}

/** A change that would show if it were made twice: its printers have generated ids. */
export function addPrinter(model: string): Command {
  return CommandSchema.parse({ type: 'printer.create', maker: 'Prusa', model });
}

/** What every member of a shop writes for itself as the log's beginning. */
export function firstEntry(ids: readonly NodeId[]): Entry {
  const founding: Founding = {
    clusterId: 'cluster-1',
    v: RULES_VERSION,
    epoch: 0,
    shop: 'Test shop',
    members: ids.map((id) => ({ id, name: id, link: { host: 'memory', port: 1 }, http: null })),
  };
  const configuration = { voters: ids, outgoing: [], learners: [] };
  const data = JSON.stringify(founding);
  return { index: 1, term: 1, payload: { kind: 'configuration', configuration, data } };
}
