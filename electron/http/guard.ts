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

/** A server as browsers name it. */
export type Site = Readonly<{
  scheme: 'http' | 'https';
  /** With the port, in lower case. */
  hosts: readonly string[];
  /** Documents that somebody may come to from anywhere: following a link to the console is fine. */
  documents: ReadonlySet<string>;
}>;

const CONSOLE = ['/', '/index.html'] as const;

/** The server on this machine's loopback. */
export function loopbackSite(port: number): Site {
  return {
    scheme: 'http',
    hosts: LOOPBACK_NAMES.map((name) => `${name}:${port}`),
    documents: new Set(CONSOLE),
  };
}

/** Judges a request to a server: why it is refused (403), or null where it may pass. */
export function refusalOf(claim: Claim, { scheme, hosts, documents }: Site): string | null {
  const { host, origin } = claim.headers;
  if (host === undefined || !hosts.includes(host.toLowerCase())) {
    return `Host must be one of ${hosts.join(', ')}.`;
  }
  if (origin !== undefined && !hosts.some((own) => origin.toLowerCase() === `${scheme}://${own}`)) {
    return 'Origin must be that of this workstation: other web pages may not use it.';
  }
  const site = claim.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return null;
  if (isVisit(claim) && documents.has(claim.path)) return null;
  return 'Sec-Fetch-Site must be same-origin or none: other web pages may not use this workstation.';
}

/** Somebody follows a link in a window of its own, not in a frame. */
function isVisit({ method, headers }: Claim): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

/** Path without query and fragment. */
export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '/';
}
