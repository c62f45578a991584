/** Asks a process that runs with probe.cjs how it is. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RunningProcess } from './running-process.ts';

/** The environment that lets a process be asked. */
export const PROBED = { NODE_OPTIONS: `--require ${fileURLToPath(new URL('./probe.cjs', import.meta.url))}` };

const Probe = z.object({
  /** Bytes, after a full collection. */
  rss: z.number(),
  heapUsed: z.number(),
  /** The event loop's delay in ms since the process was last asked. */
  loopP99: z.number(),
  loopMax: z.number(),
});
export type Probe = z.output<typeof Probe>;

export async function probe(entry: RunningProcess): Promise<Probe> {
  const before = entry.stdout.split('probe ').length - 1;
  const answer = new RegExp(`(?:probe [^]*?){${before}}probe (\\{.*\\})\\n`);
  entry.signal('SIGUSR2');
  const [, json = ''] = await entry.said(answer);
  return Probe.parse(JSON.parse(json));
}
