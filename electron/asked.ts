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

/** What flags say of the shop. Rejects with what is wrong with a cluster file or a key file. */
export async function intentOf({ found, join, key, cluster, node, name }: Options): Promise<Intent> {
  if (cluster !== undefined && node !== undefined) {
    return { kind: 'member', path: cluster, cluster: await readClusterFile(cluster), node };
  }
  if (join !== undefined) return { kind: 'join', invitation: join, name };
  if (key !== undefined) {
    const path = resolve(key);
    await readKeyFile(path);
    return { kind: 'key', path, name };
  }
  if (found === undefined) return { kind: 'goOn', name };
  return { kind: 'found', shop: found, name: name ?? computerName() };
}
