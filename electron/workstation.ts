/**
 * Composition: puts storage, links and replica together as one running workstation, and takes them
 * down again in the reverse order. Knows no window.
 */
import { randomBytes } from 'node:crypto';
import type { Health } from '../shared/contract/health.ts';
import { healthOf } from './health.ts';
import { createTlsLinks } from './links/tls.ts';
import type { Address } from './links/types.ts';
import type { NodeIdentity } from './membership/identity/key-store.ts';
import { judgeLink } from './membership/identity/trust.ts';
import type { Roster } from './membership/roster/types.ts';
import { type Founding, type MemberRecord } from './replica/envelope.ts';
import { KeyUsedOtherwise, NotApplied, OutcomeUnknown } from './replica/errors.ts';
import { rosterOf } from './replica/founding-roster.ts';
import { untilApplied } from './replay.ts';
import { Replica } from './replica/replica.ts';
import { parseWire } from './replica/wire.ts';
import type { Configuration, Restored } from './raft/types.ts';
import type { Storage } from './storage/types.ts';
import {
  KeyReused,
  Unavailable,
  UnknownOutcome,
  type Watcher,
  type Workstation,
} from './workstation-interface.ts';

export type WorkstationOptions = Readonly<{
  /** This node's id among the founding's members. */
  node: string;
  founding: Founding;
  /** Who this node is, of this boot. */
  identity: NodeIdentity;
  storage: Storage;
  /** Where this workstation's own console and REST answer, told to the others. */
  http: Address | null;
  /** Where to listen for the other workstations. */
  link: Address;
  /** Sentences about this workstation that its screens show. */
  findings: readonly string[];
  log: (sentence: string) => void;
  /** The workstation cannot go on and has stopped; the process should end. */
  fatal: (cause: unknown) => void;
}>;

export type RunningWorkstation = Workstation & Readonly<{ link: Address; stop(): Promise<void> }>;

/** Health is told at most this often. */
const HEALTH_MS = 100;

/**
 * Starts the node; resolves once it listens for the others and has applied again what it knew to be committed
 * when it stopped, so that what it shows never falls behind that (not once there is a leader).
 */
export async function startWorkstation(options: WorkstationOptions): Promise<RunningWorkstation> {
  const { node, founding, storage, identity } = options;
  const restored = await restoreOrFound(storage, founding);
  const watchers = new Set<Watcher>();
  const healthListeners = new Set<(health: Health) => void>();
  const learned = new Map<string, { name: string; http: Address | null }>();
  const own = memberOf(founding, node);
  // Nothing is applied any more after a failure, so whoever starts it must not wait for that.
  let giveUp: () => void = () => undefined;
  const failed = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const watch = (watcher: Watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  };

  let timer: NodeJS.Timeout | null = null;
  const healthChanged = () => {
    if (timer !== null || healthListeners.size === 0) return;
    timer = setTimeout(() => {
      timer = null;
      const now = health();
      for (const listener of [...healthListeners]) listener(now);
    }, HEALTH_MS);
  };

  const { clusterId, epoch } = founding;
  // Until the log has said who belongs, its first entry's word counts.
  let roster: Roster = rosterOf(founding);
  const linkIdentity = ({ authorities }: Roster) => ({
    certificate: identity.leaf,
    privateKey: identity.key,
    chain: authorities.map(({ certificate }) => certificate),
  });
  const links = createTlsLinks({
    self: () => {
      const { boot } = identity;
      return { clusterId, epoch, node, name: own.name, http: options.http, boot, quitting: false };
    },
    identity: linkIdentity(roster),
    judge: (leaf, chain, hello) => judgeLink(roster, { clusterId, epoch }, leaf, chain, hello),
    listen: options.link,
    peers: () =>
      founding.members.filter(({ id }) => id !== node).map(({ id, link }) => ({ id, addresses: [link] })),
    decode: parseWire,
    log: options.log,
  });
  const replica = new Replica({
    id: node,
    boot: randomBytes(8).toString('hex'),
    storage,
    restored,
    fallbackConfiguration: configurationOf(founding),
    links,
    on: {
      changes: (batch) => {
        for (const watcher of [...watchers]) watcher.changes(batch);
        healthChanged();
      },
      reset: () => {
        for (const watcher of [...watchers]) watcher.reset();
      },
      status: healthChanged,
      roster: (now) => {
        if (now.authorities.length !== roster.authorities.length) links.setIdentity(linkIdentity(now));
        roster = now;
        healthChanged();
      },
      aside: () => undefined,
      up: (peer, hello) => learned.set(peer, { name: hello.name, http: hello.http }),
      fatal: (cause) => {
        giveUp();
        options.fatal(cause);
      },
    },
  });

  function health(): Health {
    const status = replica.status();
    const { shop, clusterId, members } = status.founding ?? founding;
    return healthOf({
      self: node,
      status,
      shop,
      clusterId,
      members,
      learned,
      findings: options.findings,
    });
  }

  const known = replica.status().core.commit;
  const link = await replica.start();
  await Promise.race([untilApplied({ appliedIndex: () => replica.appliedIndex, watch }, known), failed]);

  return {
    link,
    async execute(command, { key } = {}) {
      try {
        return await replica.submit(command, key);
      } catch (cause) {
        throw toInterface(cause);
      }
    },
    manage: () => Promise.reject(new Unavailable('not possible yet')),
    async barrier() {
      try {
        await replica.barrier();
      } catch (cause) {
        throw toInterface(cause);
      }
    },
    get shop() {
      return replica.shop;
    },
    get appliedIndex() {
      return replica.appliedIndex;
    },
    health,
    watch,
    watchHealth(listener) {
      healthListeners.add(listener);
      return () => healthListeners.delete(listener);
    },
    async stop() {
      if (timer !== null) clearTimeout(timer);
      healthListeners.clear();
      await replica.stop();
    },
  };
}

/** What storage holds, or, on an empty one, the shop's first log entry, written now and the same on every member. */
async function restoreOrFound(storage: Storage, founding: Founding): Promise<Restored> {
  const { hardState, snapshot, entries, damaged } = storage.opened;
  if (snapshot !== null || entries.length > 0 || hardState.term > 0 || damaged) {
    return { hardState, snapshot, entries, damaged };
  }
  const payload = {
    kind: 'configuration' as const,
    configuration: configurationOf(founding),
    data: JSON.stringify(founding),
  };
  const first = {
    hardState: { term: 1, vote: null, commit: 1 },
    firstIndex: 1,
    entries: [{ index: 1, term: 1, payload }],
  };
  await storage.append(first);
  return { hardState: first.hardState, snapshot: null, entries: first.entries, damaged: false };
}

function configurationOf(founding: Founding): Configuration {
  return { voters: founding.members.map(({ id }) => id), outgoing: [], learners: [] };
}

function memberOf(founding: Founding, node: string): MemberRecord {
  const member = founding.members.find(({ id }) => id === node);
  if (member === undefined)
    throw new NotAMemberError(`"${node}" is not among the members of the shop "${founding.shop}"`);
  return member;
}

/** This node is not one of the shop's. */
export class NotAMemberError extends Error {
  override readonly name = 'NotAMemberError';
}

function toInterface(cause: unknown): unknown {
  if (cause instanceof NotApplied) return new Unavailable(cause.message, { cause });
  if (cause instanceof OutcomeUnknown) return new UnknownOutcome(cause.message, { cause });
  if (cause instanceof KeyUsedOtherwise) return new KeyReused(cause.message, { cause });
  return cause;
}
