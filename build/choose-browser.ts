/** Which browser the journeys drive: the decision, with every effect handed in. */
import { likelyPlaces } from './browsers.ts';
import type { Machine } from './browsers.ts';

/** What choosing needs to know and to do. Effects that fail reject; their message goes to the user. */
export type BrowserEffects = Machine &
  Readonly<{
    exists: (path: string) => boolean;
    /** Rejects where the program cannot run here (a stub, missing libraries). */
    tryOut: (path: string) => Promise<void>;
    /** Where Playwright keeps the browser that its installer gets. */
    playwrightPath: () => string;
    playwrightInstall: () => Promise<void>;
    /** Whether `aptInstall` may be tried: root on Debian or one of its children. */
    mayApt: () => boolean;
    aptInstall: () => Promise<void>;
  }>;

/** No browser can be had. The message says what was tried and what to install. */
export class NoBrowserError extends Error {
  override readonly name = 'NoBrowserError';
}

const ADVICE =
  'Install Chromium or Google Chrome, or set PRINTRAFT_BROWSER to the path of one, to run the browser tests.';

/**
 * The path of a browser that runs: the one that PRINTRAFT_BROWSER names, else an installed one, else
 * Playwright's own (got if need be), else Debian's. Rejects with NoBrowserError.
 */
export async function chooseBrowser(effects: BrowserEffects): Promise<string> {
  const failures: string[] = [];
  const runs = async (path: string): Promise<boolean> => {
    try {
      await effects.tryOut(path);
      return true;
    } catch (cause) {
      failures.push(`${path} does not run (${said(cause)})`);
      return false;
    }
  };
  const installed = async (): Promise<string | null> => {
    for (const path of likelyPlaces(effects)) {
      if (effects.exists(path) && (await runs(path))) return path;
    }
    return null;
  };

  const named = effects.env.PRINTRAFT_BROWSER;
  if (named !== undefined && named !== '') {
    // Somebody's explicit choice: another one in its place would only puzzle.
    if (effects.exists(named) && (await runs(named))) return named;
    const why = failures[0] ?? `${named}, which PRINTRAFT_BROWSER names, is not there`;
    throw new NoBrowserError(`${why}. ${ADVICE}`);
  }

  const found = await installed();
  if (found !== null) return found;

  const own = effects.playwrightPath();
  if (effects.exists(own) && (await runs(own))) return own;
  if (!effects.exists(own)) {
    const got = await attempt(effects.playwrightInstall, "Playwright's installer got none", failures);
    if (got && (await runs(own))) return own;
  }

  if (effects.mayApt()) {
    const got = await attempt(effects.aptInstall, 'apt installed none', failures);
    const afterwards = got ? await installed() : null;
    if (afterwards !== null) return afterwards;
  }
  const tried = failures.length === 0 ? '' : ` Tried: ${failures.join('; ')}.`;
  throw new NoBrowserError(`No browser for the tests was found. ${ADVICE}${tried}`);
}

async function attempt(effect: () => Promise<void>, what: string, failures: string[]): Promise<boolean> {
  try {
    await effect();
    return true;
  } catch (cause) {
    failures.push(`${what} (${said(cause)})`);
    return false;
  }
}

function said(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
