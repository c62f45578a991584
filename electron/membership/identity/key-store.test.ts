import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority, issueLeaf } from './authority.ts';
import { createKeyStore, IdentityError, NewerIdentityError, startBoot } from './key-store.ts';
import { createKeyPair } from './keys.ts';
import { accessArguments, windowsUser } from './own-access.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'printraft-identity-'));
});
afterEach(() => rm(directory, { recursive: true }));

const path = (name: string) => join(directory, 'identity', name);
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;
const failureOf = (work: Promise<unknown>) => work.then(String, (cause: unknown) => cause);

async function identity(node = 'n-1') {
  const authority = await createAuthority({ clusterId: 'cluster-1', generation: 0 });
  const { privateKey, publicKey } = await createKeyPair();
  const leaf = await issueLeaf(authority, { clusterId: 'cluster-1', epoch: 0, node, publicKey });
  const boot = { counter: 0, nonce: 'first' };
  return { authority, own: { node, key: privateKey, leaf, chain: [authority.certificate], boot } };
}

describe('the identity', () => {
  it('is nobody’s at first, and then read back as it was written', async () => {
    const store = createKeyStore(directory);
    expect([await store.readNode(), await store.readAuthorities()]).toEqual([null, []]);
    const { own, authority } = await identity();
    await store.writeNode(own);
    await store.writeAuthority(authority);
    const again = createKeyStore(directory);
    expect(await again.readNode()).toEqual(own);
    expect(await again.readAuthorities()).toEqual([{ generation: 0, privateKey: authority.privateKey }]);
    expect((await readdir(path(''))).sort()).toEqual(['authority.json', 'node.json']);
  });

  it('keeps a successor beside the authority that it follows, and no more than are of use', async () => {
    const { own, authority } = await identity();
    const store = createKeyStore(directory);
    await store.writeNode(own);
    for (const generation of [0, 1, 2, 1, 3]) await store.writeAuthority({ ...authority, generation });
    expect((await store.readAuthorities()).map(({ generation }) => generation)).toEqual([1, 2, 3]);
    // Another identity in the same directory has nothing of the keys of the one before.
    await store.writeNode((await identity()).own);
    await store.writeAuthority({ ...authority, generation: 7 });
    expect(await store.readAuthorities()).toEqual([{ generation: 7, privateKey: authority.privateKey }]);
  });

  it('holds the authority’s key only under the node’s own', async () => {
    const { own, authority } = await identity();
    const store = createKeyStore(directory);
    await store.writeNode(own);
    await store.writeAuthority(authority);
    const text = await readFile(path('authority.json'), 'utf8');
    expect(text).not.toContain(authority.privateKey.slice(0, 40));
    const [kept] = (JSON.parse(text) as { keys: { wrapped: string }[] }).keys;
    const { wrapped } = kept!;
    const secret = Buffer.from(authority.privateKey, 'base64').subarray(-60);
    expect(Buffer.from(wrapped, 'base64').includes(secret.subarray(0, 16))).toBe(false);

    await store.writeNode((await identity()).own);
    await expect(store.readAuthorities()).rejects.toThrow(
      `${path('authority.json')} does not belong to this workstation, or is damaged.`,
    );
  });

  it('takes no authority’s key for that of another generation', async () => {
    const { own, authority } = await identity();
    const store = createKeyStore(directory);
    await store.writeNode(own);
    await store.writeAuthority(authority);
    const file = JSON.parse(await readFile(path('authority.json'), 'utf8')) as object;
    await writeFile(path('authority.json'), JSON.stringify({ ...file, generation: 1 }));
    expect(await failureOf(store.readAuthorities())).toBeInstanceOf(IdentityError);
  });

  it('is written by nobody who could not read it again', async () => {
    const { own, authority } = await identity();
    const store = createKeyStore(directory);
    await expect(store.writeAuthority(authority)).rejects.toThrow('This workstation has no identity yet.');
    await expect(store.writeNode({ ...own, node: '' })).rejects.toThrow();
    expect(await readdir(directory)).toEqual([]);
  });

  it.runIf(process.platform !== 'win32')('is its user’s alone, also after somebody loosened it', async () => {
    const { own, authority } = await identity();
    const store = createKeyStore(directory);
    // A file left lying by a crash lends its mode to nothing.
    await store.writeNode(own);
    await writeFile(path('authority.json.tmp'), 'half', { mode: 0o666 });
    await chmod(path('authority.json.tmp'), 0o666);
    await store.writeAuthority(authority);
    const modes = async () =>
      Promise.all(['', 'node.json', 'authority.json'].map((name) => modeOf(path(name))));
    expect(await modes()).toEqual([0o700, 0o600, 0o600]);

    await chmod(path(''), 0o755);
    await chmod(path('node.json'), 0o644);
    await chmod(path('authority.json'), 0o666);
    await store.readAuthorities();
    expect(await modes()).toEqual([0o700, 0o600, 0o600]);
  });
});

describe('a boot', () => {
  it('is on disk before it is told, with a higher counter and another nonce', async () => {
    const store = createKeyStore(directory);
    const { own } = await identity();
    await store.writeNode(own);
    const boots = [await startBoot(store), await startBoot(store), await startBoot(store)];
    expect(boots.map(({ boot }) => boot.counter)).toEqual([1, 2, 3]);
    expect(new Set(boots.map(({ boot }) => boot.nonce)).size).toBe(3);
    expect(await createKeyStore(directory).readNode()).toEqual({ ...own, boot: boots[2]!.boot });
  });

  it('is not one where there is no identity, or it cannot be written', async () => {
    await expect(startBoot(createKeyStore(directory))).rejects.toThrow(
      'This workstation has no identity yet.',
    );
    await writeFile(join(directory, 'identity'), 'a file');
    await expect(startBoot(createKeyStore(directory))).rejects.toBeInstanceOf(IdentityError);
    await rm(join(directory, 'identity'));
  });
});

it.each([
  ['half a file', '{"format":1,"node":"n-1"', /is damaged: it is not JSON\.$/, IdentityError],
  ['no object', '7', /is damaged\.$/, IdentityError],
  ['a missing part', '{"format":1,"node":"n-1"}', /is damaged at key\.$/, IdentityError],
  [
    'a newer format',
    '{"format":2}',
    /was written by a newer PrintRaft: update this one\.$/,
    NewerIdentityError,
  ],
])('%s is refused in one sentence that names the file and no key', async (_what, text, says, kind) => {
  const store = createKeyStore(directory);
  await store.writeNode((await identity()).own);
  await writeFile(path('node.json'), text);
  const refusal = await failureOf(store.readNode());
  expect(refusal).toBeInstanceOf(kind);
  const { message } = refusal as IdentityError;
  expect(message).toMatch(says);
  expect(message).toContain(path('node.json'));
  expect(message).not.toContain('\n');
});

it('on Windows a list gives the directory to its user and takes it from everybody else', () => {
  expect(accessArguments('C:\\Users\\Ann B\\PrintRaft\\identity', 'SHOP\\Ann B')).toEqual([
    'C:\\Users\\Ann B\\PrintRaft\\identity',
    '/inheritance:r',
    '/grant:r',
    'SHOP\\Ann B:(OI)(CI)F',
    '/Q',
  ]);
  expect(windowsUser({ USERDOMAIN: 'SHOP' }, 'ann')).toBe('SHOP\\ann');
  expect(windowsUser({}, 'ann')).toBe('ann');
});
