import { expect, it } from 'vitest';
import { DemoUsageError, parseDemoOptions } from './demo-options.ts';

const PLAIN = { help: false, empty: false, fresh: false, only: null, ports: { http: 5100, link: 7100 } };

it.each([
  ['', {}],
  ['--empty', { empty: true }],
  ['--fresh --empty', { fresh: true, empty: true }],
  ['--only 2', { only: 2 }],
  ['--only=3', { only: 3 }],
  ['--help', { help: true }],
])('takes "%s"', (line, options) => {
  expect(parseDemoOptions(line.split(' ').filter(Boolean))).toEqual({ ...PLAIN, ...options });
});

it.each([
  ['--only', '--only takes the number of a workstation: 1, 2 or 3.'],
  ['--only 4', '--only takes the number of a workstation: 1, 2 or 3.'],
  ['--only 1 --fresh', '--fresh wipes all three workstations, so it does not go with --only.'],
  ['--fresh=yes', '--fresh takes no value.'],
  ['--colour', 'There is no flag --colour; try --help.'],
  ['-e', 'There is no flag -e; try --help.'],
  ['2', '"2" is not a flag; try --help.'],
])('refuses "%s" in a sentence', (line, sentence) => {
  expect(() => parseDemoOptions(line.split(' '))).toThrow(new DemoUsageError(sentence));
});

it('takes other ports where it is told to', () => {
  const ports = (given: string) => parseDemoOptions([], { PRINTRAFT_DEMO_PORTS: given }).ports;
  expect(ports('25100,27100')).toEqual({ http: 25100, link: 27100 });
  expect(ports('')).toEqual(PLAIN.ports);
  for (const wrong of ['5100', '0,7100', '65534,7100', '5100,5102', 'a,b', '5100,7100,9100']) {
    expect(() => ports(wrong)).toThrow(DemoUsageError);
  }
});
