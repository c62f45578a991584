/** Puts commands into a shop through a workstation's console socket, as a person would. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { CommandInput } from '../shared/domain/commands.ts';
import { PROTOCOL_VERSION } from '../shared/contract/protocol.ts';

const Reply = z.union([
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({ id: z.number(), error: z.object({ code: z.string(), message: z.string() }) }),
]);

const Result = z.object({ ok: z.boolean() });
const PASSING: ReadonlySet<string> = new Set(['unavailable', 'unknownOutcome']);

/** The shop could not be filled. */
export class FillError extends Error {
  override readonly name = 'FillError';
}

const PATIENCE_MS = 30_000;

export type FillOptions = Readonly<{
  /** How many of the commands are in already. */
  from?: number;
  /** Told after each command how many are in. */
  progress?: (count: number) => Promise<void>;
}>;

/**
 * Carries the commands out one after the other. It may be interrupted and run again at any later time:
 * keys make a repeated command harmless while they are remembered, and afterwards the ids do.
 * A record that is there already under its id is left as it is, with all that would follow for it.
 * @param url the workstation's console, `http://host:port`
 */
export async function fillShop(
  url: string,
  commands: readonly CommandInput[],
  { from = 0, progress }: FillOptions = {},
): Promise<void> {
  const socket = await connect(url);
  const others = new Set<string>();
  try {
    await call(socket, 0, 'hello', { protocol: PROTOCOL_VERSION });
    for (const [n, command] of commands.entries()) {
      if (n < from || others.has(recordOf(command))) continue;
      const taken = await execute(socket, n + 1, command);
      if (!taken) others.add(recordOf(command));
      await progress?.(n + 1);
    }
  } finally {
    socket.close();
  }
}

/** `job.start J-0001` and `job.create J-0001` are about the same record. */
function recordOf(command: CommandInput): string {
  const { id } = command as { id?: string };
  return `${command.type.split('.')[0] ?? ''} ${id ?? ''}`;
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

/** Whether it was carried out; false: the shop's rules refused it. */
async function execute(socket: WebSocket, id: number, command: CommandInput): Promise<boolean> {
  // Of its contents, so that another version's sample under the same number is another command.
  const digest = createHash('sha256').update(JSON.stringify(command)).digest('hex').slice(0, 16);
  const key = `sample-${String(id).padStart(6, '0')}-${digest}`;
  for (const end = performance.now() + PATIENCE_MS; ;) {
    const reply = await call(socket, id, 'execute', { key, command });
    if ('result' in reply) return Result.parse(reply.result).ok;
    // The first leader may not be there yet; the same key again is safe.
    if (!PASSING.has(reply.error.code) || performance.now() > end) {
      throw new FillError(`a record was not taken: ${reply.error.message}`);
    }
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
