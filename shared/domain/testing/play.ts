import type { Answer } from '../answers.ts';
import { apply } from '../apply.ts';
import { type CommandInput, CommandSchema } from '../commands.ts';
import { Tables } from '../tables.ts';
import { RULES_VERSION } from '../versions.ts';
import { metaOf } from './meta.ts';

/** A shop in which things are done one after the other, and looked at in between. */
export class Play extends Tables {
  #index = 0;
  readonly #version: number;

  constructor(version = RULES_VERSION) {
    super();
    this.#version = version;
  }

  /** Does it, and gives the answer. */
  try(input: CommandInput): Answer {
    const command = CommandSchema.parse(input);
    const { answer, changes, filings } = apply(this, command, metaOf(++this.#index, this.#version));
    this.commit(changes, filings);
    return answer;
  }

  /** Does what has to work; throws where it is refused. */
  do(...inputs: readonly CommandInput[]): this {
    for (const input of inputs) {
      const answer = this.try(input);
      if (!answer.ok) throw new Error(`${input.type} was refused: ${JSON.stringify(answer.refusal)}`);
    }
    return this;
  }

  /** Why it is refused. */
  refusal(input: CommandInput): unknown {
    const answer = this.try(input);
    return answer.ok ? 'accepted' : answer.refusal;
  }

  spool(id: string) {
    return found(this.spools.get(id));
  }
  printer(id: string) {
    return found(this.printers.get(id));
  }
  job(id: string) {
    return found(this.jobs.get(id) ?? this.archive.jobs.get(id));
  }
  print(id: string) {
    return found(this.prints.get(id) ?? this.archive.prints.get(id));
  }
}

function found<T>(entity: T | undefined): T {
  if (entity === undefined) throw new Error('there is no such record');
  return entity;
}

export const printer = (id: string, more: object = {}): CommandInput => ({
  type: 'printer.create',
  id,
  maker: 'Prusa',
  model: 'MK4S',
  ...more,
});

/** A full reel of PLA Black of a kilogram. */
export const spool = (id: string, more: object = {}, product: object = {}): CommandInput => ({
  type: 'spool.create',
  id,
  filament: { product: { material: 'PLA', colour: 'Black', ...product } },
  totalMg: 1_000_000,
  remainingMg: 1_000_000,
  ...more,
});

/** A job of 100 g of PLA for whichever printer fits. */
export const job = (id: string, more: object = {}): CommandInput => ({
  type: 'job.create',
  id,
  file: `${id}.gcode`,
  weightMg: 100_000,
  material: 'PLA',
  ...more,
});
