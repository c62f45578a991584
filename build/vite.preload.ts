/** Bundles what Electron loads by itself into dist/node, each a single CommonJS file: the preload and the scheme. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'warn',
  build: {
    outDir: 'dist/node',
    emptyOutDir: false,
    target: 'es2023',
    minify: false,
    lib: {
      entry: { preload: 'electron/desktop/preload.ts', scheme: 'electron/desktop/scheme.ts' },
      formats: ['cjs'],
      fileName: (_format, name) => `${name}.cjs`,
    },
    rolldownOptions: { external: ['electron'] },
  },
});
