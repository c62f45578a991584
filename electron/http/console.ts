/** The console's files at `/`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves `directory`; where there is no console in it, `/` says how to make one. */
export async function registerConsole(app: FastifyInstance, directory: string | null): Promise<void> {
  if (directory === null || !existsSync(join(directory, 'index.html'))) {
    app.get('/', (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .send('There is no console here yet: run `npm run build` and start the workstation again.\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: directory,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (response, path) => {
      // Vite puts a hash of the content into the names below assets/.
      const hashed = path.startsWith(join(directory, 'assets'));
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
