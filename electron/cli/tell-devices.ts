/** The devices that may come over the LAN, as text for people. Pure. */
import type { DeviceAdded, DeviceList } from '../../shared/contract/devices.ts';
import { table } from './table.ts';
import { minute } from './tell.ts';
import { visible } from './text.ts';

const SHUT = 'This workstation answers no other machine: it was started without --lan-http.\n';

export function tellDevices({ lan, devices }: DeviceList): string {
  const door =
    lan === null
      ? SHUT
      : `They come in at ${visible(lan.origins.join(', '))}.\nThe certificate's SHA-256 is ${visible(lan.fingerprint)}.\n`;
  if (devices.length === 0) return `No devices found.\n\n${door}`;
  const rows = table(
    [
      { title: 'DEVICE', cell: ({ name }) => name },
      { title: 'ADDED', cell: ({ createdAt }) => minute(createdAt / 1000) },
      { title: 'LAST USED', cell: ({ lastUsedDay }) => lastUsedDay ?? 'never' },
    ],
    devices,
  );
  return `${rows}\n${door}`;
}

/** With the token, which nobody can tell again. */
export function tellDeviceAdded({ device, token, url, lan }: DeviceAdded): string {
  const others = lan.origins.slice(1);
  const elsewhere =
    others.length === 0
      ? ''
      : `\nThe same workstation is also ${visible(others.join(', '))}, with the same end.\n`;
  return `Device ${visible(device.name)} is added. Open this address on it:

  ${visible(url)}
${elsewhere}
The browser does not know the certificate and asks: its SHA-256 must be

  ${visible(lan.fingerprint)}

A program sends instead: Authorization: Bearer ${visible(token)}
The token is told this once. Who has it can do what the console can, until printraft devices remove.
`;
}
