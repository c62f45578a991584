/**
 * Runs one workstation without a window in this process: takes its directory, opens its records,
 * starts the node and HTTP, and ends all of it in the reverse order.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Belonging, BelongingError, readBelonging, writeBelonging } from './found.ts';
import { startHttp } from './http/server.ts';
import type { Address } from './links/types.ts';
import { createShopless } from './shopless.ts';
import { lockDirectory } from './storage/lock.ts';
import { openStorage } from './storage/open.ts';
import { startWorkstation } from './workstation.ts';
import type { Workstation } from './workstation-interface.ts';

export type NodeOptions = Readonly<{
  directory: string;
  /** The shop to found here if the directory belongs to none; null: stay without one. */
  found: () => Belonging | null;
  http: Address;
  link: Address;
  /** The built console, or null to serve REST only. */
  console: string | null;
  build: string;
  log: (sentence: string) => void;
  /** The workstation cannot go on and has stopped taking part; the process should end. */
  fatal: (cause: unknown) => void;
}>;

export type RunningNode = Readonly<{ http: Address; shop: string | null; stop(): Promise<void> }>;

/**
 * Starts it; resolves when HTTP answers. `printraft.pid` in the directory holds this process's id while
 * it runs. Rejects with the typed error of what was in the way, with everything undone.
 */
export async function runNode(options: NodeOptions): Promise<RunningNode> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    await mkdir(options.directory, { recursive: true });
    const lock = await lockDirectory(options.directory);
    undo.push(() => lock.release());
    const pidFile = join(options.directory, 'printraft.pid');
    await writeFile(pidFile, `${process.pid}\n`);
    undo.push(() => rm(pidFile, { force: true }));

    const belonging = await belongingOf(options);
    const workstation = belonging === null ? createShopless() : await startNode(options, belonging, undo);
    const server = await startHttp({
      workstation,
      ...options.http,
      consoleDirectory: options.console,
      build: options.build,
      log: options.log,
    });
    undo.push(() => server.close());
    return { http: server.address, shop: belonging?.founding.shop ?? null, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function belongingOf({ directory, found }: NodeOptions): Promise<Belonging | null> {
  const known = await readBelonging(directory);
  if (known !== null) return known;
  const founded = found();
  if (founded !== null) await writeBelonging(directory, founded);
  return founded;
}

async function startNode(
  options: NodeOptions,
  belonging: Belonging,
  undo: (() => Promise<unknown>)[],
): Promise<Workstation> {
  const storage = await openStorage(join(options.directory, 'records'));
  undo.push(() => storage.close());
  for (const finding of storage.opened.findings) options.log(finding);
  const { snapshot, entries, damaged } = storage.opened;
  if (belonging.started && snapshot === null && entries.length === 0 && !damaged) {
    throw new BelongingError(
      `The records in ${options.directory} are gone: this workstation must join the shop anew, as a new one.`,
    );
  }
  const workstation = await startWorkstation({ ...options, ...belonging, storage });
  // From here on the workstation closes the storage.
  undo.pop();
  undo.push(() => workstation.stop());
  if (!belonging.started) await writeBelonging(options.directory, { ...belonging, started: true });
  return workstation;
}
