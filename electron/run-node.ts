/**
 * Runs one workstation in this process, with or without a window: takes its directory, opens its
 * records, starts the node and HTTP, and ends all of it in the reverse order.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Belonging, BelongingError, foundShop, readBelonging, writeBelonging } from './found.ts';
import { ownCertificate } from './http/lan-certificate.ts';
import { keepIdentity } from './founding.ts';
import { startHttp } from './http/server.ts';
import { belongingFor, type Intent } from './intent.ts';
import type { LanAddress } from './lan-address.ts';
import { openLan, prepareLan } from './lan-http.ts';
import type { Address } from './links/types.ts';
import { createKeyStore, IdentityError, startBoot } from './membership/identity/key-store.ts';
import { type Asked, freeHttp, freeLink, PlaceError, placesFor } from './places.ts';
import { foundingOf } from './replica/founding-of.ts';
import { createShopless } from './shopless.ts';
import { errorCode, FullError, toStorageError } from './storage/errors.ts';
import { layout, listDirectory } from './storage/files.ts';
import { lockDirectory } from './storage/lock.ts';
import { openStorage } from './storage/open.ts';
import { releaseReserve } from './storage/reserve.ts';
import type { Storage } from './storage/types.ts';
import { startWorkstation } from './workstation.ts';
import type { Workstation } from './workstation-interface.ts';

export type NodeOptions = Asked &
  Readonly<{
    directory: string;
    intent: Intent;
    /** HTTPS for devices on the LAN; null or undefined: off. */
    lanHttp?: LanAddress | null;
    /** Where the console's port is taken, or HTTPS cannot be, go on without: there is a window. */
    httpMayBeOff?: boolean;
    /** The built console, or null to serve REST only. */
    console: string | null;
    build: string;
    log: (sentence: string) => void;
    /** The workstation cannot go on and has stopped taking part; the process should end. */
    fatal: (cause: unknown) => void;
  }>;

export type RunningNode = Readonly<{
  workstation: Workstation;
  /** Null: its port was taken, as `httpMayBeOff` allows. */
  http: Address | null;
  /** The shop's name; null: none yet. */
  shop: string | null;
  stop(): Promise<void>;
}>;

/** Where a directory's process writes its id while it runs. */
export const pidFileOf = (directory: string): string => join(directory, 'printraft.pid');

type Undo = (() => Promise<unknown>)[];

/**
 * Starts it; resolves when HTTP answers. Rejects with the typed error of what was in the way, with
 * everything undone; a shop is founded only once nothing else can be in the way.
 */
export async function runNode(options: NodeOptions): Promise<RunningNode> {
  const { directory, log } = options;
  const undo: Undo = [];
  try {
    await takeDirectory(directory, undo);
    const known = await readBelonging(directory);
    if (known === null) await assertNobodysRecords(directory);
    const wanted = belongingFor(directory, known, options.intent);
    const places = placesFor(options, wanted);
    const mayBeOff = options.httpMayBeOff ?? false;
    const { http, findings } = await httpOrNone(places.http, mayBeOff);
    const prepared = await prepareLan(directory, options.lanHttp ?? null, mayBeOff, log);
    const takesPart = wanted !== null || options.intent.kind === 'found';
    const link = takesPart ? await freeLink(places, http ?? places.http) : places.link;
    const belonging =
      wanted ?? (await foundNow(directory, options.intent, { http: http ?? places.http, link }));
    if (belonging !== null) await assertIdentity(directory, belonging);
    if (belonging !== null && known === null)
      await inDirectory(directory, () => writeBelonging(directory, belonging));

    const workstation =
      belonging === null
        ? createShopless()
        : await startNode(
            { ...options, http, link, findings: [...findings, ...prepared.findings] },
            belonging,
            undo,
          );
    const { desk, stop: stopLan } = await openLan(prepared, {
      ...options,
      workstation,
      certificate: ownCertificate(directory),
    });
    undo.push(stopLan);
    const shop = belonging?.founding.shop ?? null;
    const stop = () => undoAll(undo);
    if (http === null) return { workstation, http, shop, stop };
    const server = await startHttp({
      workstation,
      ...http,
      consoleDirectory: options.console,
      build: options.build,
      devices: desk,
      log,
    });
    undo.push(() => server.close());
    return { workstation, http: server.address, shop, stop };
  } catch (cause) {
    // What was in the way first is what the user has to hear of.
    await undoAll(undo).catch(() => undefined);
    throw cause;
  }
}

/** Where HTTP will be; or nowhere, with a sentence about that. */
async function httpOrNone(
  wanted: Address,
  mayBeOff: boolean,
): Promise<{ http: Address | null; findings: readonly string[] }> {
  try {
    return { http: await freeHttp(wanted), findings: [] };
  } catch (cause) {
    if (!mayBeOff || !(cause instanceof PlaceError)) throw cause;
    const sentence = `REST and the console in a browser are off here. ${cause.message}`;
    return { http: null, findings: [sentence] };
  }
}

