/**
 * What the app's preload gives to its page: two functions that carry the texts of the contract
 * (`protocol.ts`) between the page and the workstation in the main process, as a WebSocket carries
 * them for a console in a browser. Nothing else of Electron reaches the page.
 */
export type Bridge = Readonly<{
  /** Sends one text. */
  send: (text: string) => void;
  /** Begins a session; its texts go to `listener`, and those of an earlier session to nobody any more. */
  listen: (listener: (text: string) => void) => void;
}>;

/** The page's global that holds it. */
export const BRIDGE = 'printraft';

/** The channels between preload and main process. Arguments are given beside each. */
export const CHANNELS = {
  /** Page to workstation: (session). A session begins, and ends an earlier one. */
  open: 'viewer:open',
  /** Page to workstation: (session, text). */
  send: 'viewer:send',
  /** Page to workstation: (session, total length of the texts taken in it so far), every `TAKEN_EVERY`. */
  taken: 'viewer:taken',
  /** Workstation to page: (session, text). */
  text: 'viewer:text',
} as const;

/** A page tells that it took what it was sent after so many characters, so that nobody sends without end. */
export const TAKEN_EVERY = 64 * 1024;
