/** The `app://` scheme: the console's files and the page of troubles, and nothing else of this computer. */
import { readFile } from 'node:fs/promises';
import type { Asset } from './assets.ts';
import { CONSOLE_HOST, TROUBLE_HOST } from './origin.ts';

/** Styles may be inline: the console's dialogs set them at run time. The page speaks to nobody: IPC needs no `connect-src`. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // The files change with the program only, and the disk that they lie on is this one.
  'cache-control': 'no-store',
};

/**
 * Answers requests for `app://`.
 * @param assets returns the console's files; the page of troubles is what `trouble` returns, complete HTML
 */
export function answerFrom(
  assets: () => ReadonlyMap<string, Asset>,
  trouble: () => string,
): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET') return refuse(405);
    const { host, pathname } = new URL(url);
    if (host === TROUBLE_HOST && pathname === '/') return answer(trouble(), 'text/html; charset=utf-8');
    const asset = host === CONSOLE_HOST ? assets().get(pathname) : undefined;
    if (asset === undefined) return refuse(404);
    return answer(await readFile(asset.file), asset.type);
  };
}

function answer(body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, { headers: { ...HEADERS, 'content-type': type } });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}
