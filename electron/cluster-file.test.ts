import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ClusterFileError, readClusterFile } from './cluster-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'printraft-cluster-'));
});
afterEach(() => rm(directory, { recursive: true }));

const member = (id: string) => ({
  id,
  name: `Workstation ${id}`,
  key: `key-of-${id}-0123456789`,
  link: { host: '127.0.0.1', port: 7100 },
  http: { host: '127.0.0.1', port: 5100 },
});
const members = [member('a'), member('b')];
const good = { format: 2, clusterId: 'f00df00df00d', shop: 'Demo', members, authority: 'MIIB' };

async function read(content: unknown) {
  const path = join(directory, 'cluster.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readClusterFile(path);
}

it('is read as it is', async () => {
  expect(await read(good)).toEqual(good);
});

it.each([
  ['not JSON', '{', /is not valid JSON\.$/],
  ['of a newer format', { ...good, format: 3 }, /has format 3, which is newer than .* can read \(2\)\.$/],
  ['of an earlier format', { ...good, format: 1 }, /is of an earlier version .* lay the shop out anew/],
  ['without members', { ...good, members: [] }, /does not describe a shop at members: .*\.$/],
  ['with one id twice', { ...good, members: [member('a'), member('a')] }, / at members: ids must differ\.$/],
  ['with a control character in an id', { ...good, members: [member('a\n')] }, / at members\.0\.id: /],
  ['with port 0', { ...good, members: [{ ...member('a'), http: { host: 'h', port: 0 } }] }, / at members\.0/],
  ['with a field that nobody knows', { ...good, leader: 'a' }, /does not describe a shop: .*leader/],
  ['with a short cluster id', { ...good, clusterId: 'x' }, / at clusterId: /],
])('%s is refused in a sentence that names the file', async (_what, content, says) => {
  const refusal = await read(content).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ClusterFileError);
  expect((refusal as ClusterFileError).message).toMatch(says);
  expect((refusal as ClusterFileError).message).toContain(join(directory, 'cluster.json'));
});

it('that is not there, or is a directory, is refused too', async () => {
  await expect(readClusterFile(join(directory, 'none.json'))).rejects.toThrow(/there is no such file\.$/);
  await expect(readClusterFile(directory)).rejects.toThrow(ClusterFileError);
});
