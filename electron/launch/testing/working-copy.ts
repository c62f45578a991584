/** A copy of the project's sources to be edited, on the packages of this one. */
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyPlace } from '../../testing/place.ts';
import { ROOT } from './npm.ts';

export type WorkingCopy = Readonly<{
  root: string;
  /** Puts one text in place of another that the file has; returns the file as it was. */
  edit: (file: string, text: string, other: string) => Promise<string>;
  write: (file: string, text: string) => Promise<void>;
}>;

export async function copyProject(): Promise<WorkingCopy> {
  const root = await emptyPlace();
  const sources = ['electron', 'renderer', 'shared', 'build', 'package.json', 'tsconfig.json'];
  await Promise.all(sources.map((path) => cp(join(ROOT, path), join(root, path), { recursive: true })));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
  const write = (file: string, text: string) => writeFile(join(root, file), text);
  return {
    root,
    write,
    async edit(file, text, other) {
      const was = await readFile(join(root, file), 'utf8');
      if (!was.includes(text)) throw new Error(`${file} has no "${text}"`);
      await write(file, was.replace(text, other));
      return was;
    },
  };
}
