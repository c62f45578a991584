import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LockedError, StorageError } from './errors.ts';
import { lockDirectory } from './lock.ts';
import { lockPipe } from './pipe-lock.ts';
import { bootId, startTime } from './process-stamp.ts';
import { emptyDirectory } from './storage.fixture.ts';

const HOLDER = fileURLToPath(new URL('./testing/lock-holder.ts', import.meta.url));

/** Processes that all try for the lock at the same moment; each says what came of it. */
function holders(directory: string, count: number) {
  return Array.from({ length: count }, () => {
    const child = spawn(process.execPath, ['--import', 'tsx', HOLDER, directory], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<string> => String((await lines.next()).value);
    return { child, next };
  });
}

describe('the lock of a data directory', () => {
  it('keeps everybody else out until it is released (edge case 36)', async () => {
    const directory = join(await emptyDirectory(), 'new');
    const lock = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(LockedError);
    await expect(lockDirectory(directory)).rejects.toThrow(`is in use by process ${process.pid}.`);
    await lock.release();
    const again = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(LockedError);
    await again.release();
  });

  it('goes to exactly one of several processes, also when it is taken over from a dead one', async () => {
    const directory = await emptyDirectory();
    for (let round = 0; round < 2; round += 1) {
      const contenders = holders(directory, 4);
      await Promise.all(contenders.map(({ next }) => next()));
      for (const { child } of contenders) child.stdin.write('go\n');
      const answers = await Promise.all(contenders.map(({ next }) => next()));
      const winners = contenders.filter((_, index) => answers[index] === 'locked');
      expect(winners).toHaveLength(1);
      const sentence = `The data folder ${directory} is in use by process ${winners[0]!.child.pid}.`;
      expect(answers.filter((answer) => answer === sentence)).toHaveLength(3);
      const ended = contenders.map(({ child }) => once(child, 'exit'));
      for (const { child } of contenders) child.kill('SIGKILL');
      await Promise.all(ended);
    }
    const lock = await lockDirectory(directory);
    await lock.release();
    // Nothing piles up.
    expect((await readdir(directory)).filter((name) => name.startsWith('lock'))).toHaveLength(1);
  });

  it.each([
    [
      'of another boot',
      async () => ({ pid: process.pid, boot: 'another', start: await startTime(process.pid) }),
    ],
    [
      'of a process number that is used again',
      async () => ({ pid: process.pid, boot: await bootId(), start: '1' }),
    ],
    ['of a process that is gone', async () => ({ pid: 2 ** 22 + 1, boot: await bootId(), start: '1' })],
    ['cut by a power failure', () => Promise.resolve('')],
  ])('is taken over from one %s', async (_name, left) => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, 'lock-7'), JSON.stringify(await left()));
    const lock = await lockDirectory(directory);
    expect(JSON.parse(await readFile(join(directory, 'lock-8'), 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('says in a sentence that the directory cannot be used', async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, 'file'), '');
    await expect(lockDirectory(join(directory, 'file', 'data'))).rejects.toThrow(StorageError);
  });
});

describe('the lock by pipe', () => {
  it('keeps others out, names its holder, and is free after release', async () => {
    const directory = await emptyDirectory();
    // A socket in the file system behaves as a named pipe does, as long as its holder lives.
    const name = process.platform === 'win32' ? `\\\\.\\pipe\\${process.pid}` : join(directory, 'pipe');
    const lock = await lockPipe('D', name);
    await expect(lockPipe('D', name)).rejects.toThrow(
      `The data folder D is in use by process ${process.pid}.`,
    );
    await lock.release();
    await (await lockPipe('D', name)).release();
  });
});
