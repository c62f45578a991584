/** The app's entry: Electron's main process, in which the workstation runs. */
import { fileURLToPath } from 'node:url';
import { directoryOf, intentOf } from './asked.ts';
import { keepCrash } from './crash.ts';
import { parseDesktopArguments } from './desktop-options.ts';
import { runDesktop } from './desktop/app.ts';
import { obeyStarter, tellStarter } from './launch/obey.ts';
import { askedLan } from './lan-address.ts';
import { formatAddress } from './links/address.ts';
import { consoleDirectory, die, say } from './process.ts';
import { runNode } from './run-node.ts';

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));

function main(): void {
  // Packed, the program's arguments follow its own name; unpacked, that of the folder it lies in.
  const options = parseDesktopArguments(process.argv.slice(process.defaultApp ? 2 : 1));
  const directory = directoryOf(options);
  // Whoever listened may be gone (a closed terminal): no reason to end a workstation.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // Electron's own way out closes the window first, which the app would take for an accident.
  let exit: (code: number) => void = (code) => process.exit(code);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (cause: unknown) => {
      say(`printraft: ${keepCrash(directory, cause)}`);
      exit(1);
    });
  }
  const console = consoleDirectory();
  if (console === null) throw new Error('The console is not built; npm run build does that.');
  exit = runDesktop({
    directory,
    build: __BUILD__,
    console,
    preload: beside('preload.cjs'),
    early: beside('scheme.cjs'),
    icons: beside('../desktop/icons'),
    hidden: options.hidden,
    start: async (fatal) => {
      const { http, link } = options;
      const lanHttp = askedLan(options.lanHttp);
      const intent = await intentOf(options);
      const own = { directory, http, link, lanHttp, intent, httpMayBeOff: true };
      const running = await runNode({ ...own, console, build: __BUILD__, log: say, fatal });
      tellStarter({ rest: running.http === null ? null : formatAddress(running.http) });
      return running;
    },
    log: say,
    steer: obeyStarter,
    ready: () => tellStarter('ready'),
  });
}

try {
  main();
} catch (cause) {
  die(cause);
}
