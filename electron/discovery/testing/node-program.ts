/**
 * A process that finds others and is found. Its argument is the options as JSON; each line of stdin is a command
 * as JSON, and each line of stdout says something: `seen` and who, after each change; `stats`; `stopped`.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { createDiscovery, type DiscoveryOptions } from '../discovery.ts';
import type { Announcement } from '../types.ts';

export type Command =
  | Readonly<{ do: 'announce'; announcement: Announcement | null }>
  | Readonly<{ do: 'refresh' | 'measure' | 'stats' | 'stop' }>;

export type Stats = Readonly<{
  drops: Readonly<Record<string, number>>;
  /** Milliseconds since `measure`. */
  delay: Readonly<{ p99: number; max: number }>;
  /** Bytes that are in use after everything that is not was collected. */
  heap: number;
}>;

const say = (what: string, value: unknown) => void process.stdout.write(`${what} ${JSON.stringify(value)}\n`);
const discovery = createDiscovery(JSON.parse(process.argv[2] ?? '{}') as DiscoveryOptions);
discovery.watch(() => say('seen', discovery.seen()));
// Holds nothing back: the product's own timers and sockets keep no process alive.
const delay = monitorEventLoopDelay({ resolution: 1 });

function stats(): Stats {
  globalThis.gc?.();
  const ms = (nanoseconds: number) => Math.round(nanoseconds / 1e5) / 10;
  return {
    drops: discovery.drops(),
    delay: { p99: ms(delay.percentile(99)), max: ms(delay.max) },
    heap: process.memoryUsage().heapUsed,
  };
}

async function stop(): Promise<void> {
  const from = performance.now();
  await discovery.stop();
  say('stopped', Math.round(performance.now() - from));
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const command = JSON.parse(line) as Command;
  switch (command.do) {
    case 'announce':
      return discovery.announce(command.announcement);
    case 'refresh':
      return discovery.refresh();
    case 'measure':
      delay.enable();
      return delay.reset();
    case 'stats':
      delay.disable();
      return say('stats', stats());
    case 'stop':
      return void stop();
  }
});
say('ready', process.pid);
