import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { followPower, type Sleeper } from './power.ts';

function computer(node: () => Promise<Sleeper> | null) {
  const power = new EventEmitter();
  const said: string[] = [];
  followPower(power as never, node, () => said.push('quit'));
  return { power, said };
}

describe('a computer with a window', () => {
  it('tells the workstation before it sleeps, and once it is back', async () => {
    const told: string[] = [];
    const node = { sleep: () => told.push('sleep'), wake: () => told.push('wake') };
    const { power } = computer(() => Promise.resolve(node));
    power.emit('suspend');
    power.emit('resume');
    await Promise.resolve();
    await Promise.resolve();
    expect(told).toEqual(['sleep', 'wake']);
  });

  it('holds its shutdown until the workstation has gone in good order', () => {
    const { power, said } = computer(() => null);
    let held = false;
    power.emit('shutdown', { preventDefault: () => (held = true) });
    expect([held, said]).toEqual([true, ['quit']]);
  });

  it('says nothing to a workstation that is not running', async () => {
    const { power } = computer(() => null);
    power.emit('suspend');
    const failed = computer(() => Promise.reject(new Error('it did not start')));
    failed.power.emit('resume');
    await new Promise((resolve) => setImmediate(resolve));
    expect(failed.said).toEqual([]);
  });
});
