/**
 * Lays out an Electron that runs this project's app by itself, as a packed one does. `electron path/to/app`
 * would load it by a default app, which may come to it only after Electron is ready.
 */
import { constants } from 'node:fs';
import {
  copyFile,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { layoutOf } from './choose-electron.ts';

/**
 * Makes it, or takes the one that is there and still right.
 * @param runtime an unpacked Electron; only read
 * @param app the folder of the app, with its package.json
 * @param directory where the layout shall lie; replaced if it is another one
 * @returns the path of the program
 */
export async function layOut(
  runtime: string,
  app: string,
  directory: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  const { executable, resources } = layoutOf(platform);
  const program = join(directory, executable);
  const isRight =
    (await areSame(program, join(runtime, executable))) &&
    (await leadsTo(join(directory, resources, 'app'), app));
  if (isRight) return program;

  await mkdir(dirname(directory), { recursive: true });
  // Made beside it and moved there whole: what is there is complete.
  const fresh = await mkdtemp(`${directory}-`);
  const withoutApps = new Set(
    ['default_app.asar', 'app.asar', 'app'].map((name) => join(runtime, resources, name)),
  );
  await copyTree(runtime, fresh, (path) => !withoutApps.has(path));
  await symlink(app, join(fresh, resources, 'app'), 'junction');
  await rm(directory, { recursive: true, force: true });
  await rename(fresh, directory);
  return program;
}

async function copyTree(from: string, to: string, wanted: (path: string) => boolean): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!wanted(source)) continue;
    if (entry.isDirectory()) await copyTree(source, target, wanted);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await linkOrCopy(source, target);
  }
}

/** Linked, 300 MB cost nothing; which needs one file system and, on some systems, one owner. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch {
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  }
}

/** Whether they are one file, or one is a later copy of the other. */
async function areSame(copy: string, original: string): Promise<boolean> {
  const [a, b] = await Promise.all([lstat(copy).catch(() => null), lstat(original)]);
  if (a === null) return false;
  return a.ino === b.ino && a.dev === b.dev ? true : a.size === b.size && a.mtimeMs >= b.mtimeMs;
}

async function leadsTo(path: string, target: string): Promise<boolean> {
  return (await realpath(path).catch(() => null)) === (await realpath(target));
}
