/** What `npm run dist` was asked for. Pure. */

export type DistPlan = Readonly<{
  /** For electron-builder, as they came. */
  passed: readonly string[];
  /** A Debian package is made of the unpacked app afterwards. */
  deb: boolean;
  /** Where the packages go, if not where electron-builder.yml says. */
  output: string | null;
  /** Whether this machine's own Electron is the one to pack: nothing is made for another system or processor. */
  fitsHost: boolean;
}>;

/** The command line cannot be obeyed; the message is one sentence for the user. */
export class DistUsageError extends Error {
  override readonly name = 'DistUsageError';
}

const PLATFORM_FLAGS: Readonly<Record<string, NodeJS.Platform>> = {
  '--linux': 'linux',
  '-l': 'linux',
  '--win': 'win32',
  '--windows': 'win32',
  '-w': 'win32',
  '--mac': 'darwin',
  '--macos': 'darwin',
  '-m': 'darwin',
  '-o': 'darwin',
};
const ARCH_FLAGS: Readonly<Record<string, string>> = {
  '--x64': 'x64',
  '--arm64': 'arm64',
  '--ia32': 'ia32',
  '--armv7l': 'arm',
  '--universal': 'universal',
};

/** @throws DistUsageError */
export function planDist(
  args: readonly string[],
  host: Readonly<{ platform: NodeJS.Platform; arch: string }>,
): DistPlan {
  const passed: string[] = [];
  let deb = false;
  let output: string | null = null;
  for (let n = 0; n < args.length; n += 1) {
    const arg = args[n] ?? '';
    if (arg === '--deb') {
      deb = true;
    } else if (arg === '--output') {
      n += 1;
      const folder = args[n];
      if (folder === undefined || folder.startsWith('-'))
        throw new DistUsageError('--output needs a folder.');
      output = folder;
    } else {
      passed.push(arg);
    }
  }
  // `--linux deb` and `--linux:deb`, `nsis:arm64`: a target may name a processor too.
  const platforms = passed.flatMap((arg) => PLATFORM_FLAGS[arg] ?? []);
  const archs = passed.flatMap((arg) => ARCH_FLAGS[arg] ?? ARCH_FLAGS[`--${arg.split(':')[1] ?? ''}`] ?? []);
  const fitsHost =
    platforms.every((platform) => platform === host.platform) && archs.every((arch) => arch === host.arch);
  if (deb && passed.length > 0) throw new DistUsageError('--deb is made for this machine, and goes alone.');
  if (deb && host.platform !== 'linux') throw new DistUsageError('--deb is made on Linux, with dpkg-deb.');
  return { passed: deb ? ['--linux', 'dir'] : passed, deb, output, fitsHost };
}
