/** What is kept of a fault in the program. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pidFileOf } from './run-node.ts';

/**
 * For the last moment of a process: nothing in memory can be trusted any more, so it must end like a
 * killed one, and what is acknowledged is on disk. Keeps the details in the data directory for whoever
 * mends it, and returns the sentence that says so.
 */
export function keepCrash(directory: string, cause: unknown): string {
  const file = join(directory, 'crash.txt');
  let kept = '';
  try {
    const details = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    writeFileSync(file, `PrintRaft ${__BUILD__}, ${new Date().toISOString()}\n${details}\n`);
    const pidFile = pidFileOf(directory);
    if (readFileSync(pidFile, 'utf8').trim() === String(process.pid)) rmSync(pidFile);
    kept = ` Details are in ${file}.`;
  } catch {
    // The disk may be the reason; the sentence goes out all the same.
  }
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return `ended by a fault in the program (${reason}).${kept}`;
}
