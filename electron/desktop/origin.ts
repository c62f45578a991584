/** Where the app's pages live. Pure. */

export const SCHEME = 'app';
/** The console. */
export const CONSOLE_HOST = 'printraft';
/** The page that says why there is no console. */
export const TROUBLE_HOST = 'trouble';

export const CONSOLE_URL = `${SCHEME}://${CONSOLE_HOST}/index.html`;

/** Whether a frame at that address is the console's own page. */
export function isConsole(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === `${SCHEME}:` && host === CONSOLE_HOST;
}

/** Whether a page may load that: its own files, and pictures and drafts that it holds itself. */
export function mayLoad(url: string): boolean {
  const protocol = URL.canParse(url) ? new URL(url).protocol : null;
  return protocol === `${SCHEME}:` || protocol === 'data:' || protocol === 'devtools:';
}
