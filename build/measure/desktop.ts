/** What the app with its window costs and how fast it is, measured beside `desktop/main.ts` on a screen of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ELECTRON } from '../../electron/testing/app-process.ts';
import { findElectron, isRoot } from '../electron-runtime.ts';
import { isolated } from '../isolation.ts';
import { type Figure, Rows } from './figure.ts';

const MEASURING = fileURLToPath(new URL('./desktop/main.ts', import.meta.url));

export const desktop: Figure = {
  name: 'desktop',
  async measure() {
    const electron = await findElectron();
    const command = [process.execPath, '--import', 'tsx', MEASURING];
    const [file = '', ...args] = process.platform === 'linux' ? isolated(command, isRoot) : command;
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, [ELECTRON]: electron, NO_AT_BRIDGE: '1' },
    });
    const [output, [code]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    if (code !== 0) throw new Error(`the app could not be measured (${String(code)}): ${output}`);
    return Rows.parse(JSON.parse(output));
  },
};
