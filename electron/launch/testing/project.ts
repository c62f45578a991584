/** A project's folder of its own, with the built entries and an `electron` package that a test makes up. */
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePorts } from '../../testing/free-ports.ts';
import { emptyPlace } from '../../testing/place.ts';
import { DIST } from '../../testing/run-entry.ts';
import { RunningProcess } from '../../testing/running-process.ts';

export type Project = Readonly<{
  root: string;
  data: string;
  http: number;
  /** Writes a file of its `electron` package, a program if it says so. */
  electron: (path: string, text: string, mode?: number) => Promise<string>;
  /** `npm start`, as if on a display unless the environment says otherwise. */
  start: (env?: Readonly<Record<string, string | undefined>>) => RunningProcess;
}>;

/** Nobody connects to it: the programs that run here are made up. */
const ON_A_DISPLAY = {
  DISPLAY: ':20999',
  WAYLAND_DISPLAY: undefined,
  ELECTRON_OVERRIDE_DIST_PATH: undefined,
};

/** A program that answers by Node, whatever its folder's kind of module is. */
export const program = (script: string): string => `#!${process.execPath}\n${script}\n`;

export async function createProject(): Promise<Project> {
  const root = await emptyPlace();
  const data = join(root, 'data');
  const [http = 0, link = 0] = await freePorts(2);
  await cp(join(DIST, 'node'), join(root, 'dist/node'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map'),
  });
  await cp(join(DIST, 'renderer'), join(root, 'dist/renderer'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{"name":"printraft","type":"module"}');
  const electron: Project['electron'] = async (path, text, mode = 0o644) => {
    const file = join(root, 'node_modules/electron', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    await chmod(file, mode);
    return file;
  };
  await electron('package.json', '{"name":"electron","version":"45.4.1"}');
  return {
    root,
    data,
    http,
    electron,
    start(env = {}) {
      const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
      const args = ['--data', data, '--found', 'A', ...at];
      const entry = [join(root, 'dist/node/start.js'), ...args];
      const started = new RunningProcess(process.execPath, entry, { env: { ...ON_A_DISPLAY, ...env } });
      onTestFinished(async () => {
        await started.kill();
      });
      return started;
    },
  };
}
