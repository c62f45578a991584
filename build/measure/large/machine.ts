/** The state of a node that has applied the whole history, entry by entry. */
import { setImmediate as turn } from 'node:timers/promises';
import { RULES_VERSION } from '../../../shared/domain/versions.ts';
import { encodeEnvelope, type Founding, type Proposal } from '../../../electron/replica/envelope.ts';
import { Machine } from '../../../electron/replica/machine.ts';
import { configurationOf } from '../../../electron/restore.ts';
import { history } from './history.ts';

/** The term in which all of it was written. */
export const TERM = 1;
const SESSION = 'history:1';
const BEGUN_AT = 1_700_000_000_000;
const TURN_EVERY = 1_000;

/** @throws Error where a rule refuses what the history says was done */
export async function buildMachine(founding: Founding): Promise<Machine> {
  const machine = new Machine();
  const configuration = configurationOf(founding);
  const first = { kind: 'configuration', configuration, data: JSON.stringify(founding) } as const;
  machine.apply({ index: 1, term: TERM, payload: first });

  const put = (body: Proposal) => {
    const index = machine.index + 1;
    const data = encodeEnvelope({ at: BEGUN_AT + index * 1_000, age: index, body }, RULES_VERSION);
    return machine.apply({ index, term: TERM, payload: { kind: 'command', data } });
  };
  put({ type: 'open', node: founding.members[0]?.id ?? '', session: SESSION });
  let seq = 0;
  for (const command of history()) {
    seq += 1;
    const { answer } = put({ type: 'run', session: SESSION, seq, low: seq, operator: 'Ada', command });
    const outcome = answer?.outcome;
    if (outcome?.kind !== 'answered' || !outcome.answer.ok)
      throw new Error(`${JSON.stringify(command)}: ${JSON.stringify(outcome)}`);
    if (seq % TURN_EVERY === 0) await turn();
  }
  return machine;
}
