/** Takes down every packet that passes a switch. Node has no such socket; Python has. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Switch } from '../discovery/testing/namespaces.ts';
import { RunningProcess } from './running-process.ts';

const LISTEN = `
import socket, sys
tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
with open(sys.argv[1], 'wb') as out:
    print('ready', flush=True)
    while True:
        out.write(tap.recv(65535))
        out.flush()
`;

/** Whether there is a Python here. Says so where not. */
export const maySniff = spawnSync('python3', ['--version']).status === 0;
if (!maySniff) console.warn('NOT TESTED: what passes a network can be taken down with python3 only.');

/** Resolves when it listens; `stop` resolves with all that it heard. */
export async function sniff(lan: Switch, file: string): Promise<Readonly<{ stop: () => Promise<Buffer> }>> {
  const tap = new RunningProcess('ip', ['netns', 'exec', lan.namespace, 'python3', '-c', LISTEN, file]);
  await tap.said(/ready/);
  return {
    async stop() {
      await tap.kill();
      return readFile(file);
    },
  };
}
