import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from './flags.ts';
import { type Options, parseOptions, parseStartOptions } from './headless-options.ts';

const NOTHING: Options = {
  help: false,
  data: undefined,
  http: undefined,
  link: undefined,
  lanHttp: undefined,
  name: undefined,
  found: undefined,
  join: undefined,
  key: undefined,
  cluster: undefined,
  node: undefined,
};

const sentenceOf = (argv: readonly string[], parse = parseOptions): string => {
  try {
    parse(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
};

describe('a command line that makes sense', () => {
  it.each<[string, Partial<Options>]>([
    ['', {}],
    ['--help', { help: true }],
    ['--data /srv/shop', { data: '/srv/shop' }],
    ['--data=/srv/shop', { data: '/srv/shop' }],
    ['--http 127.0.0.1:5200', { http: { host: '127.0.0.1', port: 5200 } }],
    ['--http localhost:0', { http: { host: 'localhost', port: 0 } }],
    ['--lan-http 5443', { lanHttp: { host: null, port: 5443 } }],
    ['--lan-http 192.168.1.5:5443', { lanHttp: { host: '192.168.1.5', port: 5443 } }],
    ['--lan-http=[::]:0', { lanHttp: { host: '::', port: 0 } }],
    ['--link [::1]:7200', { link: { host: '::1', port: 7200 } }],
    ['--found Northside --name Office', { found: 'Northside', name: 'Office' }],
    ['--cluster shop.json --node a', { cluster: 'shop.json', node: 'a' }],
  ])('%s', (line, options) => {
    expect(parseOptions(line.split(' ').filter(Boolean))).toEqual({ ...NOTHING, ...options });
  });

  it('takes names as people write them, without the space around them', () => {
    expect(parseOptions(['--found', '  Müller & Söhne 3D ']).found).toBe('Müller & Söhne 3D');
  });

  it('asks for help whatever else it says', () => {
    expect(parseOptions(['--help', '--node', 'a']).help).toBe(true);
  });
});

describe('one that makes none is answered in a sentence', () => {
  it.each([
    ['--colour red', 'There is no flag --colour; try --help.'],
    ['-h', 'There is no flag -h; try --help.'],
    ['--help=yes', '--help takes no value; try --help.'],
    ['--data', '--data needs a value; try --help.'],
    ['--data --found A', '--data needs a value; try --help.'],
    ['--data=', '--data needs a value; try --help.'],
    ['--data a --data b', '--data is given more than once.'],
    ['records', '"records" is not a flag; try --help.'],
    ['--http 5100', '--http must be HOST:PORT with a port up to 65535, not "5100".'],
    ['--http localhost:65536', '--http must be HOST:PORT with a port up to 65535, not "localhost:65536".'],
    ['--link ::1:7100', '--link must be HOST:PORT with a port up to 65535, not "::1:7100".'],
    ['--link host:-1', '--link must be HOST:PORT with a port up to 65535, not "host:-1".'],
    ['--join x', 'This is not an invitation: one begins with "PR1-".'],
    ['--key f --found A', '--found and --key exclude each other.'],
    ['--found A --join x', '--found and --join exclude each other.'],
    ['--lan-http on', '--lan-http must be PORT or HOST:PORT with a port up to 65535, not "on".'],
    ['--lan-http 65536', '--lan-http must be PORT or HOST:PORT with a port up to 65535, not "65536".'],
    ['--lan-http', '--lan-http needs a value; try --help.'],
    ['--found A --cluster f --node a', '--found and --cluster exclude each other.'],
    ['--cluster f', '--cluster needs --node, which says which of its members this is.'],
    ['--node a', '--node is for --cluster only.'],
    ['--cluster f --node a --name B', '--name is not for --cluster: that file names its members.'],
  ])('%s', (line, sentence) => {
    expect(sentenceOf(line.split(' '))).toBe(sentence);
  });

  it.each([' ', 'x'.repeat(81), 'a\tb', 'a\u0007b'])('a name like %j', (name) => {
    expect(sentenceOf(['--found', name])).toBe(
      '--found must have 1 to 80 characters and no control characters.',
    );
  });

  it.each(['cluster', 'node'])('npm start with --%s', (flag) => {
    expect(sentenceOf([`--${flag}`, 'x'], parseStartOptions)).toBe(
      `npm start takes no --${flag}; npm run node -- --${flag} does.`,
    );
  });
});

it('whatever is typed is taken, or refused in one line', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('--data', '--http', '--found', '--help', '--', '-', '--=', '--__proto__', '127.0.0.1:1'),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      const said = sentenceOf(argv);
      expect(said.length).toBeGreaterThan(0);
    }),
  );
});
