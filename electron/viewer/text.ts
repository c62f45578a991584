/** A viewer's session spoken as JSON text, one message a text: over WebSocket frames, over IPC. */
import type { Workstation } from '../workstation-interface.ts';
import type { Log } from './log.ts';
import { createViewer, NO_ID } from './viewer.ts';
import type { ViewerPort } from './viewer.ts';

/** As a ViewerPort, but for texts. */
export type TextPort = Omit<ViewerPort, 'send'> & Readonly<{ send: (text: string) => void }>;

export type TextViewer = Readonly<{
  /** Takes one message as it came. Never throws. */
  receive: (text: string) => void;
  /** Ends the session; nothing is sent afterwards. */
  close: () => void;
}>;

/** Opens a session; `build` as for `createViewer`. */
export function createTextViewer(
  workstation: Workstation,
  build: string,
  port: TextPort,
  log: Log,
): TextViewer {
  const viewer = createViewer(
    workstation,
    build,
    { ...port, send: (message) => port.send(JSON.stringify(message)) },
    log,
  );
  return {
    receive(text) {
      const message = parse(text);
      if (message.ok) viewer.receive(message.value);
      else {
        const error = { code: 'badRequest', message: 'The frame must be JSON.' } as const;
        port.send(JSON.stringify({ id: NO_ID, error }));
      }
    },
    close: viewer.close,
  };
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
