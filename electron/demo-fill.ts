/** Puts commands into a shop through a workstation's console socket, as a person would. */
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Command } from '../shared/domain/commands.ts';
import { PROTOCOL_VERSION } from '../shared/contract/protocol.ts';

const Reply = z.union([
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({ id: z.number(), error: z.object({ code: z.string(), message: z.string() }) }),
]);

/** The shop could not be filled. */
export class FillError extends Error {
  override readonly name = 'FillError';
}

const PATIENCE_MS = 30_000;

/**
 * Carries the commands out one after the other; keys make it safe to run it again after an interruption.
 * @param url the workstation's console, `http://host:port`
 */
export async function fillShop(url: string, commands: readonly Command[]): Promise<void> {
  const socket = await connect(url);
  try {
    await call(socket, 0, 'hello', { protocol: PROTOCOL_VERSION });
    for (const [n, command] of commands.entries()) await execute(socket, n + 1, command);
  } finally {
    socket.close();
  }
}

/** A workstation that is just starting answers a moment later. */
async function connect(url: string): Promise<WebSocket> {
  const address = `${url.replace(/^http/, 'ws')}/console`;
  for (const end = performance.now() + PATIENCE_MS; ;) {
    const socket = new WebSocket(address, { origin: url });
    const failure = await new Promise<Error | null>((resolve) => {
      socket.once('open', () => resolve(null));
      socket.once('error', resolve);
    });
    if (failure === null) return socket;
    if (performance.now() > end) throw new FillError(`no workstation answers at ${url}`, { cause: failure });
    await delay(100);
  }
}

async function execute(socket: WebSocket, id: number, command: Command): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; ;) {
    const reply = await call(socket, id, 'execute', {
      key: `sample-${String(id).padStart(6, '0')}`,
      command,
    });
    if ('result' in reply) return;
    // The first leader may not be there yet; the same key again is safe.
    if (performance.now() > end)
      throw new FillError(`the sample records were not taken: ${reply.error.message}`);
    await delay(100);
  }
}

function call(
  socket: WebSocket,
  id: number,
  request: string,
  params: object,
): Promise<z.output<typeof Reply>> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new FillError('the workstation closed the connection'));
    const message = (data: Buffer) => {
      const reply = Reply.safeParse(JSON.parse(data.toString('utf8')));
      if (!reply.success || reply.data.id !== id) return;
      socket.off('close', closed).off('message', message);
      resolve(reply.data);
    };
    socket.on('close', closed).on('message', message);
    socket.send(JSON.stringify({ id, request, params }));
  });
}
