import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress, readFlags, UsageError } from './flags.ts';

const read = (...argv: string[]) => readFlags(argv, { values: ['id', 'weight'], switches: ['json'] });

function sentenceOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
}

describe('flags', () => {
  it('are told apart: with a value, without one, and what is none', () => {
    const { values, switches, positionals } = read('jobs', '--id', 'J1', 'start', '--json', '--weight=5');
    expect(values).toEqual({ id: 'J1', weight: '5' });
    expect([...switches]).toEqual(['json']);
    expect(positionals).toEqual(['jobs', 'start']);
  });

  it('may have a negative number for a value: whoever takes it says what is wrong with it', () => {
    expect(read('--weight', '-5').values).toEqual({ weight: '-5' });
    expect(read('--weight', '-.5').values).toEqual({ weight: '-.5' });
  });

  it('end at a bare --', () => {
    expect(read('start', '--', '--id', '-x').positionals).toEqual(['start', '--id', '-x']);
  });

  it.each([
    [['--id'], '--id needs a value; try --help.'],
    [['--id='], '--id needs a value; try --help.'],
    [['--id', '--json'], '--id needs a value; try --help.'],
    [['--id', 'a', '--id', 'b'], '--id is given more than once.'],
    [['--json=yes'], '--json takes no value; try --help.'],
    [['--colour', 'x'], 'There is no flag --colour; try --help.'],
    [['--__proto__'], 'There is no flag --__proto__; try --help.'],
    [['-j'], 'There is no flag -j; try --help.'],
  ])('%j is refused', (argv, sentence) => {
    expect(sentenceOf(() => read(...argv))).toBe(sentence);
  });

  it('whatever is typed is read, or refused in a sentence', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('--id', '--json', '--', '-', '--=', '--id=', '-5'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
        expect(sentenceOf(() => read(...argv))).not.toBe('');
      }),
    );
  });
});

describe('addresses', () => {
  it('are read back as they were written', () => {
    const host = fc.oneof(fc.constantFrom('127.0.0.1', 'localhost', '::1', 'fe80::1'), fc.domain());
    fc.assert(
      fc.property(host, fc.nat(65_535), (name, port) => {
        const written = name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
        expect(parseAddress('--http', written)).toEqual({ host: name, port });
      }),
    );
  });

  it('are refused by the name under which they were given', () => {
    expect(sentenceOf(() => parseAddress('PRINTRAFT_HTTP', 'here'))).toBe(
      'PRINTRAFT_HTTP must be HOST:PORT with a port up to 65535, not "here".',
    );
  });
});
