import { execFileSync } from 'node:child_process';

/** Builds dist/ once before suites that start real processes. */
export default function setup(): void {
  if (process.env.PRINTRAFT_TEST_BUILT) return;
  execFileSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.env.PRINTRAFT_TEST_BUILT = '1';
}
