import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimRecords, ownerOf } from './records-owner.ts';
import { seal } from './storage/checksum.ts';
import { NewerFormatError } from './storage/errors.ts';

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'printraft-owner-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

it('records are nobody’s until they are claimed', async () => {
  const records = await directory();
  expect(await ownerOf(records)).toBeNull();
  expect(await ownerOf(join(records, 'nowhere'))).toBeNull();
  const owner = { node: 'w-1', clusterId: 'cluster-1', shop: 'Northside' };
  await claimRecords(records, owner);
  expect(await ownerOf(records)).toMatchObject(owner);
});

it('a note that cannot be read keeps nobody from working', async () => {
  const records = await directory();
  for (const text of ['', 'null', '{"format":1,"node":"w-2"}', '{"format":1,"node":"w-2","crc":"0123"}']) {
    await writeFile(join(records, 'owner.json'), text);
    expect(await ownerOf(records)).toBeNull();
  }
});

it('a newer one is left as it is', async () => {
  const records = await directory();
  const text = JSON.stringify(seal({ format: 2, owner: 'w-1' }));
  await writeFile(join(records, 'owner.json'), text);
  await expect(ownerOf(records)).rejects.toThrow(NewerFormatError);
  expect(await readFile(join(records, 'owner.json'), 'utf8')).toBe(text);
});
