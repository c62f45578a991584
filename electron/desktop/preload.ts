/** Runs before the page, sandboxed: the only piece of the app that sees both Electron's IPC and the page. */
import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE, CHANNELS, TAKEN_EVERY } from '../../shared/contract/bridge.ts';
import type { Bridge } from '../../shared/contract/bridge.ts';
import { MAX_TEXT_LENGTH } from '../../shared/contract/limits.ts';

/** Names the session whose texts are wanted: those of an earlier one, or of the page before, may still arrive. */
let session = '';
let listener: ((text: string) => void) | null = null;
let taken = 0;
let told = 0;

ipcRenderer.on(CHANNELS.text, (_event, of: string, text: string) => {
  if (of !== session) return;
  taken += text.length;
  if (taken - told >= TAKEN_EVERY) {
    told = taken;
    ipcRenderer.send(CHANNELS.taken, session, taken);
  }
  listener?.(text);
});

contextBridge.exposeInMainWorld(BRIDGE, {
  send(text) {
    // The main process would have to take it in whole before it could refuse it.
    if (typeof text === 'string' && text.length <= MAX_TEXT_LENGTH) {
      ipcRenderer.send(CHANNELS.send, session, text);
    }
  },
  listen(to) {
    session = crypto.randomUUID();
    listener = to;
    taken = told = 0;
    ipcRenderer.send(CHANNELS.open, session);
  },
} satisfies Bridge);
