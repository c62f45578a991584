/** The page that says why there is no console, and its two ways out. Pure: it needs no script. */
import { SCHEME, TROUBLE_HOST } from './origin.ts';

export const TROUBLE_URL = `${SCHEME}://${TROUBLE_HOST}/`;

export type WayOut = 'again' | 'quit';

/** What its links mean; null for any other address. */
export function wayOut(url: string): WayOut | null {
  if (url === `${TROUBLE_URL}again`) return 'again';
  return url === `${TROUBLE_URL}quit` ? 'quit' : null;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/** @param sentence what is in the way, for whoever sits there */
export function troublePage(sentence: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>PrintRaft cannot go on</title>
<style>${STYLE}</style>
<main>
<h1>PrintRaft cannot go on</h1>
<p role="alert">${escape(sentence)}</p>
<p>What was saved is safe on this computer's disk and on the other workstations.</p>
<nav><a class="first" href="${TROUBLE_URL}again">Try again</a> <a href="${TROUBLE_URL}quit">Quit</a></nav>
</main>
</html>
`;
}

/** The console's colours (renderer/styles/tokens.css), whose style sheet may be what is missing. */
const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif;
  --page: light-dark(#f3f2ee, #161514); --text: light-dark(#1f1e1c, #edebe6); --muted: light-dark(#5f5b54, #aaa69d);
  --line: light-dark(#918d83, #7a766e); --strong: light-dark(#24221f, #edebe6); --on-strong: light-dark(#faf9f6, #1c1b19);
  --focus: light-dark(#1c5fd0, #83aefc); }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--text); }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
p { margin: 0 0 .75rem; overflow-wrap: anywhere; }
p + p { color: var(--muted); }
nav { display: flex; gap: .75rem; margin-top: 1.5rem; }
a { padding: .45rem 1rem; border: 1px solid var(--line); border-radius: 6px; color: inherit; text-decoration: none; }
a.first { background: var(--strong); border-color: var(--strong); color: var(--on-strong); }
a:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
`;
