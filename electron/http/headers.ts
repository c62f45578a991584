/** What every answer tells the browser to forbid. */

/**
 * Headers for an answer to a request for `host`, which the guard has let through. `'self'` covers
 * WebSockets in today's browsers; the console's own is named for older ones (CSP cannot name [::1]).
 * Styles may be inline: the console's dialogs set them at run time. Scripts may not.
 */
export function securityHeaders(
  host: string | undefined,
  scheme: 'http' | 'https' = 'http',
): Record<string, string> {
  const socket =
    host === undefined || host.startsWith('[') ? '' : ` ${scheme === 'https' ? 'wss' : 'ws'}://${host}`;
  const policy = [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  };
}
