/** What `/api/v2/devices` takes and answers: the devices that may use this workstation over the LAN. */
import { z } from 'zod';
import { requiredLine } from '../domain/text.ts';

export const DeviceName = requiredLine(80);
export const NewDevice = z.strictObject({ name: DeviceName });

export const DeviceRow = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number().meta({ description: 'Epoch milliseconds.' }),
  lastUsedDay: z.string().nullable().meta({ description: 'YYYY-MM-DD (UTC); null: it never came.' }),
});
export type DeviceRow = z.infer<typeof DeviceRow>;

/** How devices reach this workstation. */
export const LanDoor = z.object({
  origins: z
    .array(z.string())
    .min(1)
    .meta({ description: 'Such as https://192.168.1.5:5443; the first does best.' }),
  fingerprint: z
    .string()
    .meta({ description: "SHA-256 of the certificate, as browsers show it: 'AB:CD:…'." }),
});
export type LanDoor = z.infer<typeof LanDoor>;

/** `lan` is null where the workstation was not started with --lan-http. */
export const DeviceList = z.object({ lan: LanDoor.nullable(), devices: z.array(DeviceRow) });
export type DeviceList = z.infer<typeof DeviceList>;

/** The only time that the token is told. */
export const DeviceAdded = z.object({ device: DeviceRow, token: z.string(), url: z.string(), lan: LanDoor });
export type DeviceAdded = z.infer<typeof DeviceAdded>;

export const DeviceRemoved = z.object({ removed: z.string() });
export type DeviceRemoved = z.infer<typeof DeviceRemoved>;
