/**
 * A workstation that belongs to no shop: it shows the shops that it sees, and gets into one, or founds one, when
 * somebody says so. It never does either by itself. Until then every other request is answered with "no shop yet".
 */
import { Tables } from '../shared/domain/tables.ts';
import { NO_SHOP, type Health } from '../shared/contract/health.ts';
import {
  type Action,
  DONE,
  type Joining,
  type Lobby,
  type Managed,
  type SeenShop,
} from '../shared/contract/membership.ts';
import type { Address } from './links/types.ts';
import { Unavailable, type Workstation } from './workstation-interface.ts';

const SENTENCE = 'no shop yet: join one or found one on this workstation';

/** How somebody gets in. */
export type Way =
  | Readonly<{ kind: 'digits'; clusterId: string | null; addresses: readonly Address[] }>
  | Readonly<{ kind: 'invitation'; text: string }>
  | Readonly<{ kind: 'keyFile'; path: string }>;

/** One attempt to get in; it tells how far it is until it has ended. */
export type Attempt = Readonly<{
  /** The digits are the same on both screens. */
  confirm: () => void;
  cancel: () => void;
}>;

export type AttemptEvents = Readonly<{
  joining: (state: Joining) => void;
}>;

export type LobbyPorts = Readonly<{
  name: string;
  former: Lobby['former'];
  findings: readonly string[];
  shops: () => readonly SeenShop[];
  /** Called when `shops` may have changed; returns how to stop. */
  watchShops: (listener: () => void) => () => void;
  found: (shop: string, name: string) => Promise<void>;
  /** Begins; whoever carries it out makes this workstation a member once it has succeeded. */
  join: (way: Way, name: string, events: AttemptEvents) => Attempt;
  /** Puts a former member's records aside. */
  startOver: () => Promise<void>;
}>;

export type LobbyWorkstation = Workstation &
  Readonly<{
    /** Gets in without anybody at the screen, if it can. */
    joinBy: (way: Way, name: string) => void;
    /** Gives up what is under way. */
    close: () => void;
  }>;

export function createLobby(ports: LobbyPorts): LobbyWorkstation {
  const shop = new Tables();
  const listeners = new Set<(health: Health) => void>();
  let joining: Joining = { phase: 'idle' };
  let attempt: Attempt | null = null;

  const health = (): Health => ({
    ...NO_SHOP,
    findings: [...ports.findings],
    lobby: { name: ports.name, shops: [...ports.shops()], joining, former: ports.former },
  });
  const tell = () => {
    const now = health();
    for (const listener of [...listeners]) listener(now);
  };
  const unwatch = ports.watchShops(tell);
  const set = (state: Joining) => {
    joining = state;
    tell();
  };
  const join = (way: Way, name: string): Managed => {
    attempt?.cancel();
    let mine: Attempt | null = null;
    mine = ports.join(way, name, {
      joining: (state) => {
        // What an attempt that was given up has to say still is nobody's concern.
        if (mine === null || mine === attempt) set(state);
      },
    });
    attempt = mine;
    return DONE;
  };
  const refuse = () => Promise.reject(new Unavailable(SENTENCE));

  const manage = async (action: Action): Promise<Managed> => {
    if (ports.former !== null && action.action !== 'startOver')
      return no('former', 'The records of the shop that it belonged to are still here: start over first.');
    switch (action.action) {
      case 'found':
        await ports.found(action.shop, action.name);
        return DONE;
      case 'join': {
        const seen = ports.shops().find(({ clusterId }) => clusterId === action.clusterId);
        if (seen === undefined) return no('notSeen', 'That shop is not in sight any more.');
        const addresses = seen.workstations.map(({ address }) => address);
        return join({ kind: 'digits', clusterId: seen.clusterId, addresses }, action.name);
      }
      case 'joinAt':
        return join({ kind: 'digits', clusterId: null, addresses: [action.address] }, action.name);
      case 'joinWith':
        return join({ kind: 'invitation', text: action.invitation }, action.name);
      case 'confirm':
        attempt?.confirm();
        return DONE;
      case 'cancel':
        attempt?.cancel();
        attempt = null;
        set({ phase: 'idle' });
        return DONE;
      case 'startOver':
        await ports.startOver();
        return DONE;
      default:
        return no('noShop', 'This workstation belongs to no shop yet.');
    }
  };

  return {
    execute: refuse,
    answers: () => new Map(),
    barrier: refuse,
    manage,
    shop,
    appliedIndex: 0,
    health,
    watch: () => () => undefined,
    watchHealth(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    joinBy: join,
    close() {
      unwatch();
      attempt?.cancel();
      attempt = null;
    },
  };
}

function no(code: string, sentence: string): Managed {
  return { ok: false, code, sentence };
}
