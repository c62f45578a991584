/** `npm start`: this computer's workstation; the first time it founds an empty shop of its own. */
import { homedir, hostname } from 'node:os';
import { foundShop } from './found.ts';
import { parseOptions } from './headless-options.ts';
import { die, runProcess } from './process.ts';
import { dataDirectory } from './storage/places.ts';

async function main(): Promise<void> {
  const { http, link, name = hostname(), data } = parseOptions(process.argv.slice(2));
  const directory = dataDirectory({
    platform: process.platform,
    env: process.env,
    home: homedir(),
    flag: data,
  });
  const running = await runProcess({
    directory,
    http,
    link,
    found: () => foundShop('My shop', { name, link, http }),
  });
  process.stdout.write(
    `PrintRaft is running: open http://${running.http.host}:${running.http.port} in a browser. ` +
      `Its records are in ${directory}. Ctrl-C stops it.\n`,
  );
}

main().catch(die);
