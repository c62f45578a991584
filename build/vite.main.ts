/**
 * Bundles the app's main process into one CommonJS file, dist/node/main.cjs: an ES module is loaded in
 * several turns, and what Electron wants said before it is ready (schemes, folders) would come too late
 * wherever another module loads ours.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { buildId } from './build-id.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['electron'] },
  define: { __BUILD__: JSON.stringify(buildId(root)) },
  build: {
    ssr: true,
    outDir: 'dist/node',
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { main: 'electron/main.ts' },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});
