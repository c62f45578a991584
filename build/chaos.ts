/** `npm run chaos [-- ROUNDS]`: the kill tests in their long form, twenty rounds each unless told otherwise. */
import { spawn } from 'node:child_process';

const [rounds = '20'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(rounds)) {
  process.stderr.write(`chaos: how often is a whole number, not ${rounds}.\n`);
  process.exit(1);
}
const child = spawn(
  'npx',
  ['vitest', 'run', '--config', 'build/vitest.ts', '--project', 'system', 'electron/chaos'],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PRINTRAFT_CHAOS_ROUNDS: rounds },
  },
);
child.on('exit', (code) => process.exit(code ?? 1));
