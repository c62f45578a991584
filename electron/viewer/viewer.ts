/**
 * One viewer's session with a workstation, apart from how its messages travel: requests in, replies
 * and pushes out, as `shared/contract/protocol.ts` says. The console's WebSocket and the app's IPC
 * both speak through this.
 */
import type { z } from 'zod';
import { Unavailable, type Workstation } from '../workstation-interface.ts';
import { Envelope, PROTOCOL_VERSION, Requests } from '../../shared/contract/protocol.ts';
import type { Failure, Push, Reply, RequestName, Results } from '../../shared/contract/protocol.ts';
import { MAX_CHANGE_BYTES } from '../../shared/contract/limits.ts';
import { batchBytes } from '../../shared/transfer/file.ts';
import { describe } from './describe.ts';
import { failureOf } from './failures.ts';
import { fileOf, planOf, type Saver } from './files.ts';
import type { Log } from './log.ts';
import { readPage } from './pages.ts';
import { streamShop, WAIT_AT_BYTES } from './stream.ts';

/** The way back to the viewer. */
export type ViewerPort = Readonly<{
  send: (message: Push | Reply) => void;
  /** Bytes handed to `send` that the viewer has not taken yet. */
  unsent: () => number;
  /** Resolves once the viewer has taken enough to be sent more, or will never take anything again. */
  drained: () => Promise<void>;
  /** Where the viewer's own window can ask its user for a place (the app); a browser downloads over HTTP. */
  save?: Saver;
}>;

export type Viewer = Readonly<{
  /** Takes one message as it came, of any shape. Never throws. */
  receive: (message: unknown) => void;
  /** Ends the session; nothing is sent afterwards. */
  close: () => void;
}>;

/** Commands of one viewer that may wait for their answers at once. */
const MAX_PENDING = 100;
/** Files of one viewer that may wait to be looked at: each is megabytes. */
const MAX_PLANS = 2;

/** Requests that are answered in time and in turn. */
type Answered = Exclude<RequestName, 'hello' | 'subscribe'>;

/** The id of replies to messages in which none can be read. */
export const NO_ID = -1;

/** Opens a session; `build` names the program, so that a console of another build reloads. */
export function createViewer(workstation: Workstation, build: string, port: ViewerPort, log: Log): Viewer {
  let closed = false;
  let greeted = false;
  let pending = 0;
  let plans = 0;
  const leaving = new AbortController();
  let stopStream: (() => void) | null = null;
  let reading: Promise<unknown> = Promise.resolve();

  const reply = (message: Reply) => {
    if (!closed) port.send(message);
  };
  const fail = (id: number, code: Failure['code'], message: string) =>
    reply({ id, error: { code, message } });
  const succeed = (id: number, result: Results[RequestName]) => reply({ id, result });

  /** Answers with what the workstation makes of it, in time and in turn. */
  const carryOut = <R extends Answered>(id: number, work: () => Promise<Results[R]>) => {
    if (pending >= MAX_PENDING) {
      fail(id, 'unavailable', `More than ${MAX_PENDING} commands of this window wait for an answer.`);
      return;
    }
    pending += 1;
    Promise.resolve()
      .then(work)
      .then((answer) => succeed(id, answer))
      .catch((error: unknown) => {
        const failure = failureOf(error);
        if (failure.code === 'internal') log('A command of a console failed.', error);
        fail(id, failure.code, failure.message);
      })
      .finally(() => {
        pending -= 1;
      });
  };

  /** One after the other, each sent before the next is read: a hundred pages, or plans, are many megabytes. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = reading.then(async () => {
      if (port.unsent() > WAIT_AT_BYTES) await port.drained();
      leaving.signal.throwIfAborted();
      return work();
    });
    reading = done.catch(() => undefined);
    return done;
  };

  /** What is asked for with checked parameters. */
  const answer: { readonly [R in Answered]: (id: number, params: z.output<(typeof Requests)[R]>) => void } = {
    execute: (id, { command, key, operator }) => {
      if (command.type === 'batch' && batchBytes(command.commands) > MAX_CHANGE_BYTES)
        fail(id, 'badRequest', `params.command: must be at most ${MAX_CHANGE_BYTES} bytes`);
      else
        carryOut<'execute'>(id, () =>
          workstation.execute(command, operator === undefined ? { key } : { key, operator }),
        );
    },
    page: (id, asked) => carryOut<'page'>(id, () => inTurn(() => readPage(workstation, asked))),
    manage: (id, { action }) => carryOut<'manage'>(id, () => workstation.manage(action)),
    plan: (id, asked) => {
      if (plans >= MAX_PLANS) fail(id, 'unavailable', 'Other files of this window are being looked at.');
      else {
        plans += 1;
        const plan = () => inTurn(() => planOf(workstation, asked, leaving.signal));
        carryOut<'plan'>(id, () => plan().finally(() => (plans -= 1)));
      }
    },
    save: (id, asked) => {
      const { save } = port;
      if (save === undefined) fail(id, 'badRequest', 'request: this viewer has no window to ask where to');
      else carryOut<'save'>(id, () => save(fileOf(workstation.shop, asked)));
    },
  };
  const take = (id: number, request: Answered, params: unknown) => {
    const parsed = Requests[request].safeParse(params);
    // Each request with its own parameters, as the table says; the compiler cannot see that across a union.
    if (parsed.success) (answer[request] as (id: number, params: unknown) => void)(id, parsed.data);
    else fail(id, 'badRequest', describe(parsed.error));
  };

  return {
    receive(message) {
      if (closed) return;
      const envelope = Envelope.safeParse(message);
      if (!envelope.success) {
        fail(idOf(message), 'badRequest', describe(envelope.error));
        return;
      }
      const { id, request, params } = envelope.data;
      if (request === 'hello') {
        const hello = Requests.hello.safeParse(params);
        if (!hello.success) {
          fail(id, 'badRequest', describe(hello.error));
          return;
        }
        greeted = hello.data.protocol === PROTOCOL_VERSION;
        succeed(id, { protocol: PROTOCOL_VERSION, build });
        return;
      }
      if (!greeted) {
        fail(id, 'badRequest', `request: must be hello with protocol ${PROTOCOL_VERSION} first`);
        return;
      }
      if (request !== 'subscribe') {
        take(id, request, params);
        return;
      }
      const subscribe = Requests.subscribe.safeParse(params);
      if (!subscribe.success) {
        fail(id, 'badRequest', describe(subscribe.error));
        return;
      }
      stopStream?.();
      succeed(id, {});
      stopStream = streamShop(workstation, port, log);
    },
    close() {
      closed = true;
      leaving.abort(new Unavailable('The window is closed.'));
      stopStream?.();
      stopStream = null;
    },
  };
}

/** The id that a message of the wrong shape claims, where it can be read. */
function idOf(message: unknown): number {
  const id = Envelope.pick({ id: true }).safeParse(message);
  return id.success ? id.data.id : NO_ID;
}
