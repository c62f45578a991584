/**
 * Runs one workstation in this process, with or without a window: takes its directory, opens its
 * records, starts the node and HTTP, and ends all of it in the reverse order.
 */
import { access, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { Welcome } from './admission.ts';
import { computerName } from './computer-name.ts';
import { createDiscovery } from './discovery/discovery.ts';
import { type Belonging, BelongingError, foundShop, readBelonging, writeBelonging } from './found.ts';
import { ownCertificate } from './http/lan-certificate.ts';
import { keepIdentity } from './founding.ts';
import { inDirectory, recordsOf, withRoom } from './in-directory.ts';
import { startMember } from './member.ts';
import { startHttp } from './http/server.ts';
import { createRoom } from './http/v2/import-room.ts';
import { belongingFor, type Intent } from './intent.ts';
import type { LanAddress } from './lan-address.ts';
import { openLan, prepareLan } from './lan-http.ts';
import type { Address } from './links/types.ts';
import { createKeyStore } from './membership/identity/key-store.ts';
import { isLoopback, ownAddresses } from './own-addresses.ts';
import {
  type Asked,
  DEFAULT_HTTP,
  freeHttp,
  freeLink,
  PlaceError,
  type Places,
  placesFor,
} from './places.ts';
import { keepGrant } from './prospect.ts';
import { putAside } from './put-aside.ts';
import { putRecordsAside } from './refill.ts';
import { Residence, type ResidencePorts } from './residence.ts';
import { layout, listDirectory } from './storage/files.ts';
import { lockDirectory } from './storage/lock.ts';
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
  /** The shop's name when it started; null: none yet. */
  shop: string | null;
  /** This computer is about to sleep; it is back. */
  sleep: () => void;
  wake: () => void;
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
    const link = once(() => freeLink(places, http ?? places.http));
    if (wanted !== null || options.intent.kind === 'found') await link();
    const belonging = wanted ?? (await foundNow(directory, options.intent, http ?? places.http, link));
    if (belonging !== null) await assertIdentity(directory, belonging);
    if (belonging !== null && known === null)
      await inDirectory(directory, () => writeBelonging(directory, belonging));

    const residence = await Residence.open(
      residencePorts({ ...options, http, findings: [...findings, ...prepared.findings] }, places, link),
      belonging,
    );
    undo.push(() => residence.stop());
    const { workstation } = residence;
    if (belonging === null) await joinUnattended(residence, directory, options.intent);
    const imports = createRoom();
    const { desk, stop: stopLan } = await openLan(prepared, {
      ...options,
      workstation,
      certificate: ownCertificate(directory),
      imports,
    });
    undo.push(stopLan);
    const running = {
      workstation,
      shop: residence.shop,
      sleep: () => residence.sleep(),
      wake: () => residence.wake(),
      stop: () => undoAll(undo),
    };
    if (http === null) return { ...running, http };
    const server = await startHttp({
      workstation,
      ...http,
      consoleDirectory: options.console,
      build: options.build,
      devices: desk,
      imports,
      log,
    });
    undo.push(() => server.close());
    return { ...running, http: server.address };
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

/** Records without `shop.json` are somebody's all the same; a shop founded over them would serve them as its own. */
async function assertNobodysRecords(directory: string): Promise<void> {
  const { log, snapshots } = layout(recordsOf(directory));
  const files = [...(await listDirectory(log)), ...(await listDirectory(snapshots))];
  if (files.length === 0) return;
  throw new BelongingError(
    `${directory} holds the records of a shop, but not its shop.json, which says of which: put that back, or choose another --data.`,
  );
}

/** Makes the shop and keeps this node's secrets; it exists once its belonging is written. */
async function foundNow(
  directory: string,
  intent: Intent,
  http: Address,
  link: () => Promise<Address>,
): Promise<Belonging | null> {
  if (intent.kind !== 'found') return null;
  const { shop, name } = intent;
  const { belonging, founded } = await foundShop(shop, { name, http, link: await link() });
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

type ForMember = Omit<NodeOptions, keyof Asked> & {
  http: Address | null;
  findings: readonly string[];
};

/** @param places where links would be, which says whether others may be looked for */
function residencePorts(options: ForMember, places: Places, link: () => Promise<Address>): ResidencePorts {
  const { directory, intent, findings, log, fatal } = options;
  const discovery = isLoopback(places.link.host) ? null : createDiscovery();
  return {
    name: (intent.kind === 'member' ? undefined : intent.name) ?? computerName(),
    findings,
    discovery,
    link,
    addressesOf: (bound) => ownAddresses(bound, networkInterfaces()),
    startMember: (belonging, bound, on) =>
      startMember({ ...options, ...on, link: bound, discovery }, belonging),
    forget: (belonging) => putRecordsAside(directory, belonging),
    found: async (shop, name, bound) => {
      const founding = { kind: 'found', shop, name } as const;
      const http = options.http ?? DEFAULT_HTTP;
      const belonging = await foundNow(directory, founding, http, () => Promise.resolve(bound));
      if (belonging === null) throw new BelongingError('A shop could not be founded.');
      await inDirectory(directory, () => writeBelonging(directory, belonging));
      return belonging;
    },
    saveGrant: async (prospect, grant) => {
      const { founding, roster } = Welcome.parse(grant.founding);
      const belonging = { node: prospect.node, founding, joined: roster, started: false };
      await inDirectory(directory, () => keepGrant(createKeyStore(directory), prospect, grant));
      await inDirectory(directory, () => writeBelonging(directory, belonging));
      return belonging;
    },
    putAside: async () => {
      const aside = await inDirectory(directory, () => putAside(directory));
      log(`The records of the former shop lie in ${aside} now.`);
    },
    log,
    fatal,
  };
}

/** Gets in with what an installer or a command line has left, if anything. */
async function joinUnattended(residence: Residence, directory: string, intent: Intent): Promise<void> {
  const left = join(directory, 'shop.key');
  if (intent.kind === 'join') residence.joinBy({ kind: 'invitation', text: intent.invitation });
  else if (intent.kind === 'key') residence.joinBy({ kind: 'keyFile', path: intent.path });
  else if (await isThere(left)) residence.joinBy({ kind: 'keyFile', path: left });
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null;
  return () => (done ??= work());
}
