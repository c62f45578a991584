/**
 * Opens the console of a workstation and watches what its pages do wrong. Journeys know this interface only,
 * so that the same journeys are walked in a browser and in the app: browser-consoles.ts, app-consoles.ts.
 */
import type { BrowserContextOptions, Page } from 'playwright-core';

export type OpenOptions = Pick<BrowserContextOptions, 'colorScheme'>;

export type Consoles = Readonly<{
  /**
   * The console of the workstation of that number, on its first screen, with no form begun. The app has one
   * window, so that opening it again is the same page.
   */
  open: (number: number, options?: OpenOptions) => Promise<Page>;
  /** Every error, breach of the content policy and call to a stranger since the last time, and forgets them. */
  takeFaults: () => readonly string[];
  closePages: () => Promise<void>;
  close: () => Promise<void>;
}>;

/** Where consoles are looked at: in a browser over a WebSocket, or in the app over IPC. */
export type World = 'browser' | 'desktop';

declare module 'vitest' {
  interface ProvidedContext {
    /** Given by the project of build/vitest.ts. */
    world: World;
  }
}

/** For one thing that a page should do: much more than it takes, as the machine may be busy. */
export const PATIENCE_MS = 15_000;
