/** Serves the page of a window: the contract of `shared/contract/`, its texts over IPC. */
import type { WebContents } from 'electron';
import { z } from 'zod';
import { CHANNELS } from '../../shared/contract/bridge.ts';
import { MAX_TEXT_LENGTH } from '../../shared/contract/limits.ts';
import type { Saver } from '../viewer/files.ts';
import type { Log } from '../viewer/log.ts';
import { createTextViewer } from '../viewer/text.ts';
import type { TextViewer } from '../viewer/text.ts';
import type { Workstation } from '../workstation-interface.ts';
import { openDoor } from './door.ts';
import type { Doorman } from './door.ts';
import { createFlow } from './flow.ts';

const Session = z.string().min(1).max(64);
const Open = z.tuple([Session]);
const Send = z.tuple([Session, z.string().max(MAX_TEXT_LENGTH)]);
const Taken = z.tuple([Session, z.int().nonnegative()]);

export type ViewerOptions = Readonly<{
  /** Resolves with the workstation once it runs; what the page sends before waits for it. */
  workstation: Promise<Workstation>;
  build: string;
  /** Keeps a file where the user says. */
  save: Saver;
  log: Log;
}> &
  Doorman;

type Served = Readonly<{
  session: string;
  receive: (text: string) => void;
  taken: (total: number) => void;
  end: () => void;
}>;

/** Serves it until the returned function is called; each page that is loaded gets a session of its own. */
export function servePage(contents: WebContents, options: ViewerOptions): () => void {
  const door = openDoor(contents, options);
  // Whoever started it says why there is none, maybe before any page asked for it.
  options.workstation.catch(() => undefined);
  let served: Served | null = null;

  const end = () => {
    served?.end();
    served = null;
  };
  const open = (session: string) => {
    end();
    served = serve(contents, session, options);
  };
  door.on(CHANNELS.open, Open, ([session]) => open(session));
  door.on(CHANNELS.send, Send, ([session, text]) => {
    if (served?.session === session) served.receive(text);
  });
  door.on(CHANNELS.taken, Taken, ([session, total]) => {
    if (served?.session === session) served.taken(total);
  });
  // One that only starts may still be denied, and then the page stays and goes on.
  contents.on('did-navigate', end);
  contents.on('render-process-gone', end);
  contents.on('destroyed', end);
  return () => {
    end();
    door.close();
    contents.off('did-navigate', end);
    contents.off('render-process-gone', end);
    contents.off('destroyed', end);
  };
}

/** Texts that wait for the workstation to start; a page sends one or two. */
const MAX_WAITING = 16;
/** A page that leaves more than this lying is gone or hostile. */
const MAX_UNTAKEN_LENGTH = 8 * 1024 * 1024;

function serve(contents: WebContents, session: string, options: ViewerOptions): Served {
  const { build, save, log, breach, flood } = options;
  const flow = createFlow();
  let viewer: TextViewer | null = null;
  let waiting: string[] = [];
  let ended = false;

  const send = (text: string) => {
    if (ended || contents.isDestroyed()) return;
    if (flow.unsent() > MAX_UNTAKEN_LENGTH) {
      end();
      flood();
      return;
    }
    flow.sent(text.length);
    contents.send(CHANNELS.text, session, text);
  };
  const end = () => {
    ended = true;
    waiting = [];
    viewer?.close();
    flow.end();
  };
  options.workstation.then(
    (workstation) => {
      if (ended) return;
      viewer = createTextViewer(
        workstation,
        build,
        { send, unsent: flow.unsent, drained: flow.drained, save },
        log,
      );
      for (const text of waiting) viewer.receive(text);
      waiting = [];
    },
    // Whoever started it says why there is none.
    () => undefined,
  );
  return {
    session,
    receive(text) {
      if (ended) return;
      if (viewer !== null) viewer.receive(text);
      else if (waiting.length < MAX_WAITING) waiting.push(text);
    },
    taken(total) {
      if (!flow.taken(total)) breach('claims to have taken what it was not sent');
    },
    end,
  };
}
