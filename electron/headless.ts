/** `npm run node`: one workstation without a window. */
import { homedir, hostname } from 'node:os';
import { readClusterFile } from './cluster-file.ts';
import { foundShop } from './found.ts';
import { HELP, parseOptions } from './headless-options.ts';
import { die, runProcess } from './process.ts';
import { dataDirectory } from './storage/places.ts';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const { http, link, name = hostname() } = options;
  const directory = dataDirectory({
    platform: process.platform,
    env: process.env,
    home: homedir(),
    flag: options.data,
  });
  const cluster = options.cluster === undefined ? null : await readClusterFile(options.cluster);
  const running = await runProcess({
    directory,
    http,
    link,
    found: () => {
      if (cluster !== null && options.node !== undefined) {
        return { node: options.node, founding: { ...cluster, epoch: 0 }, started: false };
      }
      return options.found === undefined ? null : foundShop(options.found, { name, link, http });
    },
  });
  const where = `http://${running.http.host}:${running.http.port}`;
  process.stdout.write(running.shop === null ? `no shop yet · ${where}\n` : `${running.shop} · ${where}\n`);
}

main().catch(die);
