import { expect, it } from 'vitest';
import { consoleUrl } from './websocket.ts';

it('goes to the host that served the page', () => {
  expect(consoleUrl({ protocol: 'http:', host: '127.0.0.1:5100' })).toBe('ws://127.0.0.1:5100/console');
  expect(consoleUrl({ protocol: 'https:', host: 'shop.local' })).toBe('wss://shop.local/console');
});
