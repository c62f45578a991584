/** A test's view into the main process of an app that it started with `--inspect=0`, over Node's inspector. */
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { RunningApp } from '../../testing/app-process.ts';

/** Lets the app be looked into; a packed one refuses. */
export const INSPECTED = '--inspect=0';

const Answer = z.object({
  id: z.number(),
  result: z.object({
    result: z.object({ value: z.unknown().optional() }),
    exceptionDetails: z.unknown().optional(),
  }),
});

/** Evaluates a JavaScript expression there, in which `require` is known. Resolves with its JSON value. */
export async function inMain(app: Pick<RunningApp, 'said'>, expression: string): Promise<unknown> {
  const [, address = ''] = await app.said(/Debugger listening on (ws:\S+)/);
  const socket = new WebSocket(address);
  try {
    return await new Promise((resolve, reject) => {
      const params = { expression, awaitPromise: true, returnByValue: true, includeCommandLineAPI: true };
      socket.on('error', reject);
      socket.on('open', () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params })));
      socket.on('message', (data: Buffer) => {
        const answer = Answer.safeParse(JSON.parse(data.toString('utf8')));
        if (!answer.success) return;
        const { result, exceptionDetails } = answer.data.result;
        if (exceptionDetails === undefined) resolve(result.value);
        else reject(new Error(`in the main process: ${JSON.stringify(exceptionDetails)}`));
      });
    });
  } finally {
    socket.close();
  }
}

const WINDOW = `require('electron').BrowserWindow.getAllWindows()[0]`;

/** Closes the app's window, as its user does. */
export async function closeWindow(app: Pick<RunningApp, 'said'>): Promise<void> {
  await inMain(app, `${WINDOW}.close()`);
}

/** Whether the window is on the screen. */
export async function isShown(app: Pick<RunningApp, 'said'>): Promise<boolean> {
  return z.boolean().parse(await inMain(app, `${WINDOW}.isVisible()`));
}
