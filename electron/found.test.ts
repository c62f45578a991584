import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BelongingError, foundShop, readBelonging, writeBelonging } from './found.ts';
import { keepIdentity } from './founding.ts';
import { fingerprintOf } from './membership/identity/fingerprint.ts';
import { createKeyStore } from './membership/identity/key-store.ts';
import { publicKeyOf } from './membership/identity/keys.ts';
import { judgeLink } from './membership/identity/trust.ts';
import { rosterOf } from './replica/founding-roster.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'printraft-found-'));
});
afterEach(() => rm(directory, { recursive: true }));

const place = (port: number) => ({ host: '127.0.0.1', port });
const shop = () => foundShop('Northside', { name: 'Office', http: place(5100), link: place(7100) });

describe('what a directory belongs to', () => {
  it('is nothing at first', async () => {
    expect(await readBelonging(directory)).toBeNull();
    expect(await readBelonging(join(directory, 'not-there'))).toBeNull();
  });

  it('is read back as it was written, and nothing else is left lying', async () => {
    const { belonging: own } = await shop();
    await writeBelonging(directory, own);
    await writeBelonging(directory, { ...own, started: true });
    expect(await readBelonging(directory)).toEqual({ format: 2, ...own, started: true });
    expect(await readdir(directory)).toEqual(['shop.json']);
  });

  it.each([
    ['half a file', '{"format":2,"node":"n-1"', /is damaged: it is not JSON\.$/],
    ['nothing', '', /is damaged: it is not JSON\.$/],
    ['no object', '7', /is damaged: /],
    ['a missing part', '{"format":2,"node":"n-1","started":true}', /is damaged at founding: /],
    ['an empty id', '{"format":2,"node":"","started":true,"founding":{}}', /is damaged at node: /],
    [
      'a newer format',
      '{"format":3,"whatever":true}',
      /was written by a newer PrintRaft: update this one\.$/,
    ],
    [
      'an earlier format',
      '{"format":1,"whatever":true}',
      /is of an earlier version of PrintRaft, whose shops had no keys yet: found the shop anew /,
    ],
  ])('that holds %s is refused in one sentence that names the file', async (_what, text, says) => {
    await writeFile(join(directory, 'shop.json'), text);
    const refusal = await readBelonging(directory).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(BelongingError);
    const { message } = refusal as BelongingError;
    expect(message).toMatch(says);
    expect(message).toContain(join(directory, 'shop.json'));
    expect(message).not.toContain('\n');
  });
});

it('a shop that is founded is one of its own, with this workstation as its only member', async () => {
  const [{ belonging: one, founded }, { belonging: other }] = [await shop(), await shop()];
  const key = fingerprintOf(Buffer.from(publicKeyOf(founded.identities[0]!.key), 'base64'));
  expect(one.founding.members).toEqual([
    { id: one.node, name: 'Office', http: place(5100), link: place(7100), key },
  ]);
  expect(one.founding).toMatchObject({ shop: 'Northside', epoch: 0 });
  expect(one.started).toBe(false);
  expect(other.node).not.toBe(one.node);
  expect(other.founding.clusterId).not.toBe(one.founding.clusterId);
});

it('its member is believed by whoever knows its first entry', async () => {
  const { belonging, founded } = await shop();
  const { founding } = belonging;
  const [identity] = founded.identities;
  await keepIdentity(directory, identity!, founded.authority);
  const kept = await createKeyStore(directory).readNode();
  const judged = judgeLink(rosterOf(founding), founding, Buffer.from(kept!.leaf, 'base64'), [], null);
  expect(judged).toEqual({ ok: true, node: belonging.node });
  expect(await createKeyStore(directory).readAuthorities()).toEqual([
    {
      generation: 0,
      privateKey: founded.authority.privateKey,
    },
  ]);
});
