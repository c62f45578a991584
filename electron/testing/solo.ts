/** A workstation of one, in memory: the domain without disk, log or network, for tests of what looks at it. */
import { type Action, DONE, type Managed } from '../../shared/contract/membership.ts';
import { KeyReused, Unavailable } from '../workstation-interface.ts';
import type { ChangeBatch, Watcher, Workstation } from '../workstation-interface.ts';
import { apply } from '../../shared/domain/apply.ts';
import { RULES_VERSION } from '../../shared/domain/versions.ts';
import { Tables } from '../../shared/domain/tables.ts';
import type { Answer } from '../../shared/domain/answers.ts';
import { type CommandInput, CommandSchema } from '../../shared/domain/commands.ts';
import { type Health, type Member, NO_SHOP } from '../../shared/contract/health.ts';

export type Solo = Workstation & {
  /** In `readingOnly`, `starting` and `noShop` execute and barrier reject with Unavailable and there is no leader. */
  setMode(mode: Health['mode']): void;
  /** Replaces parts of what `health` tells, apart from the mode. */
  setHealth(patch: Partial<Health>): void;
  /** What was asked of `manage` so far. */
  readonly managed: readonly Action[];
  /** From now on `manage` answers so; at first everything is done, and nothing changes. */
  answerManage(answer: (action: Action) => Managed | Promise<Managed>): void;
  /** The next `execute` is not carried out, but rejects with this. */
  failNext(error: Error): void;
  /** Tells the watchers that the state was replaced as a whole. */
  replaceState(): void;
  /** How many watchers of changes there are now. */
  readonly watchers: number;
};

const self: Member = {
  id: 'node-1',
  name: 'Front desk',
  self: true,
  voter: true,
  leader: true,
  reachable: true,
  http: { host: '127.0.0.1', port: 5100 },
  link: { host: '127.0.0.1', port: 7100 },
  lag: 0,
  pinned: false,
  leaving: false,
};

const alone: Health = {
  ...NO_SHOP,
  mode: 'alone',
  shop: 'Sample shop',
  members: [self],
  details: {
    ...NO_SHOP.details,
    node: self.id,
    clusterId: 'solo',
    role: 'leader',
    term: 1,
    leader: self.id,
  },
};

export function createSolo(): Solo {
  const tables = new Tables();
  const watchers = new Set<Watcher>();
  const healthListeners = new Set<(health: Health) => void>();
  const answers = new Map<string, { command: string; answer: Answer }>();
  const managed: Action[] = [];
  let answerTo: (action: Action) => Managed | Promise<Managed> = () => DONE;
  let health = alone;
  let index = 0;
  let nextFailure: Error | null = null;

  const leaderless = () => ['readingOnly', 'starting', 'noShop'].includes(health.mode);
  const requireLeader = () => {
    if (leaderless()) throw new Unavailable('No majority of the workstations can be reached.');
  };
  const currentHealth = (): Health => ({
    ...health,
    members: health.members.map((member) => ({ ...member, leader: member.leader && !leaderless() })),
    details: {
      ...health.details,
      leader: leaderless() ? null : health.details.leader,
      commitIndex: index,
      appliedIndex: index,
      lastIndex: index,
    },
  });
  const tellHealth = () => {
    for (const listener of healthListeners) listener(currentHealth());
  };

  const run = (input: CommandInput, key: string | undefined, operator = ''): Answer => {
    requireLeader();
    if (nextFailure) {
      const failure = nextFailure;
      nextFailure = null;
      throw failure;
    }
    const command = CommandSchema.parse(input);
    const text = JSON.stringify(command);
    const known = key === undefined ? undefined : answers.get(key);
    if (known) {
      if (known.command !== text) throw new KeyReused('This key was used for a different command.');
      return known.answer;
    }
    const batch = { from: index, to: index + 1 };
    const { answer, changes, filings } = apply(tables, command, {
      at: Date.now(),
      index: index + 1,
      version: RULES_VERSION,
      actor: { operator, workstation: self.name },
    });
    tables.commit(changes, filings);
    index += 1;
    if (key !== undefined) answers.set(key, { command: text, answer });
    const told: ChangeBatch = { ...batch, changes, filings };
    for (const watcher of watchers) watcher.changes(told);
    return answer;
  };

  return {
    execute: (command, options) =>
      new Promise((resolve) => {
        resolve(run(command, options?.key, options?.operator));
      }),
    answers: (prefix) =>
      new Map(
        [...answers].flatMap(([key, { answer }]) =>
          key.startsWith(prefix) ? [[key.slice(prefix.length), answer] as const] : [],
        ),
      ),
    manage: async (action) => {
      managed.push(action);
      return answerTo(action);
    },
    managed,
    answerManage(answer) {
      answerTo = answer;
    },
    barrier: () =>
      new Promise((resolve) => {
        requireLeader();
        resolve();
      }),
    shop: tables,
    get appliedIndex() {
      return index;
    },
    get watchers() {
      return watchers.size;
    },
    health: currentHealth,
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    watchHealth(listener) {
      healthListeners.add(listener);
      return () => healthListeners.delete(listener);
    },
    setMode(mode) {
      health = { ...health, mode };
      tellHealth();
    },
    setHealth(patch) {
      health = { ...health, ...patch };
      tellHealth();
    },
    failNext(error) {
      nextFailure = error;
    },
    replaceState() {
      for (const watcher of watchers) watcher.reset();
    },
  };
}
