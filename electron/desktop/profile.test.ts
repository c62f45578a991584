import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fill, mayMount, mount } from '../testing/disks.ts';
import { emptyPlace } from '../testing/place.ts';
import { profileIn } from './profile.ts';

function forThisStart(profile: string): void {
  onTestFinished(() => rmSync(profile, { recursive: true }));
  expect(dirname(profile)).toBe(tmpdir());
  expect(readdirSync(profile)).toEqual([]);
}

describe("Electron's own folder", () => {
  it('lies in the data directory, for its user alone, and is left as it is', async () => {
    const data = await emptyPlace();
    const profile = profileIn(data);
    expect(profile).toBe(join(data, 'desktop'));
    expect(statSync(profile).mode & 0o777).toBe(0o700);
    writeFileSync(join(profile, 'kept'), 'x');
    expect(profileIn(data)).toBe(profile);
    expect(readdirSync(profile)).toEqual(['kept']);
  });

  it('is one for this start where a file is in its place', async () => {
    const data = await emptyPlace();
    writeFileSync(join(data, 'desktop'), 'a file');
    forThisStart(profileIn(data));
  });

  it.runIf(mayMount)('is one for this start on a disk without room', async () => {
    const data = await emptyPlace();
    mount(data, 'size=1m');
    await fill(data);
    forThisStart(profileIn(data));
  });
});
