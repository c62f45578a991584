import { describe, expect, it } from 'vitest';
import { awaitPanel } from './panel.ts';

const NEVER_MS = 60_000;

/** What is called, in its order, until `count` calls were made. */
function calls(
  count: number,
  command: [string, ...string[]],
  patienceMs: number,
): Promise<readonly string[]> {
  const made: string[] = [];
  return new Promise((resolve) => {
    const call = (name: string) => () => {
      made.push(name);
      if (made.length < count) return;
      stop();
      resolve(made);
    };
    const stop = awaitPanel({ ready: call('ready'), late: call('late') }, command, patienceMs);
  });
}

describe('the wait for a panel', () => {
  it('ends at once where one is there', async () => {
    expect(await calls(1, ['true'], NEVER_MS)).toEqual(['ready']);
  });

  it('ends at once where nothing can tell', async () => {
    expect(await calls(1, ['/no/such/program'], NEVER_MS)).toEqual(['ready']);
    expect(await calls(1, ['false'], NEVER_MS)).toEqual(['ready']);
  });

  it('ends after a moment where there is none, and notices one that comes later', async () => {
    expect(await calls(2, ['sleep', '0.3'], 0)).toEqual(['ready', 'late']);
  });
});
