/** Earlier programs, to run beside today's. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Unpacks the last program that knew those rules into a directory, and gives its path. */
export async function unpackOlder(rules: 2, directory: string): Promise<string> {
  const packed = fileURLToPath(new URL(`rules-${rules}.mjs.gz`, import.meta.url));
  const path = join(directory, `rules-${rules}.mjs`);
  await writeFile(path, gunzipSync(await readFile(packed)));
  return path;
}
