/**
 * Keeps the web pages that somebody has open away from the shop. A browser reaches 127.0.0.1 for any
 * page, so loopback alone protects nothing: DNS rebinding is stopped by the Host header, foreign
 * pages by Origin and Fetch Metadata (W3C, https://www.w3.org/TR/fetch-metadata/). There are no CORS
 * headers anywhere, on purpose.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'] as const;

/** What a request says about itself. */
export type Claim = Readonly<{
  method: string;
  /** Path without query. */
  path: string;
  headers: IncomingHttpHeaders;
}>;

/** A request's claim. Of two Hosts Node keeps the first (RFC 9112 §3.2: refuse): with two it has none. */
export function claimOf({ method = '', url = '/', headers, headersDistinct }: IncomingMessage): Claim {
  const doubled = (headersDistinct.host?.length ?? 0) > 1;
  return { method, path: pathOf(url), headers: doubled ? { ...headers, host: undefined } : headers };
}

/** Documents that somebody may come to from anywhere: following a link to the console is fine. */
const DOCUMENTS = new Set(['/', '/index.html']);

/** Judges a request to a server that listens on `port`: why it is refused (403), or null where it may pass. */
export function refusalOf(claim: Claim, port: number): string | null {
  const hosts = LOOPBACK_NAMES.map((name) => `${name}:${port}`);
  const { host, origin } = claim.headers;
  if (host === undefined || !hosts.includes(host.toLowerCase())) {
    return `Host must be one of ${hosts.join(', ')}.`;
  }
  if (origin !== undefined && !hosts.some((own) => origin.toLowerCase() === `http://${own}`)) {
    return 'Origin must be that of this workstation: other web pages may not use it.';
  }
  const site = claim.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none' || isVisit(claim)) return null;
  return 'Sec-Fetch-Site must be same-origin or none: other web pages may not use this workstation.';
}

/** Somebody follows a link to the console in a window of its own, not in a frame. */
function isVisit({ method, path, headers }: Claim): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document' &&
    DOCUMENTS.has(path)
  );
}

/** Path without query and fragment. */
export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '/';
}
