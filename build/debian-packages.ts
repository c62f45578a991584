/** What an Electron on a screen that nobody sees needs of a Debian machine. Pure. */

/** A program or a shared library, and the package that holds it. */
const COMMANDS: Readonly<Record<string, string>> = {
  'xvfb-run': 'xvfb',
  Xvfb: 'xvfb',
  xauth: 'xauth',
  ip: 'iproute2',
  'dbus-run-session': 'dbus',
};
/** By the beginning of the library's name. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'libgtk-3': 'libgtk-3-0',
  libnss3: 'libnss3',
  libnssutil3: 'libnss3',
  libsmime3: 'libnss3',
  libnspr4: 'libnspr4',
  libasound: 'libasound2',
  libgbm: 'libgbm1',
  libdrm: 'libdrm2',
  libxkbcommon: 'libxkbcommon0',
  'libatk-bridge': 'libatk-bridge2.0-0',
  'libatk-1': 'libatk1.0-0',
  libatspi: 'libatspi2.0-0',
  libcups: 'libcups2',
  libXss: 'libxss1',
  libXcomposite: 'libxcomposite1',
  libXdamage: 'libxdamage1',
  libXfixes: 'libxfixes3',
  libXrandr: 'libxrandr2',
  libnotify: 'libnotify4',
};

/** Commands to look for, each with the sentence's word for it. `ip` has a stand-in: see isolation.ts. */
export const NEEDED_COMMANDS: readonly string[] = Object.keys(COMMANDS);
/** Loaded by Electron only when it wants to notify, so that no linker tells of it. */
export const LOADED_LATER = 'libnotify.so.4';

/** The names of libraries that `ldd` did not find. */
export function unresolved(ldd: string): readonly string[] {
  return [...ldd.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '');
}

/**
 * The packages that hold what is missing, each once.
 * @param missing names of commands and libraries
 * @param known whether the machine's apt knows a package: where 64-bit times changed a library, its name ends in t64
 */
export function packagesFor(missing: readonly string[], known: (name: string) => boolean): readonly string[] {
  const names = missing.flatMap((each) => {
    const library = Object.keys(LIBRARIES).find((start) => each.startsWith(start));
    return COMMANDS[each] ?? (library === undefined ? [] : LIBRARIES[library]) ?? [];
  });
  return [...new Set(names)].map((name) => (known(`${name}t64`) ? `${name}t64` : name));
}
