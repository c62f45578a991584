import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isOn, linksOf } from './interfaces.ts';

const v4 = (address: string, netmask = '255.255.255.0', internal = false): NetworkInterfaceInfo => ({
  address,
  netmask,
  family: 'IPv4',
  mac: '02:00:00:00:00:01',
  internal,
  cidr: null,
});
const v6 = (address: string, scopeid: number): NetworkInterfaceInfo => ({
  address,
  netmask: 'ffff:ffff:ffff:ffff::',
  family: 'IPv6',
  mac: '02:00:00:00:00:01',
  internal: false,
  cidr: null,
  scopeid,
});
const lo = v4('127.0.0.1', '255.0.0.0', true);

describe('the links of a machine', () => {
  it('are its interfaces with an IPv4 address, loopback only where it is wanted and last', () => {
    const interfaces = { lo: [lo], eth0: [v4('10.0.0.1'), v4('10.0.9.1')], wlan0: [v6('fe80::1', 3)] };
    expect(linksOf(interfaces, false).map(({ name, address }) => [name, address])).toEqual([
      ['eth0', '10.0.0.1'],
    ]);
    expect(linksOf(interfaces, true).map(({ name }) => name)).toEqual(['eth0', 'lo']);
    expect(linksOf({ lo: [lo] }, false)).toEqual([]);
  });

  it('are others with another address, network, or adapter of the same name', () => {
    const key = (...infos: NetworkInterfaceInfo[]) => linksOf({ eth0: infos }, false)[0]?.key;
    const same = key(v4('10.0.0.1'), v6('fe80::1', 3));
    expect(key(v4('10.0.0.1'), v6('fe80::1', 3))).toBe(same);
    expect(key(v4('10.0.0.2'), v6('fe80::1', 3))).not.toBe(same);
    expect(key(v4('10.0.0.1', '255.255.0.0'), v6('fe80::1', 3))).not.toBe(same);
    expect(key(v4('10.0.0.1'), v6('fe80::1', 4))).not.toBe(same);
  });

  it('know who is in their networks', () => {
    const [link] = linksOf({ eth0: [v4('192.168.1.10'), v4('10.0.0.1', '255.0.0.0')] }, false);
    for (const address of ['192.168.1.200', '10.250.1.1']) expect(isOn(link!, address)).toBe(true);
    for (const address of ['192.168.2.10', '11.0.0.1', '8.8.8.8']) expect(isOn(link!, address)).toBe(false);
  });
});
