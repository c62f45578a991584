/** The demo's shop on disk: `.demo` with its cluster file, three data directories, and how far it is filled. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClusterFile, readClusterFile } from './cluster-file.ts';
import { readBelonging, writeBelonging } from './found.ts';
import { layOut } from './lay-out.ts';
import { writeAtomically } from './storage/files.ts';
import { LockedError } from './storage/errors.ts';
import { lockDirectory } from './storage/lock.ts';

const NAMES = ['Office', 'Workshop', 'Laser-PC'];
export const NUMBERS = [1, 2, 3] as const;

/** The demo cannot go on; the message is one sentence. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

export class DemoShop {
  readonly clusterFile: string;
  readonly #root: string;
  /** Present until the sample records are all in; holds how many commands are. */
  readonly #filling: string;

  constructor(root: string) {
    this.#root = root;
    this.clusterFile = join(root, 'cluster.json');
    this.#filling = join(root, 'filling');
  }

  directory(number: number): string {
    return join(this.#root, String(number));
  }

  idOf(number: number): string {
    return `workstation-${number}`;
  }

  get exists(): boolean {
    return existsSync(this.clusterFile);
  }

  /** Rejects with ClusterFileError. */
  read(): Promise<ClusterFile> {
    return readClusterFile(this.clusterFile);
  }

  /**
   * Lays out the three directories and the file from which each writes the identical first log entry.
   * The file comes last: it is there only when everything else is.
   */
  async create(ports: { http: number; link: number }, filled: boolean): Promise<void> {
    const host = '127.0.0.1';
    const members = NAMES.map((name, n) => ({
      id: this.idOf(n + 1),
      name,
      link: { host, port: ports.link + n },
      http: { host, port: ports.http + n },
    }));
    await layOut({
      shop: 'Demo shop',
      members,
      directoryOf: (id) => this.directory(members.findIndex((member) => member.id === id) + 1),
      clusterFile: this.clusterFile,
      before: async (founding) => {
        for (const number of NUMBERS) {
          const belonging = { node: this.idOf(number), founding, joined: null, started: false };
          await writeBelonging(this.directory(number), belonging);
        }
        if (filled) await this.filledTo(0);
      },
    });
  }

  async wipe(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }

  /** Rejects with DemoError if that workstation runs already. */
  async assertStopped(number: number): Promise<void> {
    if (!existsSync(this.directory(number))) return;
    try {
      await (await lockDirectory(this.directory(number))).release();
    } catch (cause) {
      if (!(cause instanceof LockedError)) throw cause;
      const pid = await readFile(join(this.directory(number), 'printraft.pid'), 'utf8').catch(() => '');
      const process = pid === '' ? '' : ` (process ${pid.trim()})`;
      throw new DemoError(
        `Workstation ${number} is still running${process}; stop it first, or start just a missing one with --only N.`,
        { cause },
      );
    }
  }

  /** Rejects with DemoError where a workstation would come back under its old name without its records. */
  async assertPresent(number: number): Promise<void> {
    if ((await readBelonging(this.directory(number))) !== null) return;
    throw new DemoError(
      `The records of workstation ${number} are gone from ${this.directory(number)}; --fresh starts a new shop with all three.`,
    );
  }

  /** How many of the sample commands are in; null: nothing is to be filled in. */
  async filled(): Promise<number | null> {
    const text = await readFile(this.#filling, 'utf8').catch(() => null);
    return text === null ? null : Number.parseInt(text, 10) || 0;
  }

  filledTo(count: number): Promise<void> {
    return writeAtomically(this.#filling, `${count}\n`);
  }

  async filledUp(): Promise<void> {
    await rm(this.#filling, { force: true });
  }
}
