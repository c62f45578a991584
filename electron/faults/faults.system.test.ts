/**
 * Five real workstations on a LAN of their own, clients on each of them throughout, and one fault after the other.
 * What the clients asked and heard must be what one single copy could have answered.
 * `PRINTRAFT_FAULT_SECONDS` says for how long, `PRINTRAFT_FAULT_SEED` draws the faults.
 */
import { expect, it } from 'vitest';
import { mayMakeNetworks } from '../discovery/testing/namespaces.ts';
import { Random } from '../raft/testing/random.ts';
import { check } from '../testing/linearizability/check.ts';
import { REGISTERS as MODEL } from '../testing/linearizability/model.ts';
import { until } from '../testing/until.ts';
import { heldBy } from './testing/final-state.ts';
import { type Computer, openShop, untilLed } from './testing/lan-shop.ts';
import { disturb, type Fault } from './testing/nemesis.ts';
import { operationOf } from './testing/talk.ts';

const SECONDS = Number(process.env['PRINTRAFT_FAULT_SECONDS'] ?? 45);
const SEED = Number(process.env['PRINTRAFT_FAULT_SEED'] ?? 1);
const CLIENTS = 2;

const printersOn = ({ workstation }: Computer) => workstation.ask('GET', '/api/v1/printers');

it.runIf(mayMakeNetworks)(
  'whatever is killed, frozen, cut off, muted, slowed, filled up, set wrong or loses its power, five workstations answer as one',
  { timeout: (SECONDS + 180) * 1_000 },
  async () => {
    const random = new Random(SEED);
    const computers = await openShop();
    const agents = computers.map((computer, n) => computer.clients(n * CLIENTS, CLIENTS));
    const faults = new Map<Fault, number>();
    const told: string[] = [];
    for (const end = performance.now() + SECONDS * 1_000; performance.now() < end;) {
      const [fault, words] = await disturb(computers, random);
      faults.set(fault, (faults.get(fault) ?? 0) + 1);
      told.push(words);
      await untilLed(computers).catch((cause: unknown) => {
        throw new Error(`After ${told.join('; ')} (seed ${SEED})`, { cause });
      });
    }
    for (const agent of agents) agent.endInput();
    await Promise.all(agents.map(({ ended }) => ended));

    const history = agents.flatMap(({ stdout }) => stdout.trim().split('\n').map(operationOf));
    const writes = history.filter(({ input }) => input.kind === 'write');
    const unknown = writes.filter(({ output }) => output === null);
    console.info(
      `${history.length} operations, of them ${writes.length} writes, ${unknown.length} without an answer; ` +
        [...faults].map(([fault, count]) => `${fault} ${count}`).join(', ') +
        `; ${computers.reduce((sum, { lost }) => sum + lost, 0)} packets lost`,
    );
    // Enough was answered to mean something.
    expect(writes.length - unknown.length).toBeGreaterThan(5 * SECONDS);
    const verdict = check(MODEL, history);
    expect(verdict, `seed ${SEED}: ${told.join('; ')}`).toEqual({ kind: 'linearizable' });
    await until('the same everywhere', async () => {
      const shown = await Promise.all(computers.map(printersOn));
      return shown.every((one) => one !== null && one === shown[0]);
    });
    await Promise.all(computers.map(({ workstation }) => workstation.stop()));
    const held = await Promise.all(computers.map(({ workstation }) => heldBy(workstation.data)));
    const common = Math.min(...held.map(({ last }) => last));
    expect(new Set(held.map(({ digestAt }) => digestAt(common))).size, `digests at entry ${common}`).toBe(1);
  },
);
