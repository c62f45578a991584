/** Mistakes around the core: in sessions, keys, the disk's queue, reads, snapshots and policy. */
import type { Mutant } from './types.ts';

export const SHOP_MUTANTS: readonly Omit<Mutant, 'level'>[] = [
  {
    name: 'retry-applied-twice',
    rule: 'a command of a session is applied once, and gets its first answer again (§8)',
    file: 'replica/sessions.ts',
    find: '    if (first !== undefined) return first;\n',
    replace: '',
  },
  {
    name: 'below-the-window-applied',
    rule: 'what lies below the answers that are kept is not applied (dissertation §6.3)',
    file: 'replica/sessions.ts',
    find: "    if (seq < session.low) return { kind: 'unknown' };\n",
    replace: '',
  },
  {
    name: 'key-applied-twice',
    rule: 'the same Idempotency-Key gets the first answer, on whichever workstation',
    file: 'replica/keys.ts',
    find: '    if (first !== undefined) {',
    replace: '    if (first !== undefined && first.command !== command) {',
  },
  {
    name: 'keys-not-in-snapshots',
    rule: 'a snapshot holds what makes retries safe',
    file: 'replica/keys.ts',
    find: '    return [...this.#records.values()];',
    replace: '    return [];',
  },
  {
    name: 'fsync-error-as-success',
    rule: 'a sync that failed is never taken for one that went well',
    file: 'replica/disk-queue.ts',
    find: '        await this.#storage.append(append);\n',
    replace: '        await this.#storage.append(append).catch(() => undefined);\n',
  },
  {
    name: 'durable-before-written',
    rule: 'nothing is reported durable before it is',
    file: 'replica/disk-queue.ts',
    find: '        await this.#storage.append(append);\n        this.#durable(write);\n',
    replace: '        this.#durable(write);\n        await this.#storage.append(append);\n',
  },
  {
    name: 'merged-writes-lose-entries',
    rule: 'one write in place of two has the effect of both',
    file: 'replica/disk-queue.ts',
    find: 'entries: kept.concat(later.entries) };',
    replace: 'entries: later.entries.length > 0 ? kept.concat(later.entries) : [] };',
  },
  {
    name: 'read-before-applied',
    rule: 'a read waits until its index is applied here (dissertation §6.4)',
    file: 'replica/reads.ts',
    find: '    this.applied(applied);\n',
    replace: '    this.applied(Math.max(applied, index));\n',
  },
  {
    name: 'refused-though-sent',
    rule: 'not applied is said only of what no leader can have taken',
    file: 'replica/submissions.ts',
    find: 'if (pending.open.size === 0 && waited >= TAKE_MS) {',
    replace: 'if (waited >= TAKE_MS) {',
  },
  {
    name: 'any-refusal-counts',
    rule: 'a refusal of one sending says nothing of the others',
    file: 'replica/submissions.ts',
    find: '    if (pending === undefined || !pending.open.delete(attempt)) return;\n',
    replace: '    if (pending === undefined) return;\n    pending.open.clear();\n',
  },
  {
    name: 'own-clock-in-apply',
    rule: 'applying depends on nothing but the log',
    file: 'replica/machine.ts',
    find: 'const meta = { at, index,',
    replace: 'const meta = { at: at + Math.random(), index,',
  },
  {
    name: 'lagging-learner-promoted',
    rule: 'whoever lags does not vote (dissertation §4.2.1)',
    file: 'membership/policy/candidates.ts',
    find: `  if (now - since < stableFor(flaps, rules)) return false;
  if (!isClose(member, knowledge, rules)) return false;
  return caughtUpSince !== null && now - caughtUpSince >= rules.caughtUp;
`,
    replace: '  return now + since + flaps + (caughtUpSince ?? 0) + stableFor(flaps, rules) >= 0;\n',
  },
  {
    name: 'silent-voters-dropped',
    rule: 'the voters never become fewer because some look dead',
    file: 'membership/policy/voters.ts',
    find: 'const substituted = departures.slice(0, candidates.length).map(({ member }) => member);',
    replace: 'const substituted = departures.map(({ member }) => member);',
  },
  {
    name: 'damaged-for-ever',
    rule: 'a damaged voter gets its vote back',
    file: 'membership/policy/next-change.ts',
    find: '  if (!goes && !isVoteMissing(knowledge, rules)) return null;\n',
    replace: '  if (!goes) return null;\n',
  },
];
