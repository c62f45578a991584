/** Requests that wait for their replies, over as many connections as it takes. */
import type { Failure, RequestName } from '../../shared/contract/protocol.ts';
import { RequestFailure } from './transport.ts';

/** An `execute` without an answer for this long is reported; its key can still be asked again. */
export const EXECUTE_DEADLINE_MS = 10_000;

/** A request as it goes onto the wire. */
export type Outgoing = Readonly<{ id: number; request: RequestName; params: unknown }>;

type Waiting = Readonly<{
  outgoing: Outgoing;
  resolve: (result: unknown) => void;
  reject: (failure: RequestFailure) => void;
  timer: ReturnType<typeof setTimeout> | undefined;
}> & { sent: boolean; /** Whether its connection was lost meanwhile. */ cut: boolean };

export type Ledger = Readonly<{
  /** Enters a request; `send` puts it onto the wire, or answers false while there is none. */
  add: (request: RequestName, params: unknown) => Promise<unknown>;
  result: (id: number, result: unknown) => void;
  error: (id: number, error: Failure) => void;
  /** A new connection is ready: executes go out again, with their old keys. */
  resume: () => void;
  /** The connection is lost: what cannot be repeated safely fails. */
  interrupt: () => void;
}>;

/**
 * `send` takes a request and tells whether a connection took it; `silent` is called when a sent
 * execute got no answer in time on one and the same connection, a sign that it is dead.
 */
export function createLedger(
  send: (outgoing: Outgoing) => boolean,
  silent: () => void,
  deadlineMs: number = EXECUTE_DEADLINE_MS,
): Ledger {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;

  const take = (id: number): Waiting | undefined => {
    const entry = waiting.get(id);
    waiting.delete(id);
    clearTimeout(entry?.timer);
    return entry;
  };
  const expire = (id: number) => {
    const entry = take(id);
    if (!entry) return;
    entry.reject(
      entry.sent
        ? new RequestFailure('unknownOutcome', 'The workstation did not answer in time.')
        : new RequestFailure('unavailable', 'The workstation could not be reached.'),
    );
    // A connection that came only meanwhile has not had the whole time.
    if (entry.sent && !entry.cut) silent();
  };

  return {
    add(request, params) {
      const outgoing = { id: nextId++, request, params };
      return new Promise((resolve, reject) => {
        const timer = request === 'execute' ? setTimeout(() => expire(outgoing.id), deadlineMs) : undefined;
        const entry: Waiting = { outgoing, resolve, reject, timer, sent: false, cut: false };
        waiting.set(outgoing.id, entry);
        entry.sent = send(outgoing);
        if (entry.sent || request === 'execute') return;
        waiting.delete(outgoing.id);
        reject(new RequestFailure('unavailable', 'The workstation could not be reached.'));
      });
    },
    result: (id, result) => take(id)?.resolve(result),
    error: (id, { code, message }) => take(id)?.reject(new RequestFailure(code, message)),
    resume() {
      for (const entry of waiting.values()) {
        if (entry.outgoing.request === 'execute' && send(entry.outgoing)) entry.sent = true;
      }
    },
    interrupt() {
      for (const [id, entry] of [...waiting]) {
        entry.cut = true;
        if (entry.outgoing.request === 'execute') continue;
        // It was sent, or it would have failed at once. A subscription that is lost is no loss.
        const code = entry.outgoing.request === 'manage' ? 'unknownOutcome' : 'unavailable';
        take(id)?.reject(new RequestFailure(code, 'The connection was lost.'));
      }
    },
  };
}
