/** Has `state-run.ts` build the state: bundled as the product is, since what the tests run by costs more than it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { ShopProcesses } from '../../../electron/testing/shop-processes.ts';
import { type Row, Rows } from '../figure.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Leaves the state in the directories of these workstations, which have not run yet; gives the rows about it. */
export async function buildState(shop: ShopProcesses, numbers: readonly number[]): Promise<readonly Row[]> {
  // Inside of the project, where what stays outside of the bundle is found.
  const directory = await mkdtemp(join(root, 'dist', 'measure-'));
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'warn',
      ssr: { noExternal: true },
      build: {
        ssr: 'build/measure/large/state-run.ts',
        outDir: directory,
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: 'run.mjs' } },
      },
    });
    const places = numbers.flatMap((number) => [shop.id(number), shop.directory(number)]);
    const args = ['--expose-gc', join(directory, 'run.mjs'), join(shop.root, 'cluster.json'), ...places];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output, [code]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    if (code !== 0) throw new Error(`the state could not be built (${String(code)}): ${output}`);
    return Rows.parse(JSON.parse(output));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
