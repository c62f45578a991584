/** `npm run printraft`: the command line against a running workstation. */
import { run } from './cli/run.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interruption.abort());
}
// Whoever read along may be gone (`| head`): nobody is left to tell, and what is under way goes on to its end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const { argv, env, stdin, stdout, stderr } = process;
// Not process.exit: what was written into a pipe is still on its way.
process.exitCode = await run({ argv: argv.slice(2), env, stdin, stdout, stderr, interruption });
