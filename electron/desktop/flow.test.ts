import { describe, expect, it } from 'vitest';
import { createFlow } from './flow.ts';

/** Whether a promise is settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol();
  await Promise.resolve();
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe('what was sent to a page', () => {
  it('is unsent until the page took it', () => {
    const flow = createFlow();
    flow.sent(10);
    flow.sent(5);
    expect(flow.unsent()).toBe(15);
    expect(flow.taken(10)).toBe(true);
    expect(flow.unsent()).toBe(5);
  });

  it('cannot be taken before it is sent, nor be given back', () => {
    const flow = createFlow();
    flow.sent(10);
    expect(flow.taken(11)).toBe(false);
    expect(flow.taken(10)).toBe(true);
    expect(flow.taken(9)).toBe(false);
    expect(flow.unsent()).toBe(0);
  });

  it('is drained once little of it lies untaken, for all who wait', async () => {
    const flow = createFlow();
    flow.sent(300 * 1024);
    const waiting = [flow.drained(), flow.drained()];
    flow.taken(100 * 1024);
    expect(await isSettled(Promise.race(waiting))).toBe(false);
    flow.taken(200 * 1024);
    await Promise.all(waiting);
    await flow.drained();
  });

  it('keeps nobody waiting once the page is gone', async () => {
    const flow = createFlow();
    flow.sent(300 * 1024);
    const waiting = flow.drained();
    flow.end();
    await waiting;
    await flow.drained();
  });
});
