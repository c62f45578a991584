/** `/api/v2/devices`: who may come over the LAN. For this machine alone; the LAN's own server does not have it. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  type DeviceAdded,
  DeviceName,
  type DeviceList,
  type LanDoor,
  NewDevice,
} from '../../shared/contract/devices.ts';
import { check } from './check.ts';
import { DeviceRefused, type Devices, DevicesError } from './devices.ts';
import { Refused } from './refused.ts';
import { refuseOthers } from './rest.ts';

export type DeviceDesk = Readonly<{
  /** Throws DevicesError where the list cannot be read. */
  devices: () => Devices;
  /** Where devices come in; null: nowhere. */
  lan: () => LanDoor | null;
}>;

const PATH = '/api/v2/devices';
const OneDevice = z.object({ name: DeviceName });

export function registerDevices(app: FastifyInstance, { devices, lan }: DeviceDesk): void {
  app.get(PATH, (_request, reply): DeviceList => {
    reply.header('cache-control', 'no-store');
    return { lan: lan(), devices: [...orRefuse(devices).list()] };
  });

  app.post(PATH, async (request, reply): Promise<DeviceAdded> => {
    const { name } = check(NewDevice, request.body, 'The body');
    const door = lan();
    if (door === null) {
      throw new Refused(
        409,
        'This workstation answers no other machine: start it with --lan-http HOST:PORT, then add devices.',
      );
    }
    const { device, token } = await orRefuse(devices).add(name).catch(refuse);
    reply.code(201).header('cache-control', 'no-store');
    // Behind the #, so that it reaches no server and no log.
    return { device, token, url: `${door.origins[0] ?? ''}/#token=${token}`, lan: door };
  });

  app.delete(`${PATH}/:name`, async (request, reply) => {
    const { name } = check(OneDevice, request.params, 'Path');
    if (!(await orRefuse(devices).remove(name).catch(refuse))) {
      throw new Refused(404, `There is no device called ${name}.`);
    }
    reply.header('cache-control', 'no-store');
    return { removed: name };
  });

  for (const path of [PATH, `${PATH}/:name`]) refuseOthers(app, path);
}

function orRefuse(devices: () => Devices): Devices {
  try {
    return devices();
  } catch (cause) {
    return refuse(cause);
  }
}

/** In the words of what was in the way. */
function refuse(cause: unknown): never {
  if (cause instanceof DeviceRefused) throw new Refused(409, cause.message);
  if (cause instanceof DevicesError) throw new Refused(503, cause.message);
  throw cause;
}
