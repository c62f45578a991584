/** Those who work at the machines: what they write and read, what they were told, and whether it was true. */
import { Recorder } from '../../../testing/linearizability/history.ts';
import { check } from '../../../testing/linearizability/check.ts';
import {
  REGISTERS,
  type RegisterInput,
  type RegisterOutput,
} from '../../../testing/linearizability/model.ts';
import { must } from '../../../raft/testing/violation.ts';
import type { ShopMachine } from './machine.ts';
import type { Shop } from './shop.ts';
import { MINUTE } from './timetable.ts';

/** Somebody who works at a machine does something as often as that. */
const EVERY = 5 * MINUTE;
const REGISTERS_IN_USE = 40;

type Call = ReturnType<Recorder<RegisterInput, RegisterOutput>['call']>;
type Pending = Readonly<{ command: string; name: string; at: ShopMachine; life: number; call: Call }>;

export class People {
  readonly acknowledged = new Set<string>();
  refused = 0;
  unknown = 0;
  reads = 0;
  readonly #shop: Shop;
  /** Of each register: what was written, and which command did it. */
  readonly #names = new Map<string, string>();
  #pending: Pending[] = [];
  #clock = 0;
  readonly #recorder = new Recorder<RegisterInput, RegisterOutput>(() => ++this.#clock);

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  /** So much time passes. */
  work(ms: number): void {
    const { machines, random } = this.#shop;
    machines.forEach((machine, n) => {
      if (!machine.isOn || !random.chance(ms / EVERY)) return;
      if (random.chance(0.6)) this.#write(machine, n);
      else this.#read(machine, n);
    });
    this.#shop.cluster.settle();
    this.learn();
  }

  /** Writes that are not done yet when something else happens. */
  hurry(): void {
    this.#shop.machines.forEach((machine, n) => {
      if (machine.isOn && this.#shop.random.chance(0.5)) this.#write(machine, n);
    });
  }

  /** Whoever waited hears what there is to hear. */
  learn(): void {
    const { appliedAt, refused } = this.#shop.cluster.clients;
    this.#pending = this.#pending.filter(({ command, at, life, call }) => {
      const index = appliedAt.get(command);
      if (at.node.lives !== life || !at.node.up) {
        this.unknown += 1;
        call.isUnknown();
      } else if (refused.has(command)) {
        this.refused += 1;
        call.failed();
      } else if (index !== undefined && at.node.machine.index >= index) {
        this.acknowledged.add(command);
        call.returns({ value: command });
      } else return true;
      return false;
    });
  }

  /**
   * To be asked when everybody is on.
   * @throws Violation if one who belongs lacks what was acknowledged, or the answers do not fit together
   */
  judge(): void {
    const { writer, machines } = this.#shop;
    must(writer !== null, () => 'everybody is on, and nobody can write');
    const { members } = this.#shop.rosterOf(writer);
    for (const { node } of machines.filter(({ id }) => members.some((member) => member.id === id))) {
      const has = new Set(node.machine.commands.map(({ data }) => data));
      for (const command of this.acknowledged)
        must(has.has(command), () => `${node.id} lost ${command}, which was acknowledged`);
    }
    for (const { call } of this.#pending) call.isUnknown();
    const { kind } = check(REGISTERS, this.#recorder.history);
    must(kind === 'linearizable', () => `what people wrote and read is no linearizable history: ${kind}`);
  }

  #write(machine: ShopMachine, client: number): void {
    const { cluster, machines, random } = this.#shop;
    const { leader } = machine.node.view;
    const at = machines.find(({ id }) => id === leader);
    const isReached = at === machine || (at !== undefined && this.#shop.connected(machine).has(at.id));
    if (at === undefined || !isReached) {
      this.refused += 1;
      return;
    }
    const name = `r${random.int(REGISTERS_IN_USE)}`;
    const [command = ''] = cluster.write(at.id);
    this.#names.set(command, name);
    const call = this.#recorder.call(client, { kind: 'write', name, value: command });
    this.#pending.push({ command, name, at, life: at.node.lives, call });
  }

  #read(machine: ShopMachine, client: number): void {
    const { cluster, random } = this.#shop;
    const name = `r${random.int(REGISTERS_IN_USE)}`;
    const call = this.#recorder.call(client, { kind: 'read', name });
    const ref = cluster.read(machine.id);
    cluster.settle();
    const index = cluster.clients.readAt.get(ref);
    if (index === undefined || machine.node.machine.index < index) return call.failed();
    const found = machine.node.machine.commands.findLast(({ data }) => this.#names.get(data) === name);
    this.reads += 1;
    call.returns({ value: found?.data ?? null });
  }
}
