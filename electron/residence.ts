/**
 * Where this workstation belongs, for as long as the program runs: to no shop, to one, or to one no more. It goes from
 * one to the other, and screens and REST keep their connection meanwhile (`switchboard.ts`).
 */
import { computerName } from './computer-name.ts';
import type { SeenShop } from '../shared/contract/membership.ts';
import type { Discovery, Sighting } from './discovery/types.ts';
import { type Belonging, BelongingError } from './found.ts';
import type { Address } from './links/types.ts';
import { type AttemptEvents, createLobby, type LobbyWorkstation, type Way } from './lobby.ts';
import { startJoining } from './newcomer.ts';
import type { Roster } from './membership/roster/types.ts';
import { createProspect, type Prospect } from './prospect.ts';
import { createSwitchboard, type Switchboard } from './switchboard.ts';
import type { RunningWorkstation } from './workstation.ts';
import type { Workstation } from './workstation-interface.ts';
import type { JoinOptions } from './membership/joining/join.ts';

export type Ended = 'removed' | 'copy';

/** What becomes of a member that cannot stay the one it was started as. */
export type MemberEvents = Readonly<{
  /** It is none of the shop's any more, or must not be one: it is to be stopped. */
  ended: (why: Ended) => void;
  /** Its records are wrong, the others have the right ones. @param roster who belongs, as far as it knows */
  diverged: (roster: Roster) => void;
}>;

export type ResidencePorts = Readonly<{
  /** What this workstation is called unless another name is chosen. */
  name: string;
  findings: readonly string[];
  /** Null: it keeps to its own computer. */
  discovery: Discovery | null;
  /** Where it listens as a member; found out when that is first needed, and then kept. */
  link: () => Promise<Address>;
  /** The addresses that others may dial for that. */
  addressesOf: (link: Address) => readonly Address[];
  /** Starts the member that the directory is; the events may come even before it resolves. */
  startMember: (belonging: Belonging, link: Address, on: MemberEvents) => Promise<RunningWorkstation>;
  /** Puts a stopped member's records aside, durably, for the others to fill in anew. */
  forget: (belonging: Belonging) => Promise<void>;
  /** Makes a shop, durably. */
  found: (shop: string, name: string, link: Address) => Promise<Belonging>;
  /** Writes what makes this computer that prospect's member, durably. */
  saveGrant: (prospect: Prospect, ...grant: Parameters<JoinOptions['save']>) => Promise<Belonging>;
  /** Puts a former member's records aside. */
  putAside: () => Promise<void>;
  /** What somebody without a screen has to know. */
  log: (sentence: string) => void;
  /** A change that cannot be undone has failed half way; the process has to end. */
  fatal: (cause: unknown) => void;
}>;

type Member = Readonly<{ kind: 'member'; belonging: Belonging; workstation: RunningWorkstation }>;
type Newcomer = Readonly<{ kind: 'lobby'; workstation: LobbyWorkstation }>;

const ENDED: Readonly<Record<Ended, string>> = {
  removed: 'This workstation was removed from the shop.',
  copy: "This computer's records are a copy of those of another workstation, which has been running since. Two computers must not be one workstation: start over here, and join the shop as a new one.",
};

