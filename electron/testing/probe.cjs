/**
 * Looks into a workstation's process from outside: `node --require ./probe.cjs …`, as Electron can as well. On SIGUSR2 it says
 * one line on stdout, `probe {"rss","heapUsed","loopP99","loopMax"}`: bytes after a full collection,
 * and the event loop's delay in milliseconds since the line before.
 */
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
/** The histogram counts whole intervals between its samples, so this much of each is not delay. */
const RESOLUTION_MS = 1;
const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
loop.enable();

process.on('SIGUSR2', () => {
  const delay = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const [loopP99, loopMax] = [delay(loop.percentile(99)), delay(loop.max)];
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  process.stdout.write(`probe ${JSON.stringify({ rss, heapUsed, loopP99, loopMax })}\n`);
  loop.reset();
});
