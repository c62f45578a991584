/** What a request must be before anything else looks at it: readable HTTP and UTF-8 JSON. */
import { isUtf8 } from 'node:buffer';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { rawRefusal, Refused, refusalBody } from './refused.ts';

/** By the code of Node's error; everything else is not HTTP. */
const UNREADABLE: Readonly<Record<string, readonly [status: number, words: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Path and headers together must be at most 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request must arrive within 30 seconds'],
};
const NOT_HTTP = [400, 'The request must be well-formed HTTP'] as const;

/** Answers what Node could not read as a request, and closes the connection. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  const { code = '' } = error;
  // A TLS connection that never came about has nothing to be answered in.
  if (!socket.writable || /^ERR_(SSL|TLS)_/.test(code)) {
    socket.destroy();
    return;
  }
  const [status, words] = (Object.hasOwn(UNREADABLE, code) ? UNREADABLE[code] : undefined) ?? NOT_HTTP;
  socket.end(rawRefusal(status, words), () => socket.destroy());
}

/**
 * Takes JSON and nothing else: as text/plain a form of a foreign page could post it without asking
 * first. What is not UTF-8 is refused: decoding would put other characters into the records.
 */
export function acceptOnlyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (isUtf8(body)) void parse(request, body.toString('utf8'), done);
    else done(new Refused(400, 'The body must be UTF-8'));
  });
}

/** Node would refuse an `Expect` that it does not know without saying why. */
export function refuseExpectations(server: Server): void {
  server.on('checkExpectation', (_request, response) => {
    const body = JSON.stringify(refusalBody('Expect must be 100-continue or absent'));
    const length = Buffer.byteLength(body);
    response.writeHead(417, { 'content-type': 'application/json; charset=utf-8', 'content-length': length });
    response.end(body);
  });
}
