import { expect, it } from 'vitest';
import { dataDirectory } from './places.ts';

const home = '/home/eva';

it.each([
  ['the flag before all else', { platform: 'linux', env: { PRINTRAFT_DATA: '/b' }, home, flag: '/a' }, '/a'],
  [
    'then PRINTRAFT_DATA',
    { platform: 'linux', env: { PRINTRAFT_DATA: '/b', XDG_DATA_HOME: '/x' }, home },
    '/b',
  ],
  ['on Linux XDG_DATA_HOME', { platform: 'linux', env: { XDG_DATA_HOME: '/x' }, home }, '/x/printraft'],
  ['on Linux its default', { platform: 'linux', env: {}, home }, '/home/eva/.local/share/printraft'],
  [
    'not a relative XDG_DATA_HOME',
    { platform: 'linux', env: { XDG_DATA_HOME: 'x' }, home },
    '/home/eva/.local/share/printraft',
  ],
  ['on a Mac', { platform: 'darwin', env: {}, home }, '/home/eva/Library/Application Support/PrintRaft'],
  [
    'on Windows',
    { platform: 'win32', env: { LOCALAPPDATA: 'D:\\Local' }, home: 'C:\\Users\\eva' },
    'D:\\Local\\PrintRaft',
  ],
  [
    'on Windows without it',
    { platform: 'win32', env: {}, home: 'C:\\Users\\eva' },
    'C:\\Users\\eva\\AppData\\Local\\PrintRaft',
  ],
  [
    'nothing empty',
    { platform: 'linux', env: { PRINTRAFT_DATA: '' }, home, flag: '' },
    '/home/eva/.local/share/printraft',
  ],
] as const)('the data directory is %s', (_name, given, expected) => {
  expect(dataDirectory(given)).toBe(expected);
});
