/** The figures of `records-run.ts`, bundled as the product is and run in a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type Figure, Rows } from './figure.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const records: Figure = {
  name: 'records',
  async measure() {
    const directory = await mkdtemp(join(root, 'dist', 'measure-'));
    try {
      await build({
        root,
        configFile: false,
        logLevel: 'warn',
        ssr: { noExternal: true },
        build: {
          ssr: 'build/measure/records-run.ts',
          outDir: directory,
          target: 'node20',
          rolldownOptions: { output: { entryFileNames: 'run.mjs' } },
        },
      });
      const ran = spawnSync(process.execPath, ['--expose-gc', join(directory, 'run.mjs')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return Rows.parse(JSON.parse(ran.stdout));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};
