/** File systems of a test's own, and ones without any room. */
import { execFileSync } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** They are root's on Linux; elsewhere what bites anybody stands in for them. */
export const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Mounts a tmpfs there until the test ends. @param options as mount takes them: `size=24m`, `ro` */
export function mount(directory: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', directory]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', directory]));
}

const filmIn = (directory: string) => join(directory, 'somebody-elses-film');

/** Takes whatever room is left below a directory. */
export async function fill(directory: string): Promise<void> {
  const handle = await open(filmIn(directory), 'a');
  try {
    for (let size = 64 * 1024; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (;;) await handle.writeFile(Buffer.alloc(size, 1));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
      }
    }
  } finally {
    await handle.close();
  }
}

/** Gives back what `fill` took. */
export async function makeRoom(directory: string): Promise<void> {
  await rm(filmIn(directory));
}
