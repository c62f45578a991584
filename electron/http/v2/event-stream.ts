/** One client's stream of changes: what follows the index that it knows, then everything as it comes. */
import type { ServerResponse } from 'node:http';
import type { Log } from '../../viewer/log.ts';
import { ownTurn } from '../../viewer/turns.ts';
import type { History } from './history.ts';

/** A client that is up to date and then leaves more than this lying is cut off. */
export const MAX_UNSENT_BYTES = 1024 * 1024;
/** While it is told what it missed, a client with more unsent than this is waited for. */
const WAIT_AT_BYTES = MAX_UNSENT_BYTES / 2;
/** Written in one turn of the event loop. */
const TURN_BYTES = 64 * 1024;
export const HEARTBEAT_MS = 15_000;

export type StreamOptions = Readonly<{
  /** Where the client is; null: it knows nothing yet. */
  after: number | null;
  /** Which shop's index it is; told with every reset. */
  shop: () => string;
  log: Log;
  heartbeatMs?: number;
}>;

/**
 * Writes to `response`, whose head is written, until the client goes, is too slow, or the returned function is called.
 * A client that is known to be at an index that the history does not reach is told to begin anew (`reset`).
 */
export function streamEvents(response: ServerResponse, history: History, options: StreamOptions): () => void {
  const { after, shop, log, heartbeatMs = HEARTBEAT_MS } = options;
  let live = true;
  let isPumping = false;
  let isFollowing = false;
  let hasTaken = true;
  let at = 0;
  let { epoch } = history;

  const write = (bytes: string | Buffer) => {
    response.write(bytes, () => (hasTaken = true));
  };
  const end = () => {
    live = false;
    clearInterval(heartbeat);
    unlisten();
  };
  const cut = () => {
    end();
    response.destroy();
  };
  const reset = () => {
    ({ index: at, epoch } = history);
    const data = JSON.stringify({ index: at, shop: shop() });
    write(`id: ${at}\nevent: reset\ndata: ${data}\n\n`);
  };

  /** Writes what there is. It is alone at it, and looks once more before it ends. */
  const pump = async () => {
    if (isPumping) return;
    isPumping = true;
    let inTurn = 0;
    while (live) {
      const next = epoch === history.epoch ? history.next(at) : 'gone';
      if (next === null) break;
      const unsent = response.writableLength;
      if (isFollowing && unsent > MAX_UNSENT_BYTES) {
        cut();
        break;
      }
      if (!isFollowing && unsent > WAIT_AT_BYTES) {
        await drained(response);
        continue;
      }
      if (next === 'gone') reset();
      else {
        write(next.bytes);
        at = next.to;
        inTurn += next.bytes.length;
      }
      if (inTurn > TURN_BYTES) {
        inTurn = 0;
        await ownTurn();
      }
    }
    isFollowing = true;
    isPumping = false;
  };
  const go = () => {
    pump().catch((error: unknown) => {
      log('The events for a client failed.', error);
      cut();
    });
  };

  const unlisten = history.listen(go);
  const heartbeat = setInterval(() => {
    // Since the last one it has taken nothing, although there was something to take.
    if (response.writableLength > 0 && !hasTaken) {
      cut();
      return;
    }
    hasTaken = false;
    write(':\n\n');
  }, heartbeatMs);
  heartbeat.unref();
  response.on('error', end);
  response.once('close', end);

  if (after !== null && history.reaches(after)) {
    at = after;
    // So that it goes on from here even where nothing comes before it is cut off.
    write(`id: ${at}\n\n`);
  } else reset();
  go();
  return () => {
    if (!live) return;
    end();
    response.end();
  };
}

/** Resolves once the client has taken what it was sent, or will take nothing any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
