/** One HTTP call and its answer, with the one difference that matters to a write: was it sent or not? */
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { formatAddress } from '../links/address.ts';
import type { Address } from '../links/types.ts';

export type Call = Readonly<{
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query, percent-encoded. */
  path: string;
  /** Sent as JSON. */
  body?: object;
  /** Sent as it is, instead. */
  file?: Uint8Array;
  /** The `Idempotency-Key`. */
  key?: string;
}>;

export type Reply = Readonly<{ status: number; text: string }>;

/** Sends a call. Rejects with NotSent, Lost or NotHttp. */
export type Exchange = (call: Call, signal: AbortSignal) => Promise<Reply>;

/** Nobody got the call. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** Somebody may have got the call; no whole answer came back. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

/** What came back is no answer that a workstation gives. */
export class NotHttp extends Error {
  override readonly name = 'NotHttp';
}

export type Limits = Readonly<{
  /** Without a byte for so long the call is given up. A workstation decides within 7 s. */
  silenceMs: number;
  /** For the whole answer, however it drips. */
  wholeMs: number;
  /** Of an answer. A list of 100,000 jobs has 25 MB. */
  bytes: number;
}>;

const LIMITS: Limits = { silenceMs: 10_000, wholeMs: 60_000, bytes: 256 * 1024 * 1024 };

/** Calls whoever listens on `address`. */
export function exchangeWith(address: Address, limits: Limits = LIMITS): Exchange {
  const place = formatAddress(address);
  return (call, signal) =>
    new Promise((resolve, reject) => {
      let isConnected = false;
      let sent: ClientRequest | undefined;
      const fail = (cause: unknown) => {
        clearTimeout(timer);
        reject(failureOf(place, isConnected, cause));
        sent?.destroy();
      };
      const late = (what: string, ms: number) => fail(new Error(`no ${what} within ${ms / 1000} s`));
      const timer = setTimeout(() => late('whole answer', limits.wholeMs), limits.wholeMs);
      try {
        sent = send(address, call, signal);
      } catch (cause) {
        // A host that no header can name.
        fail(cause);
        return;
      }
      sent.once('socket', (socket) => socket.once('connect', () => (isConnected = true)));
      sent.setTimeout(limits.silenceMs, () => late('answer', limits.silenceMs));
      sent.on('error', fail);
      // Also where an upgrade or nothing at all was answered; after an answer it changes nothing any more.
      sent.once('close', () => fail(new Error('the connection was closed')));
      sent.once('response', (response) => {
        collect(response, limits.bytes).then((text) => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, text });
        }, fail);
      });
    });
}

function send(
  { host, port }: Address,
  { method, path, body, file, key }: Call,
  signal: AbortSignal,
): ClientRequest {
  const sending = file ?? (body === undefined ? undefined : JSON.stringify(body));
  const type = file === undefined ? 'application/json' : 'application/octet-stream';
  const headers = {
    accept: 'application/json',
    ...(sending === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(sending) }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  };
  // A connection of its own for each call: a kept one may be closed just as it is used again.
  const sent = request({ host, port, method, path, headers, agent: false, signal });
  sent.end(sending);
  return sent;
}

/** The whole body. Rejects where it is cut off, or NotHttp where it is longer than `limit` bytes. */
async function collect(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new NotHttp(`its answer is longer than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failureOf(place: string, isConnected: boolean, cause: unknown): Error {
  if (cause instanceof NotHttp) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  // Node's HTTP parser: whoever listens there speaks something else.
  if (code.startsWith('HPE_')) return new NotHttp('it does not speak HTTP', { cause });
  if (!isConnected) return new NotSent(`No workstation answers on ${place}`, { cause });
  const why = code === 'ECONNRESET' ? 'the connection was closed' : sentenceOf(cause);
  return new Lost(`the workstation on ${place} did not answer (${why})`, { cause });
}

const sentenceOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
