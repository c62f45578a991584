import { describe, expect, it } from 'vitest';
import { CONFFILES, controlFile, debVersion, LAUNCHER } from './deb-files.ts';

const FACTS = {
  version: '1.2.0',
  architecture: 'amd64',
  maintainer: 'Somebody <somebody@example.org>',
  description: 'What it is.',
  installedSize: 1234,
};

describe('the control file', () => {
  it('has the fields that Debian Policy §5.3 requires, each once, on a line of its own', () => {
    const lines = controlFile(FACTS).trimEnd().split('\n');
    const fields = lines.filter((line) => !line.startsWith(' ')).map((line) => line.split(':')[0]);
    for (const field of ['Package', 'Version', 'Architecture', 'Maintainer', 'Description', 'Depends']) {
      expect(fields.filter((each) => each === field)).toEqual([field]);
    }
    expect(lines).toContain('Installed-Size: 1234');
  });

  it('asks for libraries by the name of either side of the 64-bit time change', () => {
    expect(controlFile(FACTS)).toContain('libgtk-3-0t64 | libgtk-3-0,');
  });
});

it.each([
  ['1.2.0', '1.2.0'],
  ['1.2.0-beta.1', '1.2.0~beta.1'],
])('version %s is %s in Debian’s order', (version, expected) => {
  expect(debVersion(version)).toBe(expected);
});

it('what starts at login is configuration; the menu starts what is on the PATH, and knows its windows', () => {
  expect(CONFFILES).toBe('/etc/xdg/autostart/printraft.desktop\n');
  expect(LAUNCHER).toMatch(/^\[Desktop Entry\]\n/);
  expect(LAUNCHER).toContain('\nExec=/usr/bin/printraft\n');
  expect(LAUNCHER).toContain('\nStartupWMClass=PrintRaft\n');
});
