/** A disk that takes no more: a limit on file sizes makes writes fail in the middle, as a full disk does. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { appendEach, emptyDirectory, entries, using } from './storage.fixture.ts';

const FILLER = fileURLToPath(new URL('./testing/fill-disk.ts', import.meta.url));

it('ends in one sentence, stops the store, and loses nothing acknowledged (edge case 33)', async () => {
  const directory = await emptyDirectory();
  // 64 blocks of 512 bytes per file, while a segment would hold more. The signal would end the process.
  const limited = `trap '' XFSZ; ulimit -f 64; exec "$0" --import tsx "$1" "$2"`;
  const child = spawn('sh', ['-c', limited, process.execPath, FILLER, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = (await text(child.stdout)).trimEnd().split('\n');
  const [acknowledged, sentence, afterwards] = said;
  expect(Number(acknowledged)).toBeGreaterThan(3);
  expect(sentence).toBe(`FullError: The disk that holds the data folder ${directory} is full.`);
  expect(afterwards).toMatch(/^StorageError: .* an earlier write failed\.$/);

  const last = Number(acknowledged);
  const opened = await using(directory, (storage) => appendEach(storage, entries(last + 1, last + 1, 2)));
  expect(opened.damaged).toBe(false);
  expect(opened.entries.map(({ index }) => index)).toEqual(Array.from({ length: last }, (_, at) => at + 1));
  expect((await using(directory)).entries).toHaveLength(last + 1);
});
