/** The one way in from a page: every message passes this, whatever its channel. */
import type { IpcMainEvent, WebContents } from 'electron';
import type { z } from 'zod';
import { createBudget } from './budget.ts';
import { isConsole } from './origin.ts';
import type { Breach } from './policy.ts';

export type Door = Readonly<{
  /** Hands on what comes in on a channel, its arguments checked by the schema. */
  on: <T>(channel: string, args: z.ZodType<T>, handler: (args: T) => void) => void;
  /** Nothing comes in any more. */
  close: () => void;
}>;

export type Doorman = Readonly<{
  breach: Breach;
  /** The page sends more than anybody's page may: its process should end. Nothing is taken from it until then. */
  flood: () => void;
}>;

/**
 * Opens it for one page. A message counts only from the page's main frame, at the console's own
 * address; a frame that is gone or elsewhere is nobody (Electron's checklist, 17). What does not have
 * the channel's shape is a breach too: our own page never sends such.
 */
export function openDoor(contents: WebContents, { breach, flood }: Doorman): Door {
  let budget = createBudget(() => performance.now());
  let flooded = false;
  const renew = () => {
    budget = createBudget(() => performance.now());
    flooded = false;
  };
  contents.on('render-process-gone', renew);
  /** Takes one message from what the page may send; false where nothing of it counts any more. */
  const spend = (): boolean => {
    // What was on its way when the page's process was ended still arrives.
    if (flooded) return false;
    if (budget.spend()) return true;
    flooded = true;
    flood();
    return false;
  };
  const known = new Set<string>();
  // A process that is not ours any more can send where nobody listens, and that costs us too.
  const elsewhere = (_event: unknown, channel: string) => {
    if (!known.has(channel) && spend())
      breach(`spoke on the channel ${JSON.stringify(channel.slice(0, 60))}`);
  };
  contents.on('ipc-message', elsewhere);
  contents.on('ipc-message-sync', elsewhere);
  const closing: (() => void)[] = [
    () => contents.off('render-process-gone', renew),
    () => contents.off('ipc-message', elsewhere),
    () => contents.off('ipc-message-sync', elsewhere),
  ];
  return {
    on(channel, args, handler) {
      const listener = (event: IpcMainEvent, ...given: unknown[]) => {
        if (!spend()) return;
        if (!isTrusted(event, contents)) {
          breach(`got ${channel} from a stranger`);
          return;
        }
        const parsed = args.safeParse(given);
        if (parsed.success) handler(parsed.data);
        else breach(`got ${channel} with a wrong shape`);
      };
      known.add(channel);
      contents.ipc.on(channel, listener);
      closing.push(() => contents.ipc.off(channel, listener));
    },
    close() {
      for (const close of closing.splice(0)) close();
    },
  };
}

function isTrusted({ sender, senderFrame }: IpcMainEvent, contents: WebContents): boolean {
  if (sender !== contents || senderFrame === null) return false;
  return senderFrame === contents.mainFrame && isConsole(senderFrame.url);
}
