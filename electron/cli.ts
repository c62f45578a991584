/** `npm run printraft`: the command line against a running workstation. */
import { EXIT } from './cli/failure.ts';
import { run } from './cli/run.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interruption.abort());
}
process.stderr.on('error', () => undefined);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read along has had enough (`| head`).
  if (error.code === 'EPIPE') return;
  process.stderr.write(`printraft: The answer could not be written (${error.code ?? error.message}).\n`);
  process.exitCode = EXIT.fault;
});

const { argv, env, stdin, stdout, stderr } = process;
// Not process.exit: what was written into a pipe is still on its way.
const code = await run({ argv: argv.slice(2), env, stdin, stdout, stderr, interruption });
// Unless it could not even be told.
process.exitCode ??= code;
