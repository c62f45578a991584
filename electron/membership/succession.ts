/**
 * Keeps the shop's authority where it has to be: its key on every member's disk, and another authority in its
 * place as soon as somebody was removed who still has the old key.
 *
 * The leader makes the next one, has it on its own disk, hands it to the members that are there, and only then
 * has it committed: a key that nobody holds would be the end of letting anybody in. Whoever was away asks for it.
 */
import type { Aside } from './asides.ts';
import { isBuried, memberOf, needsNewAuthority } from './roster/roster.ts';
import type { Roster, RosterCommand } from './roster/types.ts';

export type NewAuthority = Readonly<{ generation: number; certificate: string; privateKey: string }>;

export type SuccessionPorts = Readonly<{
  roster: () => Roster;
  leads: () => boolean;
  /** Members that are connected now. */
  connected: () => Iterable<string>;
  tell: (to: string, aside: Aside) => void;
  submit: (command: RosterCommand) => Promise<unknown>;
  /** The key of a generation from this node's disk; null where it is not there. */
  keyOf: (generation: number) => string | null;
  /** Puts it there, durably. */
  keep: (generation: number, privateKey: string) => Promise<void>;
  /** Whether that private key is the one of that certificate. */
  belongs: (privateKey: string, certificate: string) => boolean;
  /** Makes the one after the newest, vouched for by it. */
  create: (roster: Roster) => Promise<NewAuthority>;
  failed: (cause: unknown) => void;
}>;

export class Succession {
  readonly #ports: SuccessionPorts;
  /** Handed out by a leader and not in the roster yet. */
  #announced: { generation: number; key: string } | null = null;
  #busy = false;

  constructor(ports: SuccessionPorts) {
    this.#ports = ports;
  }

  /** To be called now and then, and when the roster changed. */
  tick(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#work()
      .catch((cause: unknown) => this.#ports.failed(cause))
      .finally(() => {
        this.#busy = false;
      });
  }

  /** What a member says of this. */
  receive(from: string, aside: Aside): void {
    const { roster, keyOf, tell } = this.#ports;
    if (aside.type === 'authorityWanted') {
      const key = keyOf(aside.generation);
      const isOurs = memberOf(roster(), from) !== null && !isBuried(roster(), from);
      if (key !== null && isOurs) tell(from, { type: 'authorityKey', generation: aside.generation, key });
    }
    if (aside.type === 'authorityKey') {
      this.#announced = { generation: aside.generation, key: aside.key };
      this.tick();
    }
  }

  async #work(): Promise<void> {
    await this.#takeOver();
    if (this.#ports.leads() && needsNewAuthority(this.#ports.roster())) await this.#succeed();
  }

  /** The newest one's key: what was handed out, once the roster vouches for it; otherwise it is asked for. */
  async #takeOver(): Promise<void> {
    const { roster, keyOf, keep, belongs, connected, tell } = this.#ports;
    const newest = roster().authorities.at(-1);
    if (newest === undefined || keyOf(newest.generation) !== null) return;
    const announced = this.#announced;
    if (announced?.generation === newest.generation && belongs(announced.key, newest.certificate)) {
      this.#announced = null;
      return keep(newest.generation, announced.key);
    }
    for (const peer of connected()) tell(peer, { type: 'authorityWanted', generation: newest.generation });
  }

  async #succeed(): Promise<void> {
    const { roster, keyOf, keep, create, connected, tell, submit } = this.#ports;
    const newest = roster().authorities.at(-1);
    // Without the old key nobody vouches for the new one; whoever has it leads one day, or hands it over.
    if (newest === undefined || keyOf(newest.generation) === null) return;
    const { generation, certificate, privateKey } = await create(roster());
    await keep(generation, privateKey);
    for (const peer of connected()) {
      if (memberOf(roster(), peer) !== null)
        tell(peer, { type: 'authorityKey', generation, key: privateKey });
    }
    await submit({ type: 'roster.succeed', generation, certificate });
  }
}
