/** The simplest state machine: it remembers every command with its index, and who takes part. */
import type { Configuration, Entry, Index } from '../types.ts';
import { must } from './violation.ts';

export type Applied = Readonly<{ index: Index; data: string }>;

export class Machine {
  index: Index = 0;
  readonly commands: Applied[] = [];
  /** In force at `index`. */
  configuration: Configuration;

  /** @param configuration in force before the first entry */
  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  apply({ index, payload }: Entry): void {
    must(index === this.index + 1, () => `applied ${index} after ${this.index}`);
    this.index = index;
    if (payload.kind === 'command') this.commands.push({ index, data: payload.data });
    if (payload.kind === 'configuration') this.configuration = payload.configuration;
  }

  /** As bytes that differ from node to node, so that a mixture of two snapshots cannot pass. */
  encode(by: string): Uint8Array {
    const { index, commands, configuration } = this;
    const text = JSON.stringify({ by: by.repeat(3), index, commands, configuration });
    return new TextEncoder().encode(`${checksum(text)} ${text}`);
  }

  /** Null: these bytes are no whole snapshot. */
  static decode(bytes: Uint8Array): Machine | null {
    const whole = new TextDecoder().decode(bytes);
    const text = whole.slice(whole.indexOf(' ') + 1);
    if (whole.slice(0, whole.indexOf(' ')) !== checksum(text)) return null;
    const { index, commands, configuration } = JSON.parse(text) as Pick<
      Machine,
      'index' | 'commands' | 'configuration'
    >;
    const machine = new Machine(configuration);
    machine.index = index;
    machine.commands.push(...commands);
    return machine;
  }
}

/** FNV-1a. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}
