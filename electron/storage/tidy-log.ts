/** What a crash leaves in a log that is otherwise whole. */
import { join } from 'node:path';
import { cutFile, fsyncDirectory, listDirectory, removeFile } from './files.ts';
import type { LogScan } from './log-scan.ts';

/** Cuts the torn tail, which nobody acknowledged, and removes files that hold no write. Durable. */
export async function tidyLog(directory: string, scan: LogScan): Promise<void> {
  if (scan.torn !== null) await cutFile(scan.torn.file, scan.torn.offset);
  for (const { path, documents } of scan.segments) if (documents === 0) await removeFile(path);
  for (const name of await listDirectory(directory)) {
    if (name.endsWith('~') || name.endsWith('.tmp')) await removeFile(join(directory, name));
  }
  await fsyncDirectory(directory);
}
