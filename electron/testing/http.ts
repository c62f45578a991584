/** A workstation of one behind a real HTTP server on a free port, and ways to call it. */
import { request as nodeRequest } from 'node:http';
import { startHttp } from '../http/server.ts';
import type { Http } from '../http/server.ts';
import { createRoom } from '../http/v2/import-room.ts';
import { createSolo } from './solo.ts';
import type { Solo } from './solo.ts';

export type Served = Readonly<{ solo: Solo; http: Http; url: string; port: number; logged: string[] }>;

export async function serveSolo(
  consoleDirectory: string | null = null,
  imports = createRoom(),
): Promise<Served> {
  const solo = createSolo();
  const logged: string[] = [];
  const http = await startHttp({
    workstation: solo,
    host: '127.0.0.1',
    port: 0,
    consoleDirectory,
    build: 'test',
    imports,
    log: (message, detail) => logged.push(`${message} ${String(detail)}`),
  });
  const { port } = http.address;
  return { solo, http, url: `http://127.0.0.1:${port}`, port, logged };
}

/** How many watch the workstation of a server that nobody uses: it keeps the newest changes for `/api/v2/events`. */
export const OWN_WATCHERS = 1;

export type Answered = Readonly<{ status: number; body: unknown; headers: Headers }>;

/** Calls with a JSON body, as any client would. */
export async function call(
  { url }: Served,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(url + path, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await parsed(response), headers: response.headers };
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '');
  return isJson && text !== '' ? (JSON.parse(text) as unknown) : text;
}

let writes = 0;

/** Writes below `/api/v2`, with a key of its own unless one is given. */
export function write(
  served: Served,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  writes += 1;
  const key = `test-key-${writes}`;
  return call(served, method, `/api/v2${path}`, body, { 'idempotency-key': key, ...headers });
}

/** Calls with any headers, Host and Origin among them, which `fetch` would not let one forge. */
export function forge(
  { port }: Served,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const request = nodeRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
          headers: response.headers,
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Every record, to tell whether anything changed. */
export function recordsOf({ solo }: Served): string {
  const { filaments, spools, printers, jobs, prints } = solo.shop;
  return JSON.stringify([filaments, spools, printers, jobs, prints].map((table) => [...table.values()]));
}
