/** The built console's files by the path that a page asks for. */
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

export type Asset = Readonly<{ file: string; type: string }>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Everything under a directory, listed once: what is not on the list is not there, however a path is
 * spelled, so no request can leave the directory.
 * @returns assets by URL path, `/index.html` and the like
 */
export async function listAssets(directory: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();
  const walk = async (path: string): Promise<void> => {
    for (const entry of await readdir(join(directory, path), { withFileTypes: true })) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) await walk(below);
      else {
        const type = TYPES[extname(entry.name)] ?? 'application/octet-stream';
        assets.set(below, { file: join(directory, below), type });
      }
    }
  };
  await walk('');
  return assets;
}
