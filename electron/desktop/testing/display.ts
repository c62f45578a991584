/** A screen that nobody sees, for one test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type Display = Readonly<{
  /** For DISPLAY. */
  name: string;
  stop: () => Promise<void>;
}>;

export async function startDisplay(): Promise<Display> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'exit');
  const line = once(createInterface(server.stdio[3] as Readable), 'line') as Promise<[string]>;
  const [number] = await Promise.race([
    line,
    ended.then(() => Promise.reject(new Error('Xvfb ended at once'))),
  ]);
  return {
    name: `:${number}`,
    stop: async () => {
      server.kill();
      await ended;
    },
  };
}
