/**
 * The people of the simulated shop: a few at each workstation, who change and read registers (a printer's model),
 * add things that must be there once, book prints, and try again under the same key, elsewhere, where they got no answer.
 */
import type { Random } from '../../raft/testing/random.ts';
import { CommandSchema, type Command } from '../../../shared/domain/commands.ts';
import { KeyUsedOtherwise, NotApplied } from '../../replica/errors.ts';
import { Recorder } from '../linearizability/history.ts';
import type { RegisterInput, RegisterOutput } from '../linearizability/model.ts';
import type { Timeline } from './timeline.ts';
import { Gone, type SimWorkstation } from './workstation.ts';

export const REGISTERS = ['R-1', 'R-2', 'R-3'] as const;
const SPOOL = 'S-1';
/** The model of a register that nobody has written yet. */
const UNWRITTEN = 'none';

export type Counts = { writes: number; reads: number; refused: number; unknown: number; retried: number };

export class People {
  readonly recorder: Recorder<RegisterInput, RegisterOutput>;
  readonly counts: Counts = { writes: 0, reads: 0, refused: 0, unknown: 0, retried: 0 };
  /** The models of printers that were added, and what is known of it: there once, not there, or one of both. */
  readonly added = new Map<string, 'once' | 'never' | 'perhaps'>();
  /** How many are in the middle of something. */
  waiting = 0;
  readonly #timeline: Timeline;
  readonly #random: Random;
  readonly #shop: readonly SimWorkstation[];
  #next = 0;
  #isEvening = false;

  constructor(timeline: Timeline, random: Random, shop: readonly SimWorkstation[]) {
    this.#timeline = timeline;
    this.#random = random;
    this.#shop = shop;
    this.recorder = new Recorder(() => timeline.now);
  }

  /** Sets up what they work with; resolves when that is there. */
  async begin(at: SimWorkstation): Promise<void> {
    const first: Command[] = [
      ...REGISTERS.map((id) =>
        CommandSchema.parse({ type: 'printer.create', id, maker: 'M', model: UNWRITTEN }),
      ),
      CommandSchema.parse({
        type: 'spool.create',
        id: SPOOL,
        filament: { product: { material: 'PLA', colour: 'Red' } },
        totalMg: 1_000_000,
        remainingMg: 1_000_000,
      }),
    ];
    for (const [n, command] of first.entries()) await this.#insist(at, command, `begin-${n}`);
  }

  come(client: number, workstation: SimWorkstation): void {
    void this.#work(client, workstation);
  }

  /** Nobody begins anything any more. */
  goHome(): void {
    this.#isEvening = true;
  }

  async #work(client: number, workstation: SimWorkstation): Promise<void> {
    while (!this.#isEvening) {
      await this.#timeline.sleep(this.#random.between(5, 300));
      if (!workstation.isAwake) continue;
      this.waiting += 1;
      await this.#act(client, workstation);
      this.waiting -= 1;
    }
  }

  #act(client: number, workstation: SimWorkstation): Promise<void> {
    switch (this.#random.weighted({ write: 4, read: 4, add: 2, print: 1 })) {
      case 'write':
        return this.#write(client, workstation);
      case 'read':
        return this.#read(client, workstation);
      case 'add':
        return this.#add(workstation);
      case 'print':
        return this.#print(workstation);
    }
  }

  async #write(client: number, workstation: SimWorkstation): Promise<void> {
    const name = this.#random.pick(REGISTERS);
    const value = `v-${++this.#next}`;
    const call = this.recorder.call(client, { kind: 'write', name, value });
    try {
      await workstation.submit(CommandSchema.parse({ type: 'printer.edit', id: name, model: value }));
      this.counts.writes += 1;
      call.returns({ value: null });
    } catch (cause) {
      if (cause instanceof NotApplied) {
        this.counts.refused += 1;
        call.failed();
      } else {
        this.counts.unknown += 1;
        call.isUnknown();
      }
    }
  }

  async #read(client: number, workstation: SimWorkstation): Promise<void> {
    const name = this.#random.pick(REGISTERS);
    const call = this.recorder.call(client, { kind: 'read', name });
    try {
      const { replica } = workstation;
      await workstation.barrier();
      if (replica === null || workstation.replica !== replica) throw new Gone('it went off meanwhile');
      const model = replica.shop.printers.get(name)?.model ?? null;
      this.counts.reads += 1;
      call.returns({ value: model === UNWRITTEN ? null : model });
    } catch {
      call.failed();
    }
  }

  /** With a key it is asked for until there is an answer, on whichever workstation. */
  async #add(workstation: SimWorkstation): Promise<void> {
    const model = `once-${++this.#next}`;
    const command = CommandSchema.parse({ type: 'printer.create', maker: 'M', model });
    this.added.set(model, 'perhaps');
    if (this.#random.chance(0.6)) {
      await this.#insist(workstation, command, model);
      this.added.set(model, 'once');
      return;
    }
    try {
      await workstation.submit(command);
      this.counts.writes += 1;
      this.added.set(model, 'once');
    } catch (cause) {
      if (cause instanceof NotApplied) this.added.set(model, 'never');
      else this.counts.unknown += 1;
    }
  }

  async #print(workstation: SimWorkstation): Promise<void> {
    const id = `J-${++this.#next}x`;
    const printer = this.#random.pick(REGISTERS);
    const job = { type: 'job.create', id, printer, spool: SPOOL, file: 'part.gcode', weightMg: 1_000 };
    try {
      for (const command of [job, { type: 'job.start', id, cleared: true }, { type: 'job.finish', id }])
        await workstation.submit(CommandSchema.parse(command));
    } catch {
      this.counts.unknown += 1;
    }
  }

  async #insist(first: SimWorkstation, command: Command, key: string): Promise<void> {
    for (let at = first; ; at = this.#random.pick(this.#shop)) {
      try {
        await at.submit(command, key);
        this.counts.writes += 1;
        return;
      } catch (cause) {
        if (cause instanceof KeyUsedOtherwise) throw cause;
        this.counts.retried += 1;
        await this.#timeline.sleep(this.#random.between(20, 200));
      }
    }
  }
}
