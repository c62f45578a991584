/**
 * `npm test`: all suites, the desktop suite last and apart, each with a summary of its own. With arguments,
 * vitest with these: `--project unit`, a file's name, … The desktop suite is then run for `--project desktop`.
 */
import { rm } from 'node:fs/promises';
import { runDesktopSuite } from './desktop-suite.ts';
import setup from './test-build.ts';
import { DESKTOP_RESULTS, RESULTS, run, vitest } from './vitest-run.ts';

const NOT_DESKTOP = '--project=!desktop';

async function main(args: readonly string[]): Promise<number> {
  await Promise.all([RESULTS, DESKTOP_RESULTS].map((file) => rm(file, { force: true })));
  const desktop = args.findIndex(
    (arg, n) => arg === '--project=desktop' || (arg === 'desktop' && args[n - 1] === '--project'),
  );
  if (desktop >= 0) {
    const first = args[desktop] === 'desktop' ? desktop - 1 : desktop;
    return runDesktopSuite(args.filter((_, n) => n < first || n > desktop));
  }
  if (args.length > 0) {
    const chooses = args.some((arg) => arg.startsWith('--project'));
    return run(vitest(chooses ? args : [NOT_DESKTOP, ...args], RESULTS));
  }
  // Once for both.
  setup();
  const ordinary = await run(vitest([NOT_DESKTOP], RESULTS));
  return (await runDesktopSuite([])) || ordinary;
}

process.exitCode = await main(process.argv.slice(2));
