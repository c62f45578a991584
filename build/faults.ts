/** `npm run test:faults [-- SECONDS [SEED]]`: real workstations under real faults, for as long as is asked. */
import { spawn } from 'node:child_process';

const [seconds = '45', seed = '1'] = process.argv.slice(2);
if (![seconds, seed].every((number) => /^[1-9]\d*$/.test(number))) {
  process.stderr.write(`test:faults: seconds and seed are whole numbers, not ${seconds} ${seed}.\n`);
  process.exit(1);
}
const child = spawn(
  'npx',
  ['vitest', 'run', '--config', 'build/vitest.ts', '--project', 'system', 'electron/faults'],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PRINTRAFT_FAULT_SECONDS: seconds, PRINTRAFT_FAULT_SEED: seed },
  },
);
child.on('exit', (code) => process.exit(code ?? 1));
