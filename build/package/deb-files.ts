/** The texts of a Debian package. Pure. */

/** What Electron is linked with (`readelf -d`), and what it loads when it notifies. */
const DEPENDS = [
  'libasound2',
  'libatk-bridge2.0-0',
  'libatk1.0-0',
  'libatspi2.0-0',
  'libc6',
  'libcairo2',
  'libcups2',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1',
  'libglib2.0-0',
  'libgtk-3-0',
  'libnotify4',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libudev1',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
] as const;
/** Those that 64-bit times renamed in newer releases; not all of the new ones provide the old name. */
const RENAMED: readonly string[] = [
  'libasound2',
  'libatk-bridge2.0-0',
  'libatk1.0-0',
  'libatspi2.0-0',
  'libcups2',
  'libglib2.0-0',
  'libgtk-3-0',
];

export type DebFacts = Readonly<{
  version: string;
  /** dpkg's word: amd64, arm64. */
  architecture: string;
  maintainer: string;
  description: string;
  /** Of what is installed, in KiB. */
  installedSize: number;
}>;

/** The control file (Debian Policy §5.3). */
export function controlFile(facts: DebFacts): string {
  const depends = DEPENDS.map((name) => (RENAMED.includes(name) ? `${name}t64 | ${name}` : name));
  return [
    'Package: printraft',
    `Version: ${debVersion(facts.version)}`,
    'Section: misc',
    'Priority: optional',
    `Architecture: ${facts.architecture}`,
    `Depends: ${depends.join(', ')}`,
    `Installed-Size: ${facts.installedSize}`,
    `Maintainer: ${facts.maintainer}`,
    'Description: records of a 3D-printing shop',
    ` ${facts.description}`,
    '',
  ].join('\n');
}

/** A version in Debian's order: a prerelease sorts before its release by `~`, not by `-`. */
export function debVersion(version: string): string {
  return version.replace('-', '~');
}

/** /etc files belong to whoever runs the machine: kept as changed, and gone only with a purge. */
export const CONFFILES = '/etc/xdg/autostart/printraft.desktop\n';

/** The class of the app's windows on X11 is its name; on Wayland they are known by this file's name. */
export const LAUNCHER = desktopEntry({
  Name: 'PrintRaft',
  Comment: 'Printers, filament and jobs of the shop',
  Exec: '/usr/bin/printraft',
  Icon: 'printraft',
  Categories: 'Office;',
  StartupWMClass: 'PrintRaft',
});

function desktopEntry(keys: Readonly<Record<string, string>>): string {
  const lines = Object.entries(keys).map(([key, value]) => `${key}=${value}`);
  return ['[Desktop Entry]', 'Type=Application', ...lines, 'Terminal=false', ''].join('\n');
}
