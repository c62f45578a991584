import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimRecords } from './records-owner.ts';

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'printraft-owner-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

it('the records stay those of whoever had them first', async () => {
  const records = await directory();
  expect(await claimRecords(records, 'w-1')).toBeNull();
  expect(await claimRecords(records, 'w-1')).toBeNull();
  const before = await readFile(join(records, 'owner.json'), 'utf8');
  expect(await claimRecords(records, 'w-2')).toBe('w-1');
  expect(await readFile(join(records, 'owner.json'), 'utf8')).toBe(before);
});

it('a note that cannot be read keeps nobody from working', async () => {
  const records = await directory();
  for (const text of ['', 'null', '{"format":1,"node":"w-2"}', '{"format":1,"node":"w-2","crc":"0123"}']) {
    await writeFile(join(records, 'owner.json'), text);
    expect(await claimRecords(records, 'w-1')).toBeNull();
    expect(await claimRecords(records, 'w-2')).toBe('w-1');
  }
});
