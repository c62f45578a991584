/** `npm start`: this computer's workstation; the first time it founds an empty shop of its own. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { computerName } from './computer-name.ts';
import { parseStartOptions, START_HELP } from './headless-options.ts';
import { formatAddress } from './links/address.ts';
import { die, runProcess } from './process.ts';
import { dataDirectory } from './storage/places.ts';

async function main(): Promise<void> {
  const { help, http, link, name = computerName(), data } = parseStartOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(START_HELP);
    return;
  }
  const directory = resolve(
    dataDirectory({ platform: process.platform, env: process.env, home: homedir(), flag: data }),
  );
  const intent = { kind: 'found', shop: 'My shop', name, unlessInOne: true } as const;
  const running = await runProcess({ directory, http, link, intent });
  process.stdout.write(
    `PrintRaft is running. Open http://${formatAddress(running.http)} in a browser.\n` +
      `Its records are in ${directory}.\nCtrl-C stops it.\n`,
  );
}

main().catch(die);
