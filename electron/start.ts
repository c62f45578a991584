/**
 * `npm start`: opens the app on this computer's workstation; the first time that belongs to no shop, and
 * its window shows how to get into one. Where there can be no window, the same workstation runs in this process, with
 * its console in a browser.
 */
import { fileURLToPath } from 'node:url';
import { directoryOf, intentOf } from './asked.ts';
import { type Options, parseStartOptions, START_HELP } from './headless-options.ts';
import type { AppProcess } from './launch/app-process.ts';
import { askedLan } from './lan-address.ts';
import { launch } from './launch/launch.ts';
import { ToApp } from './launch/messages.ts';
import { windowless } from './launch/sentences.ts';
import { catchStopSignals } from './launch/stop-signals.ts';
import { formatAddress } from './links/address.ts';
import { die, runProcess, say } from './process.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const own = process.argv.slice(2);
  const options = parseStartOptions(own);
  if (options.help) {
    process.stdout.write(START_HELP);
    return;
  }
  // Whoever listened may be gone (a closed terminal): no reason to leave the app alone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // Whoever started this with a channel (npm run dev) is not outlived.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

  const signals = catchStopSignals();
  const launched = await launch({
    root: fileURLToPath(new URL('../../', import.meta.url)),
    scheme: fileURLToPath(new URL('scheme.cjs', import.meta.url)),
    isRoot: process.getuid?.() === 0,
    own,
    platform: process.platform,
    env: process.env,
    directory: directoryOf(options),
    signals,
    say: print,
    warn: say,
    started: passOn,
  });
  if (launched.kind === 'ended') process.exit(launched.code);
  signals.close();
  say(windowless(launched.why));
  await runWithoutWindow(options);
}

/** What a starter with a channel asks of the app. */
function passOn(app: AppProcess): void {
  process.on('message', (message) => {
    const { data } = ToApp.safeParse(message);
    if (data !== undefined) app.tell(data);
  });
}

async function runWithoutWindow(options: Options): Promise<void> {
  const { http, link } = options;
  const lanHttp = askedLan(options.lanHttp);
  const directory = directoryOf(options);
  const running = await runProcess({ directory, http, link, lanHttp, intent: await intentOf(options) });
  print(`PrintRaft is running. Open http://${formatAddress(running.http)} in a browser.`);
  print(`Its records are in ${directory}.`);
  print('Ctrl-C stops it.');
}

main().catch(die);
