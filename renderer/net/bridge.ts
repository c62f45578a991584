/** A line over the preload's bridge: the app's window, whose workstation lives in the main process. */
import { BRIDGE } from '../../shared/contract/bridge.ts';
import type { Bridge } from '../../shared/contract/bridge.ts';
import type { Line, LineListener } from './line.ts';

/** The bridge, where the page is the app's; null in a browser. */
export function bridgeOf(page: object): Bridge | null {
  // Our own preload put it there, checked against the same type.
  return BRIDGE in page ? (page[BRIDGE] as Bridge) : null;
}

/** Opens a line. It is never closed from the other end: with the main process this page goes too. */
export function openBridge(bridge: Bridge, listener: LineListener): Line {
  let closed = false;
  bridge.listen((text) => {
    if (!closed) listener.text(text);
  });
  queueMicrotask(() => {
    if (!closed) listener.opened();
  });
  return {
    send: (text) => bridge.send(text),
    close() {
      closed = true;
    },
  };
}
