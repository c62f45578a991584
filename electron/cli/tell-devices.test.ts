import { describe, expect, it } from 'vitest';
import { tellDeviceAdded, tellDevices } from './tell-devices.ts';

const lan = { origins: ['https://192.168.1.5:5443', 'https://cnc-pc.local:5443'], fingerprint: 'AB:CD' };
const device = (name: string, lastUsedDay: string | null = null) => ({
  id: '0',
  name,
  createdAt: new Date(2026, 10, 26, 9, 5).getTime(),
  lastUsedDay,
});

describe('the devices', () => {
  it('stand in columns, with where they come in', () => {
    expect(tellDevices({ lan, devices: [device('Tablet'), device('Phone \u001b[2J', '2026-11-27')] })).toBe(
      [
        'DEVICE           ADDED             LAST USED',
        'Tablet           2026-11-26 09:05  never',
        'Phone \\u{1b}[2J  2026-11-26 09:05  2026-11-27',
        '',
        'They come in at https://192.168.1.5:5443, https://cnc-pc.local:5443.',
        "The certificate's SHA-256 is AB:CD.",
        '',
      ].join('\n'),
    );
  });

  it('or nobody, and that the door is shut', () => {
    const text = tellDevices({ lan: null, devices: [] });
    expect(text).toMatch(
      /^No devices found\.\n\nThis workstation answers no other machine: .*--lan-http\.\n$/,
    );
  });
});

describe('a device that was added', () => {
  const url = 'https://192.168.1.5:5443/#token=abc';

  it('is told with its address, its token, and the certificate to expect', () => {
    const text = tellDeviceAdded({ device: device('Tablet'), token: 'abc', url, lan });
    for (const part of ['Device Tablet is added', `  ${url}\n`, '  AB:CD\n', 'Bearer abc', 'cnc-pc.local'])
      expect(text).toContain(part);
  });

  it('of a workstation with one address names no other', () => {
    const one = { ...lan, origins: lan.origins.slice(0, 1) };
    expect(tellDeviceAdded({ device: device('Tablet'), token: 'abc', url, lan: one })).not.toContain('also');
  });
});
