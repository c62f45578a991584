/**
 * `npm run dev`: the app as `npm start` runs it, kept up to date with the sources. Another page is loaded into
 * the window; anything else restarts the app, on the same data. While a build is in error the last good app goes on.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLauncher } from './dev/launcher.ts';
import { advance, next, NOTHING_BUILT } from './dev/progress.ts';
import { watchAll } from './dev/watch.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The builds notice a change each for itself; those that share the file are waited for. */
const SETTLE_MS = 100;

const say = (line: string) => process.stdout.write(`dev: ${line}\n`);

async function main(): Promise<void> {
  // Whoever listened may be gone (a closed terminal).
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const launcher = createLauncher({
    entry: join(ROOT, 'dist', 'node', 'start.js'),
    args: process.argv.slice(2),
    ended: (code) => {
      // Quit by its menu, or shown by an earlier one: there is nothing left to keep up to date.
      if (code === 0) process.exit(0);
      say('The app has ended. It starts again with the next change.');
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void launcher.stop().then(() => process.exit(0)));
  }

  let progress = NOTHING_BUILT;
  let settling: NodeJS.Timeout | undefined;
  const act = () => {
    const step = next(progress);
    progress = step.after;
    if (step.act === 'wait') return;
    if (step.act === 'reload') {
      say('The page has changed; the window loads it.');
      void launcher.reload();
      return;
    }
    if (step.act === 'restart') say('The app has changed; it starts again.');
    void launcher.restart();
  };
  say('Building …');
  await watchAll(ROOT, (part, event) => {
    progress = advance(progress, part, event);
    if (event === 'failed') {
      say(
        progress.started
          ? `The ${part} build is in error; the app goes on as it was.`
          : `The ${part} build is in error.`,
      );
    }
    clearTimeout(settling);
    settling = setTimeout(act, SETTLE_MS);
  });
}

main().catch((cause: unknown) => {
  process.stderr.write(`dev: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});
