/** docs/consensus.md names tests for each edge case: they are there, and they name it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PAGE = new URL('../../docs/consensus.md', import.meta.url);
const ROOM = fileURLToPath(new URL('../', import.meta.url));
const ROW = /^\| (\d+) \| .* \| (.*) \|$/gm;

const rows = Array.from(readFileSync(PAGE, 'utf8').matchAll(ROW), ([, number = '', tests = '']) => ({
  number: Number(number),
  files: Array.from(tests.matchAll(/`([^`]+)`/g), ([, file = '']) => file),
}));

/** Whether the text speaks of that case, alone or among others. */
function names(text: string, number: number): boolean {
  const mentions = text.matchAll(/(?:edges?|[Ee]dge cases?) ((?:\d+(?:, | and )?)+)/g);
  return Array.from(mentions).some(([, list = '']) =>
    list
      .split(/, | and /)
      .map(Number)
      .includes(number),
  );
}

/** `directory/prefix*` stands for every file there whose name begins so. */
function filesOf(pattern: string): readonly string[] {
  const path = join(ROOM, pattern);
  if (!path.endsWith('*')) return existsSync(path) ? [path] : [];
  const prefix = basename(path).slice(0, -1);
  const directory = dirname(path);
  return readdirSync(directory)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(directory, name));
}

it('lists all thirty-nine', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 39 }, (_, i) => i + 1));
});

it.each(rows)('of edge case $number names tests that are there and name it', ({ number, files }) => {
  expect(files).not.toEqual([]);
  for (const file of files) {
    const found = filesOf(file);
    expect(found, file).not.toEqual([]);
    for (const one of found) expect(names(readFileSync(one, 'utf8'), number), one).toBe(true);
  }
});
