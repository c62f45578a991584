import { expect, it } from 'vitest';
import { deviceLink } from './device-link.ts';

it('leads a token to the page that takes it out of the address', () => {
  expect(deviceLink({ protocol: 'https:', hash: '#token=abc' })).toBe('/device#token=abc');
});

it.each([
  ['https:', ''],
  ['https:', '#/jobs'],
  ['http:', '#token=abc'],
  ['app:', '#token=abc'],
])('leaves %s with %j where it is', (protocol, hash) => {
  expect(deviceLink({ protocol, hash })).toBeNull();
});
