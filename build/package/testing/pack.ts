/** Packages for tests, made by `npm run dist` as anybody makes them, of the dist/ that the suite has built. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from '../../run-quietly.ts';

const DIST = fileURLToPath(new URL('../../dist.ts', import.meta.url));
const PACK_MS = 60_000;

export type Packed = Readonly<{
  /** The folder of packages. */
  output: string;
  /** The folder of the unpacked app. */
  app: string;
  /** What was said on the way. */
  said: string;
  remove: () => Promise<void>;
}>;

/** @param args as for `npm run dist` */
export async function pack(args: readonly string[]): Promise<Packed> {
  const output = await mkdtemp(join(tmpdir(), 'printraft-pack-'));
  const remove = () => rm(output, { recursive: true, force: true });
  // Compressing 230 MB is dpkg-deb's matter, and takes it minutes.
  const env = { DPKG_DEB_COMPRESSOR_TYPE: 'none' };
  try {
    const command = ['--import', 'tsx', DIST, ...args, '--output', output];
    const said = await runQuietly(process.execPath, command, PACK_MS, env);
    const unpacked = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`;
    return { output, app: join(output, unpacked), said, remove };
  } catch (cause) {
    await remove();
    throw cause;
  }
}
