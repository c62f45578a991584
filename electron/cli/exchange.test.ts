/** Against real sockets: what matters is whether a call was sent, and what came of it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePorts } from '../testing/free-ports.ts';
import { exchangeWith, Lost, NotHttp, NotSent } from './exchange.ts';
import type { Call, Limits } from './exchange.ts';

const LIMITS: Limits = { silenceMs: 5_000, wholeMs: 10_000, bytes: 1024 };
const GET: Call = { method: 'GET', path: '/' };
const never = new AbortController().signal;

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const web = (listener: RequestListener) => listening(createServer(listener));
const tcp = (act: (socket: Socket) => void) =>
  listening(
    createTcpServer((socket) => {
      socket.on('error', () => undefined);
      act(socket);
    }),
  );
const ask = (port: number, limits: Partial<Limits> = {}, call = GET, signal = never) =>
  exchangeWith({ host: '127.0.0.1', port }, { ...LIMITS, ...limits })(call, signal);

describe('a call', () => {
  it('arrives as it was meant, and so does its answer', async () => {
    let heard = '';
    const port = await web((request, response) => {
      void (async () => {
        for await (const chunk of request) heard += String(chunk);
        const { 'content-type': type, 'idempotency-key': key, host } = request.headers;
        heard += `${request.method ?? ''} ${request.url ?? ''} ${type ?? ''} ${String(key)} ${host ?? ''}`;
        response.writeHead(201).end('naïve');
      })();
    });
    const reply = await ask(port, {}, { method: 'POST', path: '/a?b=%20', body: { id: 'ü' }, key: 'k 1' });
    expect(reply).toEqual({ status: 201, text: 'naïve' });
    expect(heard).toBe(`{"id":"ü"}POST /a?b=%20 application/json k 1 127.0.0.1:${port}`);
  });

  it('was not sent where nobody listens', async () => {
    const [port = 0] = await freePorts(1);
    await expect(ask(port)).rejects.toThrow(NotSent);
  });

  it('was not sent where no such host can be', async () => {
    const impossible = exchangeWith({ host: '\u{1f5a8}', port: 80 }, LIMITS)(GET, never);
    await expect(impossible).rejects.toThrow(NotSent);
  });

  it('was not sent where it was given up before', async () => {
    const port = await web((_, response) => response.end('{}'));
    await expect(ask(port, {}, GET, AbortSignal.abort())).rejects.toThrow(NotSent);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['is closed at once', (socket) => socket.end()],
    ['is reset once it has the call', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    [
      'ends in the middle of the answer',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1')),
    ],
    [
      'becomes something else than HTTP',
      (socket) =>
        socket.once('data', () =>
          socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
        ),
    ],
  ])('is lost where the connection %s', async (_, act) => {
    await expect(ask(await tcp(act))).rejects.toThrow(Lost);
  });

  it('is lost where nothing is said for too long', async () => {
    const port = await tcp((socket) => socket.resume());
    await expect(ask(port, { silenceMs: 50 })).rejects.toThrow('no answer within 0.05 s');
  });

  it('is lost where the answer drips for too long', async () => {
    const port = await web((_, response) => {
      const drip = setInterval(() => response.write(' '), 10);
      response.once('close', () => clearInterval(drip));
    });
    await expect(ask(port, { wholeMs: 100 })).rejects.toThrow('no whole answer within 0.1 s');
  });

  it('is lost where it is given up on its way', async () => {
    const interruption = new AbortController();
    const port = await web(() => interruption.abort());
    await expect(ask(port, {}, GET, interruption.signal)).rejects.toThrow(Lost);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['speaks first', (socket) => socket.end('220 mail.example.com ESMTP\r\n')],
    ['answers in another language', (socket) => socket.once('data', () => socket.end('nonsense\r\n\r\n'))],
    [
      'has headers without end',
      (socket) => socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(10_000)}`)),
    ],
    [
      'answers without end',
      (socket) => socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\n\r\n${' '.repeat(5_000)}`)),
    ],
  ])('met no workstation where what listens %s', async (_, act) => {
    await expect(ask(await tcp(act))).rejects.toThrow(NotHttp);
  });
});
