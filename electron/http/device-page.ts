/**
 * Where a browser on the LAN gets in: a page that takes the token from the address's `#…`, which browsers send to
 * nobody, or from whoever pastes it, and exchanges it for a cookie that no script can read.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Access } from './access.ts';
import { check } from './check.ts';
import { pathOf } from './guard.ts';

export const PAGE_PATH = '/device';
const SCRIPT_PATH = '/device/page.js';
const SESSION_PATH = '/device/session';

const Token = z.strictObject({ token: z.string().min(1).max(256) });

/** Whether somebody may ask for it without a token: what is needed to show one. */
export function isOpenToAll(method: string, url: string): boolean {
  const path = pathOf(url);
  if (method === 'GET' || method === 'HEAD') return path === PAGE_PATH || path === SCRIPT_PATH;
  return method === 'POST' && path === SESSION_PATH;
}

export function registerDevicePage(app: FastifyInstance, access: Access): void {
  app.get(PAGE_PATH, (_request, reply) => sendPage(reply));
  app.get(SCRIPT_PATH, (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-store').send(SCRIPT),
  );
  app.get(SESSION_PATH, (_request, reply) => reply.code(204).header('cache-control', 'no-store').send());
  app.post(SESSION_PATH, { bodyLimit: 1024 }, (request, reply) => {
    const { token } = check(Token, request.body, 'The body');
    access.exchange(token, request.raw);
    return reply
      .code(204)
      .headers({ 'cache-control': 'no-store', 'set-cookie': access.cookieFor(token) })
      .send();
  });
}

/** The page, with whatever status and headers the reply has already. */
export function sendPage(reply: FastifyReply): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(PAGE);
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>PrintRaft: who is this device?</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1rem; }
input, button { font: inherit; padding: 0.4rem 0.6rem; }
input { width: 100%; box-sizing: border-box; margin: 0.25rem 0 0.75rem; }
code { font-size: 0.95em; }
</style>
</head>
<body>
<main>
<h1>This device is not let in yet</h1>
<p>This workstation lets in devices that it knows. At the workstation run <code>printraft devices add NAME</code>,
and open the address that it prints, here; or paste its token.</p>
<p role="status" id="said"></p>
<form method="post" action="${SESSION_PATH}">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="off" required maxlength="256">
<button>Let this device in</button>
</form>
<noscript><p>This page needs JavaScript, as the console does.</p></noscript>
</main>
<script src="${SCRIPT_PATH}"></script>
</body>
</html>
`;

const SCRIPT = `'use strict';
(() => {
  const said = document.getElementById('said');
  const say = (text) => { said.textContent = text; };
  const enter = () => location.replace('/');

  async function exchange(token) {
    say('One moment.');
    try {
      const answer = await fetch('${SESSION_PATH}', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
      if (answer.ok) enter();
      else say((await answer.json()).error);
    } catch {
      say('The workstation does not answer.');
    }
  }

  const match = /^#token=(.+)$/.exec(location.hash);
  if (match !== null) {
    // Before anything else: out of the address bar and the history.
    history.replaceState(null, '', location.pathname);
    exchange(match[1]);
  } else if (sessionStorage.getItem('printraft-entered') === null) {
    // Whoever follows a link from elsewhere comes without the cookie; from here it is sent. Once, not for ever.
    fetch('${SESSION_PATH}').then((answer) => {
      if (!answer.ok) return;
      sessionStorage.setItem('printraft-entered', 'yes');
      enter();
    }, () => undefined);
  } else sessionStorage.removeItem('printraft-entered');

  document.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const field = document.getElementById('token');
    exchange(field.value.trim().replace(/^.*#token=/, ''));
    field.value = '';
  });
})();
`;
