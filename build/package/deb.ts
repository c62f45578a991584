/**
 * A Debian package of the unpacked app, by dpkg-deb alone. It has no scripts: dpkg puts every file where it
 * belongs and takes it away again, and the desktop's own triggers see to menus and icons. People's records lie
 * in their home folders and are none of its files.
 */
import { createHash } from 'node:crypto';
import {
  chmod,
  copyFile,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { runQuietly } from '../run-quietly.ts';
import { CONFFILES, controlFile, debVersion, LAUNCHER } from './deb-files.ts';

export type DebOptions = Readonly<{
  /** The unpacked app that electron-builder made. */
  app: string;
  /** The project's folder, built. */
  root: string;
  /** Where the package goes. */
  output: string;
}>;

/** xz takes minutes over 230 MB on a small machine. */
const BUILD_MS = 1_200_000;
const LOOK_MS = 10_000;
/** A theme's sizes; larger ones serve other systems. */
const HICOLOR = ['16x16', '24x24', '32x32', '48x48', '64x64', '128x128', '256x256', '512x512'] as const;

/**
 * Makes `printraft_VERSION_ARCHITECTURE.deb`; answers its path. The variables DPKG_DEB_COMPRESSOR_TYPE and
 * DPKG_DEB_COMPRESSOR_LEVEL are dpkg-deb's own. Rejects with what dpkg-deb said.
 */
export async function makeDeb({ app, root, output }: DebOptions): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    version: string;
    description: string;
  };
  const architecture = (await runQuietly('dpkg', ['--print-architecture'], LOOK_MS)).trim();
  const tree = await mkdtemp(join(tmpdir(), 'printraft-deb-'));
  try {
    await chmod(tree, 0o755);
    await placeFiles(tree, app, root);
    const files = await filesBelow(tree);
    const control = controlFile({
      version: manifest.version,
      description: manifest.description,
      architecture,
      maintainer: MAINTAINER,
      installedSize: Math.ceil(files.reduce((sum, { size }) => sum + size, 0) / 1024),
    });
    await put(join(tree, 'DEBIAN', 'control'), control);
    await put(join(tree, 'DEBIAN', 'conffiles'), CONFFILES);
    await put(join(tree, 'DEBIAN', 'md5sums'), await md5sums(tree, files));
    const file = join(output, `printraft_${debVersion(manifest.version)}_${architecture}.deb`);
    await runQuietly('dpkg-deb', ['--root-owner-group', '--build', tree, file], BUILD_MS);
    return file;
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

const MAINTAINER = 'The PrintRaft authors <authors@printraft.example>';

async function placeFiles(tree: string, app: string, root: string): Promise<void> {
  const program = join(tree, 'opt', 'PrintRaft');
  await mkdir(dirname(program), { recursive: true });
  await cp(app, program, { recursive: true, verbatimSymlinks: true });
  // Chromium's sandbox where a kernel keeps user namespaces from ordinary programs, as Ubuntu's does.
  await chmod(join(program, 'chrome-sandbox'), 0o4755);
  await mkdir(join(tree, 'usr', 'bin'), { recursive: true });
  await symlink('../../opt/PrintRaft/printraft', join(tree, 'usr', 'bin', 'printraft'));

  const share = join(tree, 'usr', 'share');
  await put(join(share, 'applications', 'printraft.desktop'), LAUNCHER);
  await copy(join(root, 'LICENSE'), join(share, 'doc', 'printraft', 'copyright'));
  for (const size of HICOLOR) {
    const drawn = join(root, 'dist', 'desktop', 'icons', 'app', `${size}.png`);
    await copy(drawn, join(share, 'icons', 'hicolor', size, 'apps', 'printraft.png'));
  }
  const autostart = join(root, 'build', 'package', 'autostart.desktop');
  await copy(autostart, join(tree, 'etc', 'xdg', 'autostart', 'printraft.desktop'));
  await openToAll(tree);
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, 0o644);
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
  await chmod(to, 0o644);
}

/** Whatever the umask of whoever builds: everybody may read or run what its owner may, and only root write. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, sharedMode((await lstat(path)).mode));
  }
}

function sharedMode(mode: number): number {
  return (mode & 0o4000) | ((mode & 0o100) === 0 ? 0o644 : 0o755);
}

type PlacedFile = Readonly<{ path: string; size: number }>;

async function filesBelow(tree: string): Promise<readonly PlacedFile[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name));
  return Promise.all(files.sort().map(async (path) => ({ path, size: (await lstat(path)).size })));
}

/** For `dpkg --verify`. */
async function md5sums(tree: string, files: readonly PlacedFile[]): Promise<string> {
  const lines: string[] = [];
  for (const { path } of files) {
    const sum = createHash('md5')
      .update(await readFile(path))
      .digest('hex');
    lines.push(`${sum}  ${relative(tree, path)}\n`);
  }
  return lines.join('');
}
