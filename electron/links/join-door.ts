/** The member's end of joining connections: how many there may be, and for how long. */
import type { TLSSocket } from 'node:tls';
import type { Connection } from './connection.ts';
import { type FramedHandlers, framedSocket, MAX_JOIN_FRAME, type OnJoin } from './joins.ts';
import type { Credentials } from './secure.ts';

/** Newcomers at once. */
const MAX_JOINS = 16;
/** Somebody has to walk over and compare digits. */
const JOIN_MS = 10 * 60_000;

export class JoinDoor {
  readonly #onJoin: OnJoin | null;
  readonly #open = new Map<Connection, NodeJS.Timeout>();

  /** @param onJoin null: nobody is let in here */
  constructor(onJoin: OnJoin | null) {
    this.#onJoin = onJoin;
  }

  get isOpen(): boolean {
    return this.#onJoin !== null;
  }

  /** Takes a connection whose handshake is done; null: there are too many. `closed` must reach the handlers. */
  admit(socket: TLSSocket, connection: Connection, credentials: Credentials): FramedHandlers | null {
    if (this.#onJoin === null || this.#open.size >= MAX_JOINS) return null;
    connection.introduced(MAX_JOIN_FRAME);
    this.#open.set(
      connection,
      setTimeout(() => connection.close(), JOIN_MS),
    );
    const handlers = this.#onJoin(framedSocket(socket, connection, credentials));
    return {
      message: handlers.message,
      closed: () => {
        clearTimeout(this.#open.get(connection));
        this.#open.delete(connection);
        handlers.closed();
      },
    };
  }

  tick(): void {
    for (const connection of [...this.#open.keys()]) connection.tick();
  }
}
