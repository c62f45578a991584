/** What a command line asked of a workstation, on this computer. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { readClusterFile } from './cluster-file.ts';
import { computerName } from './computer-name.ts';
import type { Options } from './headless-options.ts';
import type { Intent } from './intent.ts';
import { readKeyFile } from './membership/joining/key-file.ts';
import { dataDirectory } from './storage/places.ts';

/** The data directory, as an absolute path. */
export function directoryOf({ data }: Pick<Options, 'data'>): string {
  return resolve(
    dataDirectory({ platform: process.platform, env: process.env, home: homedir(), flag: data }),
  );
}

/** What flags say of the shop; null: nothing. Rejects with what is wrong with a cluster file or a key file. */
export async function intentOf({ found, join, key, cluster, node, name }: Options): Promise<Intent | null> {
  if (cluster !== undefined && node !== undefined) {
    return { kind: 'member', path: cluster, cluster: await readClusterFile(cluster), node };
  }
  if (join !== undefined) return { kind: 'join', invitation: join, name };
  if (key !== undefined) {
    const path = resolve(key);
    await readKeyFile(path);
    return { kind: 'key', path, name };
  }
  if (found === undefined) return null;
  return { kind: 'found', shop: found, name: name ?? computerName(), unlessInOne: false };
}

/** Whoever only starts PrintRaft has a shop of one workstation, empty the first time. */
export function ownShop({ name }: Pick<Options, 'name'>): Intent {
  return { kind: 'found', shop: 'My shop', name: name ?? computerName(), unlessInOne: true };
}
