import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { SHEETS } from './sheets/index.ts';

it('docs/files.md tells every column of every table, and what else it may be called', async () => {
  const told = await readFile(new URL('../../docs/files.md', import.meta.url), 'utf8');
  const lines = new Set(told.split('\n'));
  const columns = Object.values(SHEETS).flatMap((sheet) => sheet.columns);
  const missing = columns
    .filter(({ computed }) => !computed)
    .map(({ header, aliases }) => `| ${header} | ${aliases.join(', ')} |`)
    .filter((line) => !lines.has(line));
  expect(missing).toEqual([]);
});
