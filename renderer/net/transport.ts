/** How the console speaks to its workstation, whatever carries it: a WebSocket here, IPC in the app. */
import type { ErrorCode, Params, Push, RequestName, Results } from '../../shared/contract/protocol.ts';

export type TransportListener = Readonly<{
  /** The workstation answered `hello`: requests go through. Called again after every reconnect. */
  connected: () => void;
  /** `outdated`: page and workstation do not understand each other, and a reload did not help. */
  disconnected: (reason: 'lost' | 'outdated') => void;
  push: (push: Push) => void;
}>;

export type Transport = Readonly<{
  /** Connects, and stays connected until the returned function is called. At most once. */
  connect: (listener: TransportListener) => () => void;
  /**
   * Rejects with `RequestFailure` only. An `execute` outlives a lost connection: it is sent again
   * with the same key, so that it is carried out once. Other requests fail with the connection.
   */
  request: <R extends RequestName>(request: R, params: Params<R>) => Promise<Results[R]>;
}>;

/** A request that got no result; `code` says whether it may have been carried out. */
export class RequestFailure extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RequestFailure';
    this.code = code;
  }
}
