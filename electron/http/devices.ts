/**
 * The devices that may use this workstation over the LAN: `devices.json` in its data directory, which holds no
 * token, only what tells a right one. The tokens are random and long, so that plain SHA-256 is as good as a slow
 * hash: there is nothing to guess from.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DeviceRow } from '../../shared/contract/devices.ts';
import { readTextFile, SECRET_MODE, writeAtomically } from '../storage/files.ts';
import type { Log } from '../viewer/log.ts';

const FORMAT = 1;
const TOKEN_BYTES = 32;
/** Checking a token looks at each of them. */
const MAX_DEVICES = 256;

const Day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const Kept = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: z.string().min(1).max(80),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.number(),
  lastUsedDay: Day.nullable(),
});
const DevicesFile = z.strictObject({ format: z.literal(FORMAT), devices: z.array(Kept).max(MAX_DEVICES) });
type Kept = z.output<typeof Kept>;

/** The list of devices cannot be read or kept; the message is one sentence for the user. */
export class DevicesError extends Error {
  override readonly name = 'DevicesError';
}

/** A device that cannot be added; the message is one sentence for the user. */
export class DeviceRefused extends Error {
  override readonly name = 'DeviceRefused';
}

export type Devices = Readonly<{
  /** In the order in which they were added. */
  list: () => readonly DeviceRow[];
  /**
   * A new device and its token, which nobody can tell a second time. Durable when it resolves. Rejects with
   * DeviceRefused (a name that is taken, too many) or DevicesError.
   */
  add: (name: string) => Promise<Readonly<{ device: DeviceRow; token: string }>>;
  /** True once its token is worth nothing any more, durably; false where none has that name. Rejects with DevicesError. */
  remove: (name: string) => Promise<boolean>;
  /** Whose token it is; null: nobody's. That it was used today is kept. */
  find: (token: string) => DeviceRow | null;
  /** Called with the id of each removed device; returns how to stop. */
  watchRemoved: (listener: (id: string) => void) => () => void;
  /** Resolves once all is written that is to be written. */
  settled: () => Promise<void>;
}>;

/** A token as it travels: 256 bits in 43 characters that need no escaping anywhere. */
export const isTokenShaped = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** What tells a token without telling it. */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();

/** Reads the list; there may be none yet. Rejects with DevicesError where it is damaged or newer than this program. */
export async function openDevices(
  directory: string,
  log: Log,
  now: () => number = Date.now,
): Promise<Devices> {
  const path = join(directory, 'devices.json');
  let devices = await read(path);
  let queue: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(id: string) => void>();

  /** One change after the other; nothing has changed where it could not be written. */
  const change = <T>(plan: () => Readonly<{ next: readonly Kept[]; result: T }>): Promise<T> => {
    const done = queue.then(async () => {
      const { next, result } = plan();
      await write(path, next);
      devices = next;
      return result;
    });
    queue = done.catch(() => undefined);
    return done;
  };

  const used = (id: string, today: string): void => {
    const stamp = (kept: Kept): Kept => (kept.id === id ? { ...kept, lastUsedDay: today } : kept);
    devices = devices.map(stamp);
    change(() => ({ next: devices.map(stamp), result: undefined })).catch((cause: unknown) =>
      log('The day on which a device came last could not be kept.', cause),
    );
  };

  return {
    list: () => devices.map(rowOf),
    add: (name) =>
      change(() => {
        if (devices.some((kept) => sameName(kept.name, name))) {
          throw new DeviceRefused(`There is a device called ${name} already: remove it first.`);
        }
        if (devices.length >= MAX_DEVICES) {
          throw new DeviceRefused(`There are ${MAX_DEVICES} devices, which is as many as there may be.`);
        }
        const token = randomBytes(TOKEN_BYTES).toString('base64url');
        const device: Kept = {
          id: randomBytes(8).toString('hex'),
          name,
          sha256: digestOf(token).toString('hex'),
          createdAt: now(),
          lastUsedDay: null,
        };
        return { next: [...devices, device], result: { device: rowOf(device), token } };
      }),
    remove: async (name) => {
      const gone = await change(() => {
        const removed = devices.filter((kept) => sameName(kept.name, name));
        return { next: devices.filter((kept) => !removed.includes(kept)), result: removed };
      });
      for (const { id } of gone) for (const listener of [...listeners]) listener(id);
      return gone.length > 0;
    },
    find: (token) => {
      const digest = digestOf(token);
      let found: Kept | null = null;
      // To the end, whoever it is: how long it takes tells nothing.
      for (const kept of devices) {
        if (timingSafeEqual(Buffer.from(kept.sha256, 'hex'), digest)) found = kept;
      }
      if (found === null) return null;
      const today = new Date(now()).toISOString().slice(0, 10);
      if (found.lastUsedDay !== today) used(found.id, today);
      return rowOf(found);
    },
    watchRemoved: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: async () => {
      await queue;
    },
  };
}

const rowOf = ({ id, name, createdAt, lastUsedDay }: Kept): DeviceRow => ({
  id,
  name,
  createdAt,
  lastUsedDay,
});

/** Names that people would take for one another are one name. */
function sameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').toLowerCase();
  return plain(one) === plain(other);
}

async function read(path: string): Promise<readonly Kept[]> {
  let value: unknown;
  try {
    const text = await readTextFile(path);
    if (text === null) return [];
    // A backup that was put back may have come with other rights.
    if (process.platform !== 'win32') await chmod(path, SECRET_MODE);
    value = JSON.parse(text);
  } catch (cause) {
    throw new DevicesError(`${path}, which says which devices may come in, cannot be read.`, { cause });
  }
  const preface = z.object({ format: z.number() }).safeParse(value);
  if (preface.success && preface.data.format > FORMAT) {
    throw new DevicesError(`${path} was written by a newer PrintRaft: update this one.`);
  }
  const parsed = DevicesFile.safeParse(value);
  if (!parsed.success) {
    throw new DevicesError(
      `${path}, which says which devices may come in, is damaged: put a good one back, or remove it and add the devices anew.`,
      { cause: parsed.error },
    );
  }
  return parsed.data.devices;
}

async function write(path: string, devices: readonly Kept[]): Promise<void> {
  try {
    await writeAtomically(path, `${JSON.stringify({ format: FORMAT, devices }, null, 2)}\n`, SECRET_MODE);
  } catch (cause) {
    throw new DevicesError(`${path} cannot be written, so nothing was changed.`, { cause });
  }
}
