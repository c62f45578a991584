/** The console's WebSocket: a viewer's session as JSON text frames at `/console`. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Workstation } from '../workstation-interface.ts';
import { pathOf } from './guard.ts';
import type { Log } from '../viewer/log.ts';
import { rawRefusal, type Refused, unknownRoute } from './refused.ts';
import { createTextViewer } from '../viewer/text.ts';
import type { TextPort } from '../viewer/text.ts';
import { MAX_TEXT_LENGTH } from '../../shared/contract/limits.ts';

const SOCKET_PATH = '/console';

/** A viewer that leaves more than this lying is gone or hostile: its connection is ended. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;
/** `drained` waits until at most this much is unsent. */
const DRAINED_BYTES = 128 * 1024;
const MAX_SOCKETS = 64;
const HEARTBEAT_MS = 10_000;

/** Answers upgrades of `server` that `judge` has nothing against. Returns how to end all connections. */
export function serveSockets(
  server: Server,
  judge: (request: IncomingMessage) => Refused | null,
  workstation: Workstation,
  build: string,
  log: Log,
  heartbeatMs: number = HEARTBEAT_MS,
): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_TEXT_LENGTH,
    perMessageDeflate: false,
    // One message a turn: thousands of small ones fit into one read, and together would hold the event loop.
    allowSynchronousEvents: false,
  });

  /** Whether a socket answered the last ping. */
  const answered = new WeakMap<WebSocket, boolean>();
  const open = (socket: WebSocket) => {
    answered.set(socket, true);
    socket.on('pong', () => answered.set(socket, true));
    serve(socket, workstation, build, log);
  };

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const path = pathOf(request.url ?? '/');
    const refusal = judge(request);
    if (refusal !== null) stream.end(rawRefusal(refusal.status, refusal.message, refusal.headers));
    else if (path !== SOCKET_PATH) stream.end(rawRefusal(404, unknownRoute('GET', path)));
    else if (sockets.clients.size >= MAX_SOCKETS) stream.end(rawRefusal(503, 'Too many consoles are open.'));
    else sockets.handleUpgrade(request, stream, head, open);
  });

  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (answered.get(socket) !== true) {
        socket.terminate();
        continue;
      }
      answered.set(socket, false);
      socket.ping();
    }
  }, heartbeatMs);
  heartbeat.unref();

  return () => {
    clearInterval(heartbeat);
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

function serve(socket: WebSocket, workstation: Workstation, build: string, log: Log): void {
  const viewer = createTextViewer(workstation, build, portOf(socket), log);
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      socket.terminate();
      return;
    }
    if (isBinary) {
      viewer.close();
      socket.close(1003, 'Frames must be text.');
      return;
    }
    viewer.receive(data.toString('utf8'));
  });
  socket.on('close', () => viewer.close());
  // ws closes the connection itself after an error (too long a frame, broken UTF-8, a lost peer).
  socket.on('error', () => viewer.close());
}

function portOf(socket: WebSocket): TextPort {
  let waiters: (() => void)[] = [];
  const wake = () => {
    for (const waiter of waiters.splice(0)) waiter();
  };
  const isDrained = () => socket.bufferedAmount <= DRAINED_BYTES || socket.readyState !== socket.OPEN;
  socket.on('close', wake);
  return {
    send(text) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(text, () => {
        if (isDrained()) wake();
      });
    },
    unsent: () => socket.bufferedAmount,
    drained: () =>
      new Promise((resolve) => {
        if (isDrained()) resolve();
        else waiters = [...waiters, resolve];
      }),
  };
}
