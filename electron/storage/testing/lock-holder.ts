/** Says `ready`, waits for a line, tries for the lock, says what came of it, and stays. */
import { createInterface } from 'node:readline';
import { lockDirectory } from '../lock.ts';

const directory = process.argv[2] ?? '.';
console.log('ready');
createInterface({ input: process.stdin }).on('line', () => {
  lockDirectory(directory).then(
    () => console.log('locked'),
    (error: unknown) => console.log(error instanceof Error ? error.message : String(error)),
  );
});
