/** Bundles the console into dist/renderer. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { buildId } from './build-id.ts';

const root = new URL('..', import.meta.url).pathname;

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
