/**
 * Four suites. unit: everything beside its code. system: real processes, disks and sockets.
 * browser: journeys in a real browser. desktop: the same journeys in the real app, and whatever else it
 * does; build/desktop-suite.ts makes the surroundings. All but the first share one build and run one file
 * at a time.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const define = { __BUILD__: JSON.stringify('test') };

export default defineConfig({
  root,
  test: {
    reporters: ['default', 'json'],
    outputFile: { json: 'dist/test-results.json' },
    projects: [
      {
        root,
        define,
        test: {
          name: 'unit',
          include: ['{electron,renderer,shared,build}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{system,browser,desktop,journey}.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        define,
        test: {
          name: 'system',
          include: ['electron/**/*.system.test.ts'],
          globalSetup: ['build/test-build.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        define,
        test: {
          name: 'browser',
          include: ['renderer/**/*.{browser,journey}.test.ts'],
          provide: { world: 'browser' },
          globalSetup: ['build/test-build.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        root,
        define,
        test: {
          name: 'desktop',
          include: ['{electron,renderer,build}/**/*.{desktop,journey}.test.ts'],
          provide: { world: 'desktop' },
          globalSetup: ['build/test-build.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
