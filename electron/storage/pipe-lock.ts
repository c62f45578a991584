/** A lock that the system gives back by itself when its holder ends: a named pipe, for Windows. */
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { errorCode, LockedError } from './errors.ts';

/** The pipe that stands for a directory; Windows does not tell upper from lower case. */
export async function pipeName(directory: string): Promise<string> {
  const path = (await realpath(directory)).toLowerCase();
  return `\\\\.\\pipe\\printraft-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
}

/**
 * Holds the pipe `name` for `directory`; whoever connects is told the holder's process.
 * @throws LockedError
 */
export async function lockPipe(directory: string, name: string): Promise<{ release(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(String(process.pid));
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(name, resolve);
    });
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    throw new LockedError(`The data folder ${directory} is in use by process ${await holderOf(name)}.`, {
      cause: error,
    });
  }
  // The lock alone is no reason for the process to stay.
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function holderOf(name: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(name);
    socket.setEncoding('utf8').setTimeout(1000, () => socket.destroy());
    socket.on('data', (data) => (text = (text + String(data)).slice(0, 20)));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(/^\d+$/.test(text) ? text : 'unknown'));
  });
}
