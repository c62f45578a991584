/** Draws the icons of tray, app and packages into dist/desktop/icons, or into the folder that is named. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iconFiles } from './icons/files.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('../dist/desktop/icons', import.meta.url));

await Promise.all(
  (await iconFiles()).map(async ({ path, bytes }) => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }),
);
