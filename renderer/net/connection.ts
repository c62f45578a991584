/** The transport: JSON texts over a line that is opened again whenever it is lost. */
import { partsOf } from '../../shared/contract/long-text.ts';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts';
import type { Push, Results } from '../../shared/contract/protocol.ts';
import { createLedger } from './ledger.ts';
import type { Outgoing } from './ledger.ts';
import type { Line, OpenLine } from './line.ts';
import { readFrame } from './messages.ts';
import type { Transport, TransportListener } from './transport.ts';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;
/** Not used by the ledger, whose ids begin at 1. */
const HELLO_ID = 0;

export type ConnectionOptions = Readonly<{
  open: OpenLine;
  /** Called with the workstation's build; true where the page is being reloaded for it. */
  reloads: (build: string) => boolean;
  deadlineMs?: number;
}>;

export function createTransport(options: ConnectionOptions): Transport {
  let line: Line | null = null;
  let greeted = false;
  let stopped = false;
  let retryMs = FIRST_RETRY_MS;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let listener: TransportListener | null = null;

  const write = (outgoing: Outgoing): boolean => {
    if (!line || !greeted) return false;
    for (const part of partsOf(JSON.stringify(outgoing))) line.send(part);
    return true;
  };
  const ledger = createLedger(write, () => drop('lost'), options.deadlineMs);

  const drop = (reason: 'lost' | 'outdated') => {
    line?.close();
    line = null;
    greeted = false;
    ledger.interrupt();
    if (stopped) return;
    listener?.disconnected(reason);
    clearTimeout(retry);
    retry = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  };

  const greet = (result: unknown) => {
    // Checked by comparing: anything else than our own numbers is another version.
    const { protocol, build } = (result ?? {}) as Partial<Results['hello']>;
    if (typeof build === 'string' && options.reloads(build)) return;
    if (protocol !== PROTOCOL_VERSION) {
      drop('outdated');
      return;
    }
    greeted = true;
    retryMs = FIRST_RETRY_MS;
    listener?.connected();
    ledger.resume();
  };

  const receive = (data: unknown) => {
    const message = readFrame(data);
    if (message === null) return;
    if (message.kind === 'push') {
      listener?.push(message.push satisfies Push);
    } else if (message.id === HELLO_ID) {
      greet(message.kind === 'result' ? message.result : null);
    } else if (message.kind === 'result') {
      ledger.result(message.id, message.result);
    } else {
      ledger.error(message.id, message.error);
    }
  };

  const open = () => {
    const opened = options.open({
      opened: () =>
        opened.send(
          JSON.stringify({ id: HELLO_ID, request: 'hello', params: { protocol: PROTOCOL_VERSION } }),
        ),
      text: receive,
      closed: () => drop('lost'),
    });
    line = opened;
  };

  return {
    connect(to) {
      listener = to;
      open();
      return () => {
        stopped = true;
        clearTimeout(retry);
        drop('lost');
      };
    },
    request: (request, params) =>
      // The workstation answers each request with its own result; the contract says which.
      ledger.add(request, params) as Promise<never>,
  };
}