export class Residence {
  readonly #ports: ResidencePorts;
  #current: Member | Newcomer;
  #switchboard: Switchboard | null = null;
  #stopped = false;
  /** Whatever changes where this workstation belongs does so behind what does already. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(ports: ResidencePorts, first: Newcomer) {
    this.#ports = ports;
    this.#current = first;
  }

  /** Starts as a member where there is a belonging. Rejects as `startMember` does. */
  static async open(ports: ResidencePorts, belonging: Belonging | null): Promise<Residence> {
    const residence = new Residence(ports, { kind: 'lobby', workstation: createLobby(nobody(ports)) });
    // What such a member finds out while it starts is behind its start, like anything that changes where it belongs.
    residence.#current = await residence.#next<Member | Newcomer>(() =>
      belonging === null ? residence.#lobby(null) : residence.#member(belonging),
    );
    residence.#switchboard = createSwitchboard(residence.#current.workstation);
    return residence;
  }

  get workstation(): Workstation {
    return this.#board;
  }

  /** The shop's name; null: none. */
  get shop(): string | null {
    return this.#current.kind === 'member' ? this.#current.belonging.founding.shop : null;
  }

  /** Gets into a shop without anybody at the screen, if there is none yet. */
  joinBy(way: Way): void {
    if (this.#current.kind === 'lobby') this.#current.workstation.joinBy(way, this.#ports.name);
  }

  sleep(): void {
    if (this.#current.kind === 'member') this.#current.workstation.sleep();
  }

  wake(): void {
    if (this.#current.kind === 'member') this.#current.workstation.wake();
    else this.#ports.discovery?.refresh();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#turn.catch(() => undefined);
    await this.#leave();
    await this.#ports.discovery?.stop();
  }

  get #board(): Switchboard {
    if (this.#switchboard === null) throw new Error('open() makes it');
    return this.#switchboard;
  }

  async #leave(): Promise<void> {
    const { kind, workstation } = this.#current;
    if (kind === 'member') await workstation.stop();
    else workstation.close();
  }

  /** One after the other; what was asked for once this program stops is not done. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn
      .catch(() => undefined)
      .then(() => {
        if (this.#stopped) throw new BelongingError('PrintRaft is stopping.');
        return work();
      });
    this.#turn = done;
    return done;
  }

  async #replace(next: () => Promise<Member | Newcomer>): Promise<void> {
    await this.#leave();
    this.#current = await next();
    this.#switchboard?.connect(this.#current.workstation);
  }

  #become(belonging: Belonging): Promise<void> {
    return this.#orEnd(this.#replace(() => this.#member(belonging)));
  }

  #refill(belonging: Belonging): Promise<void> {
    const forgotten = async () => {
      await this.#ports.forget(belonging);
      return this.#member(belonging);
    };
    return this.#orEnd(this.#replace(forgotten));
  }

  #orEnd(change: Promise<void>): Promise<void> {
    return change.catch((cause: unknown) => {
      this.#ports.fatal(cause);
      throw cause;
    });
  }

  async #member(belonging: Belonging): Promise<Member> {
    let over = false;
    const ended = (why: Ended) => {
      if (over) return;
      over = true;
      const former = { shop: belonging.founding.shop, sentence: ENDED[why] };
      this.#next(() => this.#replace(() => this.#lobby(former))).catch(() => undefined);
    };
    const diverged = (roster: Roster) => {
      if (over) return;
      over = true;
      // From its own log it could not tell any more by whom it is to be trusted.
      const again = { ...belonging, joined: roster, started: true };
      this.#next(() => this.#refill(again)).catch(() => undefined);
    };
    const on = { ended, diverged };
    const workstation = await this.#ports.startMember(belonging, await this.#ports.link(), on);
    return { kind: 'member', belonging, workstation };
  }

  async #lobby(former: Readonly<{ shop: string; sentence: string }> | null): Promise<Newcomer> {
    const ports = this.#ports;
    const { discovery, name, findings } = ports;
    // Before anybody is asked, so that trying again is no second workstation.
    const prospect = await createProspect();
    const seen = () => discovery?.seen() ?? [];
    const watchShops = (listener: () => void) => discovery?.watch(listener) ?? (() => undefined);
    let link: Address | null = null;
    let saved: Belonging | null = null;
    const workstation = createLobby({
      name,
      former,
      findings,
      shops: () => shopsOf(seen()),
      watchShops,
      found: (shop, chosen) =>
        this.#next(async () => {
          await this.#become(await ports.found(shop, chosen, await ports.link()));
        }),
      join: (way, chosen, events) =>
        startJoining(
          {
            prospect,
            addresses: () => (link === null ? [] : ports.addressesOf(link)),
            seen,
            watchSeen: watchShops,
            save: async (...grant) => {
              saved = await ports.saveGrant(prospect, ...grant);
            },
            joined: () => {
              const belonging = saved;
              if (belonging === null) return;
              this.#next(() => this.#become(belonging)).catch(() => undefined);
            },
          },
          way,
          chosen,
          aloud(events, ports.log),
        ),
      startOver: () =>
        this.#next(async () => {
          await ports.putAside();
          await this.#replace(() => this.#lobby(null));
        }),
    });
    link = await ports.link().catch(() => null);
    return { kind: 'lobby', workstation };
  }
}

/** Says as well what the attempt waits for or failed for, each sentence once. */
function aloud({ joining }: AttemptEvents, log: (sentence: string) => void): AttemptEvents {
  let last = '';
  return {
    joining: (state) => {
      const sentence = 'sentence' in state ? state.sentence : '';
      if (sentence !== '' && sentence !== last) log(sentence);
      last = sentence;
      joining(state);
    },
  };
}

/** What stands there until it is known who this workstation is. */
function nobody({ findings }: ResidencePorts): Parameters<typeof createLobby>[0] {
  const never = () => Promise.reject(new BelongingError('PrintRaft is still starting.'));
  return {
    name: computerName(),
    former: null,
    findings,
    shops: () => [],
    watchShops: () => () => undefined,
    found: never,
    join: () => ({ confirm: () => undefined, cancel: () => undefined }),
    startOver: never,
  };
}

/** Each shop once, with all who say that they are of it; whoever has none is not shown. Pure. */
export function shopsOf(seen: readonly Sighting[]): readonly SeenShop[] {
  const shops = new Map<string, SeenShop>();
  for (const { clusterId, shop, name, hosts, port } of seen) {
    const [host] = hosts;
    if (clusterId === null || host === undefined) continue;
    const known = shops.get(clusterId) ?? { clusterId, shop, workstations: [] };
    const workstations = [...known.workstations, { name, address: { host, port } }];
    shops.set(clusterId, { ...known, workstations });
  }
  return [...shops.values()].sort((a, b) => a.shop.localeCompare(b.shop));
}
