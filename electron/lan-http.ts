/**
 * HTTPS for other machines around a running workstation: off unless asked for at this very start, by `--lan-http` or
 * PRINTRAFT_LAN_HTTP. The list of devices is there either way, so that one can always be removed.
 */
import type { DeviceDesk } from './http/device-routes.ts';
import { type Devices, DevicesError, openDevices } from './http/devices.ts';
import type { CertificateSource } from './http/lan-certificate.ts';
import { type Lan, startLan } from './http/lan-server.ts';
import type { ImportRoom } from './http/v2/import-room.ts';
import { forDevices } from './device-view.ts';
import type { LanAddress } from './lan-address.ts';
import { freeLan, PlaceError } from './places.ts';
import type { Workstation } from './workstation-interface.ts';

export type PreparedLan = Readonly<{
  devices: Devices | DevicesError;
  /** Null: off. */
  address: LanAddress | null;
  /** Why it is off although it was asked for. */
  findings: readonly string[];
}>;

/**
 * Looks whether it can be, before anything is founded. What is in the way is a finding where the workstation may go
 * on without, else it rejects with DevicesError, ListenError or PlaceError.
 */
export async function prepareLan(
  directory: string,
  asked: LanAddress | null,
  mayBeOff: boolean,
  log: (sentence: string) => void,
): Promise<PreparedLan> {
  const devices = await openDevices(directory, (sentence) => log(sentence)).catch((cause: unknown) => {
    if (cause instanceof DevicesError) return cause;
    throw cause;
  });
  if (asked === null) return { devices, address: null, findings: [] };
  try {
    if (devices instanceof DevicesError) throw devices;
    return { devices, address: await freeLan(asked), findings: [] };
  } catch (cause) {
    if (!mayBeOff || !(cause instanceof DevicesError || cause instanceof PlaceError)) throw cause;
    return { devices, address: null, findings: [`HTTPS for other machines is off here. ${cause.message}`] };
  }
}

export type OpenLan = Readonly<{ desk: DeviceDesk; lan: Lan | null; stop: () => Promise<void> }>;

/** Opens it where it is on. Rejects with what is in the way of listening or of a certificate. */
export async function openLan(
  { devices, address }: PreparedLan,
  options: Readonly<{
    workstation: Workstation;
    console: string | null;
    build: string;
    certificate: CertificateSource;
    imports: ImportRoom;
    log: (sentence: string) => void;
  }>,
): Promise<OpenLan> {
  const { workstation, console, build, certificate, imports, log } = options;
  const list = () => {
    if (devices instanceof DevicesError) throw devices;
    return devices;
  };
  const lan =
    address === null
      ? null
      : await startLan({
          ...address,
          workstation: forDevices(workstation),
          consoleDirectory: console,
          build,
          certificate,
          devices: list(),
          imports,
          log,
        });
  if (lan !== null) {
    const { origins, fingerprint } = lan.door();
    log(`Devices with a token come in at ${origins.join(', ')}; SHA-256 of the certificate: ${fingerprint}.`);
  }
  return {
    desk: { devices: list, lan: () => lan?.door() ?? null },
    lan,
    stop: async () => {
      await lan?.close();
      if (!(devices instanceof DevicesError)) await devices.settled();
    },
  };
}
