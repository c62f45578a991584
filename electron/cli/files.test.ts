import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyPlace } from '../testing/place.ts';
import { Failure } from './failure.ts';
import { keep, readBytes } from './files.ts';

const reasonOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (cause: unknown) => (cause instanceof Failure ? [cause.reason, cause.message] : cause),
  );

describe('a file that is kept', () => {
  it('takes the place of an older one once it is whole', async () => {
    const place = await emptyPlace();
    const path = join(place, 'spools.csv');
    await writeFile(path, 'old');
    expect(await keep(path, () => Promise.resolve('new ü'))).toBe(6);
    expect(await readFile(path, 'utf8')).toBe('new ü');
    expect(await readdir(place)).toEqual(['spools.csv']);
  });

  it('leaves the older one as it was where the shop does not answer', async () => {
    const place = await emptyPlace();
    const path = join(place, 'spools.csv');
    await writeFile(path, 'old');
    const failure = new Failure('unavailable', 'nobody there');
    expect(await reasonOf(keep(path, () => Promise.reject(failure)))).toEqual([
      'unavailable',
      'nobody there',
    ]);
    expect([await readFile(path, 'utf8'), await readdir(place)]).toEqual(['old', ['spools.csv']]);
  });

  it('that cannot be made is known before the shop is asked', async () => {
    const path = join(await emptyPlace(), 'no', 'spools.csv');
    let asked = 0;
    const make = () => Promise.resolve(`asked ${++asked}`);
    expect(await reasonOf(keep(path, make))).toEqual([
      'usage',
      `${path} cannot be made: there is no such file or folder.`,
    ]);
    expect(asked).toBe(0);
  });

  it('that would take the place of something else is not made', async () => {
    const place = await emptyPlace();
    await mkdir(join(place, 'folder'));
    const folder = join(place, 'folder');
    expect(await reasonOf(keep(folder, () => Promise.resolve('x')))).toEqual([
      'usage',
      `${folder} cannot be made: it is a folder.`,
    ]);
    if (process.platform !== 'win32')
      expect(await reasonOf(keep('/dev/null', () => Promise.resolve('x')))).toEqual([
        'usage',
        '/dev/null cannot be made: what has this name is no file.',
      ]);
    expect(await readdir(place)).toEqual(['folder']);
  });

  it('that cannot be put in its place is said, and leaves nothing behind', async () => {
    const place = await emptyPlace();
    const path = join(place, 'spools.csv');
    // Somebody makes a folder of that name while the shop is asked.
    const said = await reasonOf(keep(path, () => mkdir(path).then(() => 'x')));
    expect(said).toMatchObject(['fault', expect.stringMatching(/could not be written/)]);
    expect(await readdir(place)).toEqual(['spools.csv']);
  });

  it('that fails by a fault of ours is not called unwritable', async () => {
    const place = await emptyPlace();
    const fault = new TypeError('x is not a function');
    expect(await reasonOf(keep(join(place, 'x.csv'), () => Promise.reject(fault)))).toBe(fault);
    expect(await readdir(place)).toEqual([]);
  });
});

it('a file that cannot be read is said before anything is sent', async () => {
  const place = await emptyPlace();
  expect(await reasonOf(readBytes(join(place, 'x.csv')))).toEqual([
    'usage',
    `${join(place, 'x.csv')} cannot be read: there is no such file or folder.`,
  ]);
  expect(await reasonOf(readBytes(place))).toEqual(['usage', `${place} cannot be read: it is a folder.`]);
});
