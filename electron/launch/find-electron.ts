/** Where Electron's program lies, by the rules of its own package (its index.js), which would download it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FoundElectron } from './plan.ts';

/** @param root the project's folder, from which the package is looked for */
export function findElectron(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): FoundElectron {
  const folder = packageFolder(root);
  const known = folder === null ? null : readText(join(folder, 'path.txt'));
  const override = env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
  if (override !== '') {
    const name = known ?? usualName(platform);
    const program = join(override, name);
    return existsSync(program)
      ? { kind: 'there', program }
      : { kind: 'misnamed', directory: override, program: name };
  }
  if (folder === null) return { kind: 'uninstalled' };
  const program = known === null ? null : join(folder, 'dist', known);
  if (program !== null && existsSync(program)) return { kind: 'there', program };
  return { kind: 'fetchable', installer: join(folder, 'install.js') };
}

function packageFolder(root: string): string | null {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

function usualName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
