import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../flags.ts';
import { COMMANDS } from './commands.ts';
import { usageOf } from './help.ts';
import { type Invocation, parseInvocation } from './invocation.ts';

function sentenceOf(argv: readonly string[], env = {}): string {
  try {
    parseInvocation(argv, env);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
}

function commandOf(line: string, env = {}): Extract<Invocation, { kind: 'command' }> {
  const invocation = parseInvocation(line.split(' '), env);
  if (invocation.kind !== 'command') throw new Error(`${line} is ${invocation.kind}`);
  return invocation;
}

describe('a command line that makes sense', () => {
  it('names a command and what it needs, in any order', () => {
    const { command, input, json } = commandOf('--id P1 printers --json add --model MK4S --company Prusa');
    expect(command.words).toEqual(['printers', 'add']);
    expect([input.text('id'), input.text('company'), input.text('model')]).toEqual(['P1', 'Prusa', 'MK4S']);
    expect(json).toBe(true);
  });

  it('gives weights as numbers, and leaves out what may be left out', () => {
    const { input } = commandOf('filaments add --id S --type PLA --color red --total 1e3');
    expect(input.grams('total')).toBe(1000);
    expect(input.optionalGrams('remaining')).toBeUndefined();
  });

  it('takes ids that look like flags behind a bare --', () => {
    expect(commandOf('jobs start -- --json').input.text('ID')).toBe('--json');
  });

  it.each([
    ['status', {}, '127.0.0.1', 5100],
    ['status', { PRINTRAFT_HTTP: '' }, '127.0.0.1', 5100],
    ['status', { PRINTRAFT_HTTP: '[::1]:5101' }, '::1', 5101],
    ['status --http localhost:5102', { PRINTRAFT_HTTP: '[::1]:5101' }, 'localhost', 5102],
  ])('%s with %j asks %s, port %d', (line, env, host, port) => {
    expect(commandOf(line, env).address).toEqual({ host, port });
  });

  it('has switches where its row has them', () => {
    expect(commandOf('import spools.csv --dry-run').input.has('dry-run')).toBe(true);
    const { input } = commandOf('import spools.csv --kind spools');
    expect([input.has('dry-run'), input.optionalText('kind')]).toEqual([false, 'spools']);
  });

  it('client needs nothing else', () => {
    expect(parseInvocation(['client'])).toEqual({
      kind: 'client',
      address: { host: '127.0.0.1', port: 5100 },
    });
  });
});

describe('help', () => {
  it('of everything names every command and the exit codes', () => {
    const help = parseInvocation(['--help']);
    if (help.kind !== 'help') throw new Error('no help');
    for (const { words } of COMMANDS) expect(help.text).toContain(words.join(' '));
    for (const code of [0, 1, 2, 3, 4]) expect(help.text).toMatch(new RegExp(`^ {2}${code} {2}`, 'm'));
    expect(help.text).toContain('client');
  });

  it.each(COMMANDS.map((command) => [command.words.join(' '), command] as const))(
    'of %s names its flags',
    (line, command) => {
      const help = parseInvocation([...line.split(' '), '--help']);
      if (help.kind !== 'help') throw new Error('no help');
      expect(help.text).toContain(`npm run printraft -- ${usageOf(command)}\n`);
      for (const flag of ['http', 'json', ...Object.keys(command.flags)])
        expect(help.text).toContain(`--${flag}`);
      expect(help.text.includes('--key')).toBe(command.writes);
      expect(help.text.split('\n').every((text) => text.length <= 110)).toBe(true);
    },
  );

  it.each(['printers', 'filaments', 'jobs', 'client'])('of %s is there too', (word) => {
    expect(parseInvocation([word, '--help']).kind).toBe('help');
  });
});

describe('one that makes none is answered in a sentence', () => {
  it.each<[string, string | RegExp]>([
    ['', 'No command is given; try --help.'],
    ['prnters', 'There is no command "prnters"; try --help.'],
    ['constructor', 'There is no command "constructor"; try --help.'],
    ['printers', 'printers needs one of: list, add; try printers --help.'],
    ['printers remove', 'printers has no "remove", but: list, add; try printers --help.'],
    ['printers remove --help', 'printers has no "remove", but: list, add; try printers --help.'],
    ['printers add --id P1', 'printers add needs --company, --model; try printers add --help.'],
    ['printers list --id P1', 'printers list takes no --id; try printers list --help.'],
    ['printers list --key k', 'printers list takes no --key; try printers list --help.'],
    ['jobs start', 'jobs start needs ID; try jobs start --help.'],
    ['jobs set-status J1', 'jobs set-status needs STATUS; try jobs set-status --help.'],
    ['jobs start J1 J2', '"J2" is too much: printraft jobs start ID'],
    ['status now', '"now" is too much: printraft status'],
    ['client 1', 'There is no command "client"; try --help.'],
    ['client --json', 'client takes no --json; try client --help.'],
    ['status --dry-run', 'status takes no --dry-run; try status --help.'],
    ['client --dry-run', 'client takes no --dry-run; try client --help.'],
    ['import --dry-run=yes f.csv', '--dry-run takes no value; try --help.'],
    ['import', 'import needs FILE; try import --help.'],
    ['export', /^export needs one of: filament, printers, spools, jobs, activity, everything/],
    ['client --id 5', 'client takes no --id; try client --help.'],
    ['status --http 5100', '--http must be HOST:PORT with a port up to 65535, not "5100".'],
    ['status --http localhost:0', '--http must name the port, from 1 to 65535.'],
    [
      'filaments add --id S --type PLA --color red --total 1kg',
      '--total must be a number of grams such as 12.5, not "1kg".',
    ],
    ['jobs start J1 --key ü', '--key must be 1 to 64 printable ASCII characters.'],
  ])('%s', (line, sentence) => {
    const said = sentenceOf(line.split(' ').filter(Boolean));
    if (typeof sentence === 'string') expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
  });

  it('an empty id', () => {
    expect(sentenceOf(['jobs', 'start', ''])).toBe('jobs start needs ID; try jobs start --help.');
  });

  it('a bad PRINTRAFT_HTTP is named as such', () => {
    expect(sentenceOf(['status'], { PRINTRAFT_HTTP: 'x' })).toMatch(/^PRINTRAFT_HTTP must be/);
  });
});

it('whatever is typed is taken, or refused in a sentence', () => {
  const words = COMMANDS.flatMap((command) => [
    ...command.words,
    ...Object.keys(command.flags).map((f) => `--${f}`),
  ]);
  const word = fc.oneof(fc.string(), fc.constantFrom(...words, '--help', '--json', '--', '12', '--key'));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (argv) => {
      expect(sentenceOf(argv)).not.toBe('');
    }),
    { numRuns: 1000 },
  );
});

it('whatever a command needs and gets in full is taken', () => {
  const value = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('-'));
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);
  const line = fc
    .constantFrom(...COMMANDS)
    .chain((command) =>
      fc
        .tuple(
          fc.tuple(...command.positionals.map(() => value)),
          fc.tuple(...Object.values(command.flags).map(({ kind }) => (kind === 'grams' ? number : value))),
        )
        .map(([positionals, values]) => ({ command, positionals, values })),
    );
  fc.assert(
    fc.property(line, ({ command, positionals, values }) => {
      const flags = Object.entries(command.flags).map(([flag, { kind }], n) =>
        kind === 'switch' ? `--${flag}` : `--${flag}=${values[n] ?? ''}`,
      );
      const invocation = parseInvocation([...command.words, ...positionals, ...flags]);
      if (invocation.kind !== 'command') throw new Error(invocation.kind);
      expect(invocation.command).toBe(command);
      expect(command.positionals.map((name) => invocation.input.text(name))).toEqual(positionals);
    }),
  );
});
