import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isLoopback, ownAddresses } from './own-addresses.ts';

const info = (address: string, internal = false): NetworkInterfaceInfo => {
  const rest = { netmask: '', mac: '', internal, cidr: null };
  return address.includes(':')
    ? { ...rest, address, family: 'IPv6', scopeid: 0 }
    : { ...rest, address, family: 'IPv4' };
};
const INTERFACES = {
  lo: [info('127.0.0.1', true), info('::1', true)],
  eth0: [info('fe80::1'), info('2001:db8::5'), info('192.168.1.5')],
  wlan0: [info('10.0.0.7')],
  gone: undefined,
};

describe('where others can dial this computer', () => {
  it('is each address of each link, without its own loopback and what is link-local', () => {
    const hosts = ownAddresses({ host: '::', port: 7100 }, INTERFACES).map(({ host }) => host);
    expect(hosts).toEqual(['192.168.1.5', '10.0.0.7', '2001:db8::5']);
  });

  it('has no IPv6 where links listen on IPv4 alone', () => {
    expect(ownAddresses({ host: '0.0.0.0', port: 7101 }, INTERFACES)).toEqual([
      { host: '192.168.1.5', port: 7101 },
      { host: '10.0.0.7', port: 7101 },
    ]);
  });

  it('is the one address that links are bound to', () => {
    const bound = { host: '127.0.0.1', port: 7100 };
    expect(ownAddresses(bound, INTERFACES)).toEqual([bound]);
  });

  it('is nowhere while no link is up, and never more than a roster keeps', () => {
    expect(ownAddresses({ host: '0.0.0.0', port: 1 }, { lo: INTERFACES.lo })).toEqual([]);
    const many = Array.from({ length: 20 }, (_, n) => info(`10.0.0.${n}`));
    expect(ownAddresses({ host: '0.0.0.0', port: 1 }, { eth0: many })).toHaveLength(8);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['12.7.0.1', false],
  ])('knows whether only itself can reach %s: %s', (host, is) => expect(isLoopback(host)).toBe(is));
});
