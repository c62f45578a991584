/**
 * Composition: puts storage, links and replica together as one running workstation, and takes them
 * down again in the reverse order. Knows no window.
 */
import { randomBytes } from 'node:crypto';
import type { Health } from '../shared/contract/health.ts';
import { healthOf } from './health.ts';
import { createTlsLinks } from './links/tls.ts';
import type { Address } from './links/types.ts';
import type { Discovery } from './discovery/types.ts';
import type { AuthorityKey, KeyStore, NodeIdentity } from './membership/identity/key-store.ts';
import { judgeLink } from './membership/identity/trust.ts';
import { memberOf } from './membership/roster/roster.ts';
import type { Roster, RosterAnswer, RosterCommand } from './membership/roster/types.ts';
import type { Founding } from './replica/envelope.ts';
import { DivergedError, KeyUsedOtherwise, NotApplied, OutcomeUnknown } from './replica/errors.ts';
import { rosterOf } from './replica/founding-roster.ts';
import { untilApplied } from './replay.ts';
import { configurationOf, restoreOrFound } from './restore.ts';
import { Replica } from './replica/replica.ts';
import { parseWire } from './replica/wire.ts';
import type { MemberEvents } from './residence.ts';
import type { Storage } from './storage/types.ts';
import { Stewardship } from './stewardship.ts';
import {
  KeyReused,
  Unavailable,
  UnknownOutcome,
  type Watcher,
  type Workstation,
} from './workstation-interface.ts';

export type WorkstationOptions = Readonly<{
  node: string;
  founding: Founding;
  /** Who belonged when this node joined; null: it is one of the founders. */
  joined: Roster | null;
  /** Who this node is, of this boot. */
  identity: NodeIdentity;
  /** The keys of the shop's newest authorities, as far as they are here, and where they are kept. */
  authorities: readonly AuthorityKey[];
  store: KeyStore;
  storage: Storage;
  /** Null: it keeps to its own computer. */
  discovery: Discovery | null;
  /** Where this workstation's own console and REST answer, told to the others. */
  http: Address | null;
  /** Where to listen for the other workstations. */
  link: Address;
  /** Sentences about this workstation that its screens show. */
  findings: readonly string[];
  log: (sentence: string) => void;
  /** The workstation cannot go on and has stopped; the process should end. */
  fatal: (cause: unknown) => void;
}> &
  MemberEvents;

export type RunningWorkstation = Workstation &
  Readonly<{
    link: Address;
    /** This computer is about to sleep; it is back. */
    sleep: () => void;
    wake: () => void;
    stop(): Promise<void>;
  }>;

/** Health is told at most this often. */
const HEALTH_MS = 100;
/** How long a stop waits for somebody to take over. */
const RETIRE_MS = 1_500;

/**
 * Starts the node; resolves once it listens for the others and has applied again what it knew to be committed
 * when it stopped, so that what it shows never falls behind that (not once there is a leader).
 */
export async function startWorkstation(options: WorkstationOptions): Promise<RunningWorkstation> {
  const { node, founding, storage, identity, joined } = options;
  const restored = await restoreOrFound(storage, founding, joined !== null);
  const watchers = new Set<Watcher>();
  const healthListeners = new Set<(health: Health) => void>();
  const learned = new Map<string, { http: Address | null }>();
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
  // Until the log has said who belongs, its first entry's word counts, or what this node was told when it joined.
  let roster: Roster = joined ?? rosterOf(founding);
  const linkIdentity = ({ authorities }: Roster) => ({
    certificate: identity.leaf,
    privateKey: identity.key,
    chain: authorities.map(({ certificate }) => certificate),
  });
  // Links ask before there is anybody to tell.
  let isQuitting = () => false;
  const links = createTlsLinks({
    self: () => {
      const { boot } = identity;
      const name = memberOf(roster, node)?.name ?? node;
      return { clusterId, epoch, node, name, http: options.http, boot, quitting: isQuitting() };
    },
    identity: linkIdentity(roster),
    judge: (leaf, chain, hello) => judgeLink(roster, { clusterId, epoch }, leaf, chain, hello),
    listen: options.link,
    peers: () => stewardship.peers(),
    onJoin: (socket) => stewardship.desk.receive(socket),
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
        stewardship.rosterChanged();
        healthChanged();
      },
      aside: (from, aside) => stewardship.aside(from, aside),
      up: (peer, hello, remoteAddress) => {
        learned.set(peer, { http: hello.http });
        stewardship.up(peer, hello, remoteAddress);
      },
      refused: (peer, code) => stewardship.refused(peer, code),
      fatal: (cause) => {
        giveUp();
        if (cause instanceof DivergedError) options.diverged(roster);
        else options.fatal(cause);
      },
    },
  });

  const submit = async (command: RosterCommand): Promise<RosterAnswer> => {
    try {
      return await replica.submit(command);
    } catch (cause) {
      throw toInterface(cause);
    }
  };
  const stewardship: Stewardship = new Stewardship({
    ...options,
    roster: () => roster,
    replica,
    links,
    submit,
    changed: healthChanged,
  });
  isQuitting = () => stewardship.quitting;

  function health(): Health {
    const status = replica.status();
    const { shop, clusterId } = status.founding ?? founding;
    return healthOf({
      self: node,
      status,
      shop,
      clusterId,
      members: roster.members,
      membership: stewardship.membership(),
      learned,
      findings: [...options.findings, ...stewardship.findings()],
    });
  }

  const known = replica.status().core.commit;
  const link = await replica.start();
  stewardship.start(link);
  await Promise.race([untilApplied({ appliedIndex: () => replica.appliedIndex, watch }, known), failed]);

  return {
    link,
    async execute(command, by = {}) {
      try {
        return await replica.submit(command, by);
      } catch (cause) {
        throw toInterface(cause);
      }
    },
    answers: (prefix) => replica.answers(prefix),
    manage: (action) => stewardship.manage(action),
    sleep: () => stewardship.sleep(),
    wake: () => stewardship.wake(),
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
      await stewardship.retire(RETIRE_MS);
      stewardship.stop();
      await replica.stop();
    },
  };
}

function toInterface(cause: unknown): unknown {
  if (cause instanceof NotApplied) return new Unavailable(cause.message, { cause });
  if (cause instanceof OutcomeUnknown) return new UnknownOutcome(cause.message, { cause });
  if (cause instanceof KeyUsedOtherwise) return new KeyReused(cause.message, { cause });
  return cause;
}
