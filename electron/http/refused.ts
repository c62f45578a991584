import { STATUS_CODES } from 'node:http';
import type { Problem } from '../../shared/contract/problem.ts';

type More = Readonly<Pick<Problem, 'params' | 'errors'>>;

/** A request that is answered with `{"success":false,"error":…}` and this status. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Which rule said no: told below `/api/v2` alone. */
  readonly code: string | undefined;
  /** What else is told there. */
  readonly more: More;

  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    code?: string,
    more: More = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.code = code;
    this.more = more;
  }
}

/** The one shape of every refusal, which clients of the original system look for. */
export function refusalBody(error: string): Readonly<{ success: false; error: string }> {
  return { success: false, error };
}

/** A path is told up to this length. */
const MAX_TOLD_PATH = 200;

export function unknownRoute(method: string, path: string): string {
  const told = path.length > MAX_TOLD_PATH ? `${path.slice(0, MAX_TOLD_PATH)}…` : path;
  return `Unknown route: ${method} ${told}`;
}

/** The same as problem details (RFC 9457), which everything below `/api/v2` answers. */
export function problemBody({ status, message, code, more }: Refused): Problem {
  const title = STATUS_CODES[status] ?? 'Refused';
  return {
    type: 'about:blank',
    title,
    status,
    detail: message,
    ...(code === undefined ? {} : { code }),
    ...more,
  };
}

/** The same as a whole HTTP answer, for a connection that is not (or no longer) a request of the server's. */
export function rawRefusal(
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const body = JSON.stringify(refusalBody(error));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
