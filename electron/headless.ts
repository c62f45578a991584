/** `npm run node`: one workstation without a window. */
import { directoryOf, intentOf } from './asked.ts';
import { HELP, parseOptions } from './headless-options.ts';
import { askedLan } from './lan-address.ts';
import { formatAddress } from './links/address.ts';
import { die, runProcess } from './process.ts';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const { http, link } = options;
  const lanHttp = askedLan(options.lanHttp);
  const intent = await intentOf(options);
  const running = await runProcess({ directory: directoryOf(options), http, link, lanHttp, intent });
  process.stdout.write(`${running.shop ?? 'no shop yet'} · http://${formatAddress(running.http)}\n`);
}

main().catch(die);
