/** Logs for the state machine, and what is in it. */
import { canonical } from '../../../shared/domain/canonical.ts';
import type { Command } from '../../../shared/domain/commands.ts';
import { RULES_VERSION } from '../../../shared/domain/versions.ts';
import type { Entry } from '../../raft/types.ts';
import { encodeEnvelope, type Proposal } from '../envelope.ts';
import type { Machine } from '../machine.ts';
import { firstEntry } from './workplace.ts';

/** A log of these bodies behind the founding entry, an hour apart. */
export function logOf(bodies: readonly Proposal[]): Entry[] {
  const commands = bodies.map((body, n): Entry => {
    const data = encodeEnvelope({ at: 1_000 * n, age: 3_600_000 * n, body }, RULES_VERSION);
    return { index: n + 2, term: 2, payload: { kind: 'command', data } };
  });
  return [firstEntry(['a']), ...commands];
}

/** Commands of one node, a few of them under way at a time, some under a key. */
export function bodiesOf(commands: readonly Command[]): Proposal[] {
  const runs = commands.map((command, n): Proposal => {
    const seq = n + 1;
    const key = n % 3 === 0 ? { key: `key-${n % 9}` } : {};
    return { type: 'run', session: 'a:1', seq, low: Math.max(1, seq - 4), command, ...key };
  });
  return [{ type: 'open', node: 'a', session: 'a:1' }, ...runs];
}

/** Everything in a machine, in an order that does not depend on how it came about. */
export function stateOf(machine: Machine): string[] {
  return Array.from(machine.freeze().records, (record) => canonical(JSON.parse(record))).sort();
}