/** Every step, however the others fare; then rejects with the first failure. */
async function undoAll(undo: Undo): Promise<void> {
  const failures: unknown[] = [];
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    await step().catch((cause: unknown) => failures.push(cause));
  }
  if (failures.length > 0) throw failures[0];
}

async function takeDirectory(directory: string, undo: Undo): Promise<void> {
  await withRoom(directory, async () => {
    const lock = await lockDirectory(directory);
    undo.push(() => lock.release());
  });
  const pidFile = pidFileOf(directory);
  undo.push(() => rm(pidFile, { force: true }));
  await withRoom(directory, () => inDirectory(directory, () => writeFile(pidFile, `${process.pid}\n`)));
}

/** On a full disk even the lock needs room: the reserve gives it. */
async function withRoom<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const released = cause instanceof FullError && (await releaseReserve(recordsOf(directory)));
    if (!released) throw cause;
    return work();
  }
}

/** Rejects with a StorageError or an IdentityError, whose message is one sentence. */
async function inDirectory<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    // What the system says of a key's file it says of the directory; what is wrong inside of one says so itself.
    if (!(cause instanceof IdentityError)) throw toStorageError(directory, cause);
    throw errorCode(cause.cause) === '' ? cause : toStorageError(directory, cause.cause);
  }
}

const recordsOf = (directory: string): string => join(directory, 'records');

/** Records without `shop.json` are somebody's all the same; a shop founded over them would serve them as its own. */
async function assertNobodysRecords(directory: string): Promise<void> {
  const { log, snapshots } = layout(recordsOf(directory));
  const files = [...(await listDirectory(log)), ...(await listDirectory(snapshots))];
  if (files.length === 0) return;
  throw new BelongingError(
    `${directory} holds the records of a shop, but not its shop.json, which says of which: put that back, or choose another --data.`,
  );
}

/** Records from elsewhere must not be taken for this shop's. */
async function assertOwnRecords(storage: Storage, { founding, node }: Belonging, directory: string) {
  const held = await foundingOf(storage);
  if (held === null) return;
  const { clusterId, epoch, shop, members } = held;
  const isOwn = clusterId === founding.clusterId && epoch === founding.epoch;
  if (isOwn && members.some(({ id }) => id === node)) return;
  throw new BelongingError(
    `The records in ${directory} are those of another shop ("${shop}") than its shop.json says ("${founding.shop}"): put back the ones that belong together.`,
  );
}

/** Makes the shop and keeps this node's secrets; it exists once its belonging is written. */
async function foundNow(
  directory: string,
  intent: Intent,
  places: { http: Address; link: Address },
): Promise<Belonging | null> {
  if (intent.kind !== 'found') return null;
  const { belonging, founded } = await foundShop(intent.shop, { name: intent.name, ...places });
  for (const identity of founded.identities)
    await inDirectory(directory, () => keepIdentity(directory, identity, founded.authority));
  return belonging;
}

/** Whoever has no key, or another's, must not speak as this node. */
async function assertIdentity(directory: string, { node }: Belonging): Promise<void> {
  const identity = await createKeyStore(directory).readNode();
  if (identity?.node === node) return;
  const what = identity === null ? 'is gone' : `is that of "${identity.node}" and not of "${node}"`;
  throw new BelongingError(
    `The identity in ${join(directory, 'identity')} ${what}: put back the right one, or join the shop anew, as a new workstation.`,
  );
}

async function startNode(
  options: Omit<NodeOptions, keyof Asked> & {
    http: Address | null;
    link: Address;
    findings: readonly string[];
  },
  belonging: Belonging,
  undo: Undo,
): Promise<Workstation> {
  const storage = await openStorage(recordsOf(options.directory));
  undo.push(() => storage.close());
  for (const finding of storage.opened.findings) options.log(finding);
  const { snapshot, entries, damaged } = storage.opened;
  if (belonging.started && snapshot === null && entries.length === 0 && !damaged) {
    throw new BelongingError(
      `The records in ${options.directory} are gone: this workstation must join the shop anew, as a new one.`,
    );
  }
  await assertOwnRecords(storage, belonging, options.directory);
  const findings = [...storage.opened.findings, ...options.findings];
  const store = createKeyStore(options.directory);
  const identity = await withRoom(options.directory, () =>
    inDirectory(options.directory, () => startBoot(store)),
  );
  const workstation = await startWorkstation({ ...options, ...belonging, identity, storage, findings });
  // From here on the workstation closes the storage.
  undo.pop();
  undo.push(() => workstation.stop());
  if (!belonging.started) await writeBelonging(options.directory, { ...belonging, started: true });
  return workstation;
}
