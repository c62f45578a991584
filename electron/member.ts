/** Starts the member of a shop that a data directory is: opens its records, begins its boot, runs it. */
import type { Discovery } from './discovery/types.ts';
import { type Belonging, BelongingError, writeBelonging } from './found.ts';
import { inDirectory, recordsOf, withRoom } from './in-directory.ts';
import type { Address } from './links/types.ts';
import { createKeyStore, startBoot } from './membership/identity/key-store.ts';
import { claimRecords, type Owner, ownerOf } from './records-owner.ts';
import { foundingOf } from './replica/founding-of.ts';
import type { MemberEvents } from './residence.ts';
import { openStorage } from './storage/open.ts';
import type { Storage } from './storage/types.ts';
import { type RunningWorkstation, startWorkstation } from './workstation.ts';

export type MemberOptions = Readonly<{
  directory: string;
  http: Address | null;
  link: Address;
  /** Null: it keeps to its own computer. */
  discovery: Discovery | null;
  findings: readonly string[];
  log: (sentence: string) => void;
  fatal: (cause: unknown) => void;
}> &
  MemberEvents;

/** Rejects with a BelongingError, a StorageError or an IdentityError, and then holds nothing open. */
export async function startMember(options: MemberOptions, belonging: Belonging): Promise<RunningWorkstation> {
  const { directory, log, fatal } = options;
  const { clusterId, shop } = belonging.founding;
  // Before anything is touched: they may have to be put back where they belong.
  const owner = await inDirectory(directory, () => ownerOf(recordsOf(directory)));
  assertNobodyElses(owner, belonging, directory);
  const storage = await openStorage(recordsOf(directory));
  let workstation: RunningWorkstation;
  try {
    for (const finding of storage.opened.findings) log(finding);
    assertNotLost(storage, belonging, directory);
    await assertOwnRecords(storage, belonging, directory);
    const claim = () => claimRecords(recordsOf(directory), { node: belonging.node, clusterId, shop });
    if (owner === null) await withRoom(directory, () => inDirectory(directory, claim));
    const findings = [...storage.opened.findings, ...options.findings];
    const store = createKeyStore(directory);
    const identity = await withRoom(directory, () => inDirectory(directory, () => startBoot(store)));
    const authorities = await store.readAuthorities();
    const member = { ...options, ...belonging, identity, authorities, store, storage, findings };
    workstation = await startWorkstation(member);
  } catch (cause) {
    await storage.close();
    throw cause;
  }
  // From here on the workstation closes the storage.
  try {
    await noteStarted(directory, belonging, workstation, fatal);
  } catch (cause) {
    await workstation.stop();
    throw cause;
  }
  return workstation;
}

/** Whoever has lost what it acknowledged must not vote under its old id. */
function assertNotLost({ opened }: Storage, { started }: Belonging, directory: string): void {
  const { snapshot, entries, damaged } = opened;
  if (!started || snapshot !== null || entries.length > 0 || damaged) return;
  throw new BelongingError(
    `The records in ${directory} are gone: this workstation must join the shop anew, as a new one.`,
  );
}

/** Once its log holds anything it has records to lose, which whoever joined has only later. */
async function noteStarted(
  directory: string,
  belonging: Belonging,
  workstation: RunningWorkstation,
  fatal: (cause: unknown) => void,
): Promise<void> {
  if (belonging.started) return;
  const note = () => inDirectory(directory, () => writeBelonging(directory, { ...belonging, started: true }));
  if (belonging.joined === null || workstation.appliedIndex > 0) return note();
  const stop = workstation.watchHealth(() => {
    if (workstation.appliedIndex === 0) return;
    stop();
    note().catch(fatal);
  });
}

/** Another member's records hold its votes. */
function assertNobodyElses(owner: Owner | null, { node, founding }: Belonging, directory: string): void {
  if (owner === null) return;
  if (owner.clusterId !== founding.clusterId) throw otherShops(directory, owner.shop, founding.shop);
  if (owner.node === node) return;
  throw new BelongingError(
    `The records in ${recordsOf(directory)} are those of another workstation ("${owner.node}") and not of "${node}": put back the ones that belong together.`,
  );
}

/** Records from elsewhere must not be taken for this shop's. */
async function assertOwnRecords(storage: Storage, { founding, node, joined }: Belonging, directory: string) {
  const held = await foundingOf(storage);
  if (held === null) return;
  const { clusterId, epoch, shop, members } = held;
  const isOwn = clusterId === founding.clusterId && epoch === founding.epoch;
  if (isOwn && (joined !== null || members.some(({ id }) => id === node))) return;
  throw otherShops(directory, shop, founding.shop);
}

function otherShops(directory: string, theirs: string, own: string): BelongingError {
  return new BelongingError(
    `The records in ${directory} are those of another shop ("${theirs}") than its shop.json says ("${own}"): put back the ones that belong together.`,
  );
}
