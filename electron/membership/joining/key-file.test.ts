import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  formatKeyFile,
  type KeyContents,
  KeyFileError,
  parseKeyFile,
  readKeyFile,
  writeKeyFile,
} from './key-file.ts';
import { invitationIdOf } from './secrets.ts';

const secret = randomBytes(16);
const contents: KeyContents = {
  shop: 'Workshop <b>',
  clusterId: 'c'.repeat(32),
  authority: randomBytes(32).toString('base64url'),
  secret: secret.toString('base64url'),
  until: '2027-01-31T12:00:00.000Z',
};
const text = formatKeyFile(contents);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'printraft-key-'));
});
afterAll(() => rm(directory, { recursive: true }));

function faultOf(content: string): string {
  try {
    parseKeyFile(content, 'shop.key');
    return 'ok';
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    expect(error.message).toMatch(/^[^\n]*shop\.key.*\.$/);
    return error.fault;
  }
}

describe('a key file', () => {
  it('gives back what was written, for its user alone', async () => {
    const path = join(directory, 'shop.key');
    await writeKeyFile(path, contents);
    expect(await readKeyFile(path)).toEqual({ ...contents, id: invitationIdOf(secret) });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('tightens the rights of the file that it replaces', async () => {
    const path = join(directory, 'open.key');
    await writeFile(path, 'old');
    await chmod(path, 0o666);
    await writeKeyFile(path, contents);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('is read as an editor or an installer may leave it', () => {
    expect(parseKeyFile(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'shop.key')).toMatchObject(contents);
    expect(parseKeyFile(JSON.stringify(JSON.parse(text)), 'shop.key')).toMatchObject(contents);
  });

  it('is damaged wherever it was cut, and by any character that was changed in a value', () => {
    for (let end = 0; end < text.trimEnd().length; end++) expect(faultOf(text.slice(0, end))).toBe('damaged');
    fc.assert(
      fc.property(
        fc.constantFrom('shop', 'clusterId', 'authority', 'secret', 'until', 'id', 'check'),
        fc.nat(),
        (key, place) => {
          const value = JSON.parse(text) as Record<string, string>;
          const old = value[key]!;
          const at = place % old.length;
          value[key] = old.slice(0, at) + (old[at] === '3' ? '4' : '3') + old.slice(at + 1);
          expect(faultOf(JSON.stringify(value))).toBe('damaged');
        },
      ),
    );
  });

  it('is damaged where something is missing, of another kind, or too much', () => {
    for (const key of ['shop', 'clusterId', 'authority', 'secret', 'until', 'id', 'check']) {
      expect(faultOf(JSON.stringify({ ...JSON.parse(text), [key]: undefined }))).toBe('damaged');
      expect(faultOf(JSON.stringify({ ...JSON.parse(text), [key]: 7 }))).toBe('damaged');
    }
    expect(faultOf(JSON.stringify({ ...JSON.parse(text), more: 1 }))).toBe('damaged');
  });

  it('of a newer format asks for an update', () => {
    expect(faultOf(JSON.stringify({ ...JSON.parse(text), format: 2, more: 1 }))).toBe('newer');
  });

  it('is told apart from any other JSON', () => {
    for (const other of ['{}', '[]', 'null', '7', '{"kind":"other","format":1}'])
      expect(faultOf(other)).toBe('notAKey');
  });

  it('says why it cannot be read or written', async () => {
    const large = join(directory, 'large.key');
    await writeFile(large, ' '.repeat(100_000));
    const folder = join(directory, 'folder.key');
    await mkdir(folder);
    await expect(readKeyFile(join(directory, 'none.key'))).rejects.toMatchObject({ fault: 'missing' });
    await expect(readKeyFile(folder)).rejects.toMatchObject({
      fault: 'unreadable',
      message: expect.stringMatching(/it is a folder/) as string,
    });
    await expect(readKeyFile(large)).rejects.toMatchObject({ fault: 'notAKey' });
    await expect(writeKeyFile(join(directory, 'none', 'x.key'), contents)).rejects.toMatchObject({
      fault: 'unwritable',
      message: expect.stringMatching(/there is no such folder/) as string,
    });
  });
});
