/** Bundles the console into dist/renderer. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { buildId } from './build-id.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root: `${root}renderer`,
  logLevel: 'warn',
  base: './',
  plugins: [react()],
  define: { __BUILD__: JSON.stringify(buildId(root)) },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
});
