/** The builds of `npm run build` as ones that go on: each part is built anew when a file of it changes. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, mergeConfig } from 'vite';
import type { InlineConfig, UserConfig } from 'vite';
import { buildId } from '../build-id.ts';
import main from '../vite.main.ts';
import node from '../vite.node.ts';
import preload from '../vite.preload.ts';
import renderer from '../vite.renderer.ts';
import type { BuildEvent, Part } from './progress.ts';

const CONFIGURATIONS: Readonly<Record<Part, UserConfig>> = { node, main, preload, renderer };

/**
 * Starts all builds; each tells how it goes, again and again. Errors in the sources are printed by the
 * builds themselves. Rejects where a build cannot even begin.
 * @param root the project's folder
 */
export async function watchAll(root: string, heard: (part: Part, event: BuildEvent) => void): Promise<void> {
  // Emptied once: an app that runs goes on reading what it was built with.
  await Promise.all(
    ['node', 'renderer'].map((folder) => rm(join(root, 'dist', folder), { recursive: true, force: true })),
  );
  const id = buildId(root);
  for (const [part, configuration] of Object.entries(CONFIGURATIONS) as [Part, UserConfig][]) {
    await watchPart(configuration, id, (event) => heard(part, event));
  }
}

async function watchPart(
  configuration: UserConfig,
  id: string,
  heard: (event: BuildEvent) => void,
): Promise<void> {
  const watching: InlineConfig = {
    configFile: false,
    clearScreen: false,
    // One for all parts and for as long as this runs: a page that is newer than its workstation is wanted here.
    define: { __BUILD__: JSON.stringify(id) },
    build: { watch: {}, emptyOutDir: false },
  };
  const watcher = await build(mergeConfig(configuration, watching) as InlineConfig);
  if (!('on' in watcher)) throw new Error('Vite does not watch.');
  watcher.on('event', (event) => {
    if (event.code === 'BUNDLE_START') heard('begun');
    else if (event.code === 'BUNDLE_END') heard('built');
    else if (event.code === 'ERROR') heard('failed');
  });
}
