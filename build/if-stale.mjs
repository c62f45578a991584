/**
 * Builds, unless dist/node/printraft.js is younger than everything that it is made from. Plain JavaScript that
 * needs no package: the command line waits for it each time.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Folders too: a file may have been taken away. Tests are not built. */
function below(room) {
  const entries = readdirSync(join(root, room), { recursive: true, withFileTypes: true });
  const built = entries.filter(({ name }) => !/\.test\.tsx?$/.test(name));
  return [join(root, room), ...built.map(({ name, parentPath }) => join(parentPath, name))];
}

const sources = [
  ...['electron', 'renderer', 'shared', 'build'].flatMap(below),
  join(root, 'package.json'),
  join(root, 'package-lock.json'),
];
const builtAt = changedAt(join(root, 'dist/node/printraft.js'));
if (sources.some((path) => changedAt(path) >= builtAt)) {
  try {
    execFileSync('npm', ['run', '--silent', 'build'], {
      cwd: root,
      // What it says belongs to people: stdout is the command's.
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
  } catch {
    // The build has said why. The code is none of those that mean something to scripts.
    process.exitCode = 70;
  }
}
