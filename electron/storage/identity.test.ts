import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seal } from './checksum.ts';
import { NewerFormatError, StorageError } from './errors.ts';
import { readIdentity, writeIdentity } from './identity.ts';
import { emptyDirectory, flip } from './storage.fixture.ts';

const identity = { format: 1, nodeId: 'n-1', name: 'Werkbank “süd”', clusterId: null } as const;

it('an identity is kept, and can be written anew', async () => {
  const directory = join(await emptyDirectory(), 'new');
  expect(await readIdentity(directory)).toBeNull();
  await writeIdentity(directory, identity);
  expect(await readIdentity(directory)).toEqual(identity);
  await writeIdentity(directory, { ...identity, clusterId: 'c-1' });
  expect(await readIdentity(directory)).toEqual({ ...identity, clusterId: 'c-1' });
});

it('no flipped bit makes another workstation of it', async () => {
  const directory = await emptyDirectory();
  const path = join(directory, 'node.json');
  await writeIdentity(directory, identity);
  const text = (await readFile(path, 'latin1')).trimEnd();
  for (let offset = 0; offset < text.length; offset += 1) {
    await flip(path, offset, 1 << (offset % 7));
    await expect(readIdentity(directory)).rejects.toThrow(/does not know which one it is/);
    await flip(path, offset, 1 << (offset % 7));
  }
});

it('a newer format is refused, and so is what cannot be an identity', async () => {
  const directory = await emptyDirectory();
  await writeFile(join(directory, 'node.json'), JSON.stringify(seal({ ...identity, format: 2 })));
  await expect(readIdentity(directory)).rejects.toThrow(NewerFormatError);
  await expect(writeIdentity(directory, { ...identity, nodeId: '' })).rejects.toThrow(StorageError);
});
