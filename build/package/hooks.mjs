/** What electron-builder calls on its way; it loads plain JavaScript only. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** False: there are no packages to look for, the build has bundled what the app uses. */
export function beforeBuild() {
  return Promise.resolve(false);
}

/** An unpacked Electron comes with a sample app, and perhaps with the marks of whoever unpacked it. */
export async function afterExtract({ appOutDir, electronPlatformName }) {
  const isMac = electronPlatformName === 'darwin';
  const resources = isMac ? join('Electron.app', 'Contents', 'Resources') : 'resources';
  const marks = (await readdir(appOutDir)).filter((name) => name.startsWith('.') || name === 'version');
  const unwanted = [join(resources, 'default_app.asar'), ...marks];
  await Promise.all(unwanted.map((path) => rm(join(appOutDir, path), { recursive: true, force: true })));
}
