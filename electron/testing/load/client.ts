/** One workstation's REST as a client with kept connections sees it, and how exactly a call can fail. */
import { Agent, request } from 'node:http';

/**
 * `unsent`: nobody listens there, so nothing happened. `broken`: the connection ended or stayed silent
 * after the call was on its way, so anything may have happened.
 */
export type Reply =
  | Readonly<{ kind: 'answered'; status: number; body: unknown }>
  | Readonly<{ kind: 'unsent' }>
  | Readonly<{ kind: 'broken'; reason: string }>;

export type Call = Readonly<{
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: unknown;
  /** The Idempotency-Key. */
  key?: string;
}>;

/** Longer than anything that a workstation may take to answer. */
const SILENCE_MS = 15_000;

export class Client {
  readonly url: string;
  readonly #agent = new Agent({ keepAlive: true });

  /** @param url of the workstation, without a path */
  constructor(url: string) {
    this.url = url;
  }

  /** Never rejects. */
  call({ method, path, body, key }: Call): Promise<Reply> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    return new Promise((resolve) => {
      const broken = (cause: Error) => resolve({ kind: 'broken', reason: codeOf(cause) });
      const outgoing = request(
        this.url + path,
        { method, headers, agent: this.#agent, timeout: SILENCE_MS },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', broken);
          incoming.on('end', () => resolve(answered(incoming.statusCode ?? 0, Buffer.concat(chunks))));
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('silent')));
      outgoing.on('error', (cause) =>
        codeOf(cause) === 'ECONNREFUSED' ? resolve({ kind: 'unsent' }) : broken(cause),
      );
      outgoing.end(text);
    });
  }

  /** Ends its connections. */
  close(): void {
    this.#agent.destroy();
  }
}

function answered(status: number, bytes: Buffer): Reply {
  try {
    return { kind: 'answered', status, body: JSON.parse(bytes.toString('utf8')) as unknown };
  } catch {
    return { kind: 'broken', reason: 'cut short' };
  }
}

function codeOf(cause: Error): string {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
