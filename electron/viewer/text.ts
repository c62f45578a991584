/** A viewer's session spoken as JSON text, one message a text or several parts: over WebSocket frames, over IPC. */
import { longestOf, MAX_LONG_TEXT_LENGTH, MAX_TEXT_LENGTH } from '../../shared/contract/limits.ts';
import { createGatherer } from '../../shared/contract/long-text.ts';
import { Envelope } from '../../shared/contract/protocol.ts';
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
  const gather = createGatherer(MAX_LONG_TEXT_LENGTH);
  const refuse = (message: string) =>
    port.send(JSON.stringify({ id: NO_ID, error: { code: 'badRequest', message } }));
  return {
    receive(part) {
      const gathered = gather(part);
      if (gathered.kind === 'tooLong') refuse('The request is too long.');
      if (gathered.kind !== 'whole') return;
      const message = parse(gathered.text);
      if (!message.ok) refuse('The frame must be JSON.');
      else if (gathered.text.length > longestFor(message.value)) refuse('The request is too long.');
      else viewer.receive(message.value);
    },
    close: viewer.close,
  };
}

/** How long a text may be that asks for this. */
function longestFor(message: unknown): number {
  const envelope = Envelope.pick({ request: true }).safeParse(message);
  return envelope.success ? longestOf(envelope.data.request) : MAX_TEXT_LENGTH;
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
