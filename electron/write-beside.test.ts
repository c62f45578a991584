import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyPlace } from './testing/place.ts';
import { openBeside, whyNot } from './write-beside.ts';

let folder = '';
let place = '';
beforeEach(async () => {
  folder = await emptyPlace();
  place = join(folder, 'spools.csv');
});

const reasonOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (cause: unknown) => whyNot(cause),
  );

describe('a file that is written beside its place', () => {
  it('replaces what is there once it is kept', async () => {
    await writeFile(place, 'of yesterday');
    const file = await openBeside(place);
    await file.write('one, ');
    await file.write(Buffer.from('two'));
    expect(await readFile(place, 'utf8')).toBe('of yesterday');
    await file.keep();
    await file.drop();
    expect([await readFile(place, 'utf8'), await readdir(folder)]).toEqual(['one, two', ['spools.csv']]);
  });

  it('leaves nothing behind where it is dropped', async () => {
    const file = await openBeside(place);
    await file.write('x');
    await file.drop();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes nothing from a file of the user, nor from another that is written there', async () => {
    await writeFile(`${place}.part`, 'mine');
    const [one, other] = await Promise.all([openBeside(place), openBeside(place)]);
    await Promise.all([one.write('1'.repeat(50)), other.write('2'.repeat(100))]);
    await one.keep();
    await other.keep();
    expect(await readFile(place, 'utf8')).toBe('2'.repeat(100));
    expect(await readFile(`${place}.part`, 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual(['spools.csv', 'spools.csv.part']);
  });

  it('is none in place of a folder, or of what is no file', async () => {
    await mkdir(place);
    expect(await reasonOf(openBeside(place))).toBe('it is a folder');
    if (process.platform !== 'win32')
      expect(await reasonOf(openBeside('/dev/null'))).toBe('what has this name is no file');
    expect(await readdir(folder)).toEqual(['spools.csv']);
  });

  it('that cannot be made says why', async () => {
    expect(await reasonOf(openBeside(join(folder, 'no', 'x.csv')))).toBe('there is no such file or folder');
  });
});

it('only what the system says has words', () => {
  expect(whyNot(new TypeError('x is not a function'))).toBeNull();
  expect(whyNot(Object.assign(new TypeError('no'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeNull();
  expect(whyNot(Object.assign(new Error('no'), { code: 'ENODEV' }))).toBe('the system says ENODEV');
});
