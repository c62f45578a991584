/** Bundles the simulators with one mutant in it, and lets it run in a worker. */
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build, type Plugin } from 'vite';
import type { Heard, Hunt, Mutant } from './types.ts';

const SOURCES = fileURLToPath(new URL('../../electron/', import.meta.url));
const HUNTER = fileURLToPath(new URL('hunter.ts', import.meta.url));
/** A seed takes 30 ms, of the shop some seconds; what takes this long never ends. */
const ENDLESS_MS = 60_000;

/** `seeds`: how many it took. */
export type Fate = Readonly<{ kind: 'caught'; seeds: number; by: string } | { kind: 'escaped' }>;

/** @throws Error where the mutant does not fit the source any more */
export function mutate(source: string, { name, find, replace }: Mutant): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(`Mutant ${name}: what it replaces stands there ${parts.length - 1} times, not once.`);
  }
  return parts.join(replace);
}

export const sourceOf = ({ file }: Mutant): Promise<string> => readFile(join(SOURCES, file), 'utf8');

/**
 * @param mutant null: everything as it is
 * @param directory where the bundle is put
 */
export async function hunt(mutant: Mutant | null, directory: string, asked: Hunt): Promise<Fate> {
  const name = mutant?.name ?? `unchanged-${asked.level}`;
  await build({
    configFile: false,
    logLevel: 'silent',
    // The bundle lies where no packages are.
    ssr: { noExternal: true },
    plugins: mutant === null ? [] : [planting(mutant)],
    build: {
      ssr: HUNTER,
      outDir: directory,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return await watch(new Worker(join(directory, `${name}.mjs`), { workerData: asked }), asked);
}

function planting(mutant: Mutant): Plugin {
  const target = join(SOURCES, mutant.file).split(sep).join('/');
  return {
    name: 'mutant',
    enforce: 'pre',
    transform: (code, id) => (id === target ? mutate(code, mutant) : null),
  };
}

function watch(worker: Worker, { from }: Hunt): Promise<Fate> {
  let trying = from;
  let timer: NodeJS.Timeout | undefined;
  return new Promise<Fate>((resolve, reject) => {
    const caught = (seed: number, by: string): Fate => ({ kind: 'caught', seeds: seed - from + 1, by });
    worker.on('error', reject);
    worker.on('message', (heard: Heard) => {
      clearTimeout(timer);
      if (heard.kind === 'escaped') resolve(heard);
      if (heard.kind === 'caught') resolve(caught(heard.seed, heard.by));
      if (heard.kind !== 'trying') return;
      trying = heard.seed;
      timer = setTimeout(() => resolve(caught(trying, 'it never ends')), ENDLESS_MS);
    });
  }).finally(() => {
    clearTimeout(timer);
    void worker.terminate();
  });
}
