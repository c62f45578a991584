/** The command line of the app. Pure: arguments in, options or a UsageError out. */
import { type Options, parseOptions } from './headless-options.ts';

export type DesktopArguments = Options & Readonly<{ hidden: boolean }>;

const OWN = ['data', 'http', 'lan-http', 'link', 'name', 'found', 'join', 'key', 'cluster', 'node'] as const;

/**
 * Electron's and Chromium's own switches travel in the same list, so what is not ours is passed over.
 * @param argv the arguments without program and script. Throws UsageError.
 */
export function parseDesktopArguments(argv: readonly string[]): DesktopArguments {
  const own: string[] = [];
  for (let n = 0; n < argv.length; n += 1) {
    const argument = argv[n] ?? '';
    const name = OWN.find((flag) => argument === `--${flag}` || argument.startsWith(`--${flag}=`));
    if (name === undefined) continue;
    own.push(argument);
    const next = argv[n + 1];
    if (argument === `--${name}` && next !== undefined) {
      own.push(next);
      n += 1;
    }
  }
  return { ...parseOptions(own), hidden: argv.includes('--hidden') };
}
