/** `npm run node`: one workstation without a window. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { readClusterFile } from './cluster-file.ts';
import { computerName } from './computer-name.ts';
import { HELP, type Options, parseOptions } from './headless-options.ts';
import type { Intent } from './intent.ts';
import { formatAddress } from './links/address.ts';
import { die, runProcess } from './process.ts';
import { dataDirectory } from './storage/places.ts';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const { http, link, data } = options;
  const directory = resolve(
    dataDirectory({ platform: process.platform, env: process.env, home: homedir(), flag: data }),
  );
  const running = await runProcess({ directory, http, link, intent: await intentOf(options) });
  process.stdout.write(`${running.shop ?? 'no shop yet'} · http://${formatAddress(running.http)}\n`);
}

async function intentOf({ found, cluster, node, name }: Options): Promise<Intent> {
  if (cluster !== undefined && node !== undefined) {
    return { kind: 'member', path: cluster, cluster: await readClusterFile(cluster), node };
  }
  if (found === undefined) return { kind: 'goOn' };
  return { kind: 'found', shop: found, name: name ?? computerName(), unlessInOne: false };
}

main().catch(die);
