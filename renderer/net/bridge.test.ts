import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../shared/contract/bridge.ts';
import { bridgeOf, openBridge } from './bridge.ts';

function fakeBridge() {
  const sent: string[] = [];
  const listeners: ((text: string) => void)[] = [];
  const bridge: Bridge = {
    send: (text) => sent.push(text),
    listen: (listener) => listeners.push(listener),
  };
  return { bridge, sent, listeners };
}

function open(bridge: Bridge) {
  const told: unknown[] = [];
  const line = openBridge(bridge, {
    opened: () => told.push('opened'),
    text: (data) => told.push(data),
    closed: () => told.push('closed'),
  });
  return { line, told };
}

describe('a line over the bridge', () => {
  it('is open once its opener had time to keep it', async () => {
    const { told } = open(fakeBridge().bridge);
    expect(told).toEqual([]);
    await Promise.resolve();
    expect(told).toEqual(['opened']);
  });

  it('carries texts both ways', async () => {
    const { bridge, sent, listeners } = fakeBridge();
    const { line, told } = open(bridge);
    await Promise.resolve();
    line.send('up');
    listeners[0]!('down');
    expect(sent).toEqual(['up']);
    expect(told).toEqual(['opened', 'down']);
  });

  it('tells nothing after it was closed, even what was on its way', async () => {
    const { bridge, listeners } = fakeBridge();
    const { line, told } = open(bridge);
    line.close();
    await Promise.resolve();
    listeners[0]!('late');
    expect(told).toEqual([]);
  });
});

describe('where the bridge is', () => {
  it('is found on the page of the app', () => {
    const { bridge } = fakeBridge();
    expect(bridgeOf({ printraft: bridge })).toBe(bridge);
  });

  it('is not there in a browser', () => {
    expect(bridgeOf({})).toBeNull();
  });
});
