/** Why the app ended before its window was there, as far as its last words tell. Pure. */
import { endOf, sentences } from './sentences.ts';

export type EarlyEnd = Readonly<{
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Its last lines on stderr. */
  lines: readonly string[];
}>;

/** What a crash looks like: by its signal, or by the code that a shell makes of it. */
const CRASHES: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGTRAP', 'SIGABRT', 'SIGILL', 'SIGBUS']);
const CRASH_CODES: ReadonlySet<number> = new Set([132, 133, 134, 135, 139]);

/** @returns the first half of a sentence */
export function whyNot({ code, signal, lines }: EarlyEnd): string {
  const text = lines.join('\n');
  const library = /error while loading shared libraries: ([^\s:]+)/.exec(text)?.[1];
  if (library !== undefined) return sentences.missingLibrary(library);
  const helper = /make sure that (\S+) is owned by root/.exec(text)?.[1];
  if (helper !== undefined) return sentences.helperNeeded(helper);
  if (/No usable sandbox|Running as root without --no-sandbox/.test(text)) return sentences.noSandbox;
  if (
    /Missing X server|cannot open display|Unable to open X display|Failed to connect to Wayland/.test(text)
  ) {
    return sentences.unreachableDisplay;
  }
  const how = endOf({ code, signal });
  return isCrash({ code, signal }) ? sentences.crashed(how) : sentences.ended(how);
}

/** A fault of the program's own; others end it by other signals. */
export function isCrash({ code, signal }: Pick<EarlyEnd, 'code' | 'signal'>): boolean {
  return signal === null ? CRASH_CODES.has(code ?? 0) : CRASHES.has(signal);
}
