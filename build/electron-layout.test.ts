import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { layOut } from './electron-layout.ts';

/** An unpacked Electron, as far as its files go, and an app. */
async function place() {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'printraft-layout-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const [runtime, app, directory] = ['runtime', 'project', 'out/app'].map((name) => join(root, name));
  await mkdir(join(runtime!, 'resources'), { recursive: true });
  await mkdir(join(runtime!, 'locales'));
  await mkdir(app!);
  await writeFile(join(runtime!, 'electron'), 'program', { mode: 0o755 });
  await writeFile(join(runtime!, 'locales', 'en.pak'), 'words');
  await writeFile(join(runtime!, 'resources', 'default_app.asar'), 'another app');
  await symlink('electron', join(runtime!, 'alias'));
  await writeFile(join(app!, 'package.json'), '{}');
  return { root, runtime: runtime!, app: app!, directory: directory! };
}

it('is the runtime with this app in it, and no other', async () => {
  const { runtime, app, directory } = await place();
  const program = await layOut(runtime, app, directory, 'linux');
  expect(program).toBe(join(directory, 'electron'));
  expect((await stat(program)).mode & 0o111).toBe(0o111);
  expect(await readFile(join(directory, 'locales', 'en.pak'), 'utf8')).toBe('words');
  expect(await readdir(join(directory, 'resources'))).toEqual(['app']);
  expect(await realpath(join(directory, 'resources', 'app'))).toBe(app);
  expect(await realpath(join(directory, 'alias'))).toBe(program);
});

it('leaves the runtime as it was, and nothing beside itself', async () => {
  const { runtime, app, directory } = await place();
  await layOut(runtime, app, directory, 'linux');
  expect(await readdir(join(runtime, 'resources'))).toEqual(['default_app.asar']);
  expect(await readdir(join(directory, '..'))).toEqual(['app']);
});

it('is kept while it is right, as somebody may be running it', async () => {
  const { runtime, app, directory } = await place();
  await layOut(runtime, app, directory, 'linux');
  await writeFile(join(directory, 'mark'), '');
  await layOut(runtime, app, directory, 'linux');
  expect(await readdir(directory)).toContain('mark');
});

it.each(['runtime', 'app'] as const)('is made anew for another %s', async (which) => {
  const { root, runtime, app, directory } = await place();
  await layOut(runtime, app, directory, 'linux');
  const other = join(root, 'other');
  await mkdir(join(other, 'resources'), { recursive: true });
  await writeFile(join(other, 'electron'), 'a newer program', { mode: 0o755 });
  const now = { runtime, app, [which]: other };
  await layOut(now.runtime, now.app, directory, 'linux');
  expect(await readFile(join(directory, 'electron'), 'utf8')).toBe(
    which === 'runtime' ? 'a newer program' : 'program',
  );
  expect(await realpath(join(directory, 'resources', 'app'))).toBe(now.app);
});
