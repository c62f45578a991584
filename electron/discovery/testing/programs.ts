/** Builds the programs that these tests run, as the product is built: packages and all in one file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export type Programs = Readonly<{
  /** Finds and is found: see node-program.ts. */
  node: string;
  /** Sends packets that nobody asked for: see flood-program.ts. */
  flood: string;
  remove: () => Promise<void>;
}>;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export async function buildPrograms(): Promise<Programs> {
  const outDir = await mkdtemp(join(tmpdir(), 'printraft-discovery-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: { node: here('node-program.ts'), flood: here('flood-program.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return {
    node: join(outDir, 'node.mjs'),
    flood: join(outDir, 'flood.mjs'),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}
