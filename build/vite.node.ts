/** Bundles the entries that run under plain Node into dist/node. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { buildId } from './build-id.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  logLevel: 'warn',
  // Packages too: a few large files start a process a third sooner than some hundred small ones.
  ssr: { noExternal: true },
  define: { __BUILD__: JSON.stringify(buildId(root)) },
  build: {
    ssr: true,
    outDir: 'dist/node',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        headless: 'electron/headless.ts',
        start: 'electron/start.ts',
        demo: 'electron/demo.ts',
        printraft: 'electron/cli.ts',
      },
      // Beside each other, shared chunks too: they look for their neighbours from where they lie themselves.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
