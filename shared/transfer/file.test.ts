/** Whatever somebody may hold for a file of records: it is taken rightly, or refused with its place and the reason. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_KINDS, type FileKind, type FileNote } from '../contract/files.ts';
import { MAX_CHANGE_BYTES } from '../contract/limits.ts';
import { MAX_BATCH, MAX_MADE } from '../domain/commands.ts';
import { batchBytes, fileSteps, kindSteps, MAX_JSON_BYTES, MAX_ROWS } from './file.ts';
import { drain } from './steps.ts';
import { shop } from './testing/small-shop.ts';
import { MAX_WRONG } from './wrong.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string) =>
  Uint8Array.of(
    0xff,
    0xfe,
    ...Array.from(text, (one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8]).flat(),
  );
const plan = (kind: FileKind, bytes: Uint8Array) => drain(fileSteps(kind, bytes, shop()));

describe('is taken rightly', () => {
  const note = (text: string) => `Material,Colour,Note\nPLA,Green,${text}\n`;
  it.each<[string, FileKind, Uint8Array, object]>([
    [
      'a formula, as the text that it is',
      'filament',
      utf8(note("=cmd|' /C calc'!A0")),
      { note: "=cmd|' /C calc'!A0" },
    ],
    [
      'one that a spreadsheet was kept from, as it was meant',
      'filament',
      utf8(note("'=1+1")),
      { note: '=1+1' },
    ],
    [
      'UTF-8 with a byte order mark',
      'filament',
      utf8(`\uFEFF${note('grün')}`),
      { material: 'PLA', note: 'grün' },
    ],
    ['UTF-16', 'filament', utf16(note('grün')), { note: 'grün' }],
    ["Windows' letters", 'filament', latin(note('gr\u00fcn \u0096 30')), { note: 'grün – 30' }],
    [
      'semicolons with decimal commas',
      'filament',
      utf8('Material;Colour;Density\nPLA;x;1,24\n'),
      { densityMgPerCm3: 1_240 },
    ],
    ['tabs', 'filament', utf8('Material\tColour\nPLA\tx, y\n'), { colour: 'x, y' }],
    ['Macintosh line ends', 'filament', utf8('Material,Colour\rPLA,x\r'), { colour: 'x' }],
    ['a cell of several lines where one is kept', 'printers', utf8('Maker,Model\n"a\n",b\n'), { maker: 'a' }],
    ['letters beyond the basic plane', 'filament', utf8(note('🧵')), { note: '🧵' }],
    [
      'as many copies as there may be',
      'jobs',
      utf8('File,Weight,Spool,Copies\nc,0.01,S1,10000\n'),
      { copies: 10_000 },
    ],
    [
      'the last day that may be',
      'jobs',
      utf8('File,Weight,Spool,Due\nc,1,S1,2199-12-31\n'),
      { dueAt: 7_258_032_000_000 },
    ],
    [
      'names that are traps to programs',
      'filament',
      utf8('Material,Colour,__proto__\nPLA,constructor,x\n'),
      { colour: 'constructor' },
    ],
  ])('%s', (_name, kind, bytes, command) => {
    const { errors, commands } = plan(kind, bytes);
    expect([errors, commands]).toMatchObject([[], [command]]);
  });
});

describe('is refused with its place and the reason', () => {
  const cell = (header: string, text: string) => utf8(`Material,Colour,${header}\nPLA,Green,${text}\n`);
  const at = (line: number, character: number, column: string | null) => ({ line, character, column });
  it.each<[string, FileKind, Uint8Array, object, RegExp]>([
    [
      'letters of two encodings',
      'filament',
      Uint8Array.of(...utf8('Material,Colour\nPLA,ü'), 0xfc),
      at(2, 6, '6'),
      /another way than before/,
    ],
    [
      'UTF-16 that is cut off',
      'filament',
      utf16('ID\nx').slice(0, -1),
      at(2, 1, '1'),
      /middle of a character/,
    ],
    ['a NUL', 'filament', cell('Note', 'a\0b'), at(2, 12, '12'), /NUL/],
    ['a control character', 'filament', cell('Note', 'a\u0007b'), at(2, 11, 'Note'), /control characters/],
    [
      'letters that turn a line around',
      'filament',
      cell('Note', 'a\u202eb'),
      at(2, 11, 'Note'),
      /control characters/,
    ],
    ['a quote that is never closed', 'filament', cell('Note', '"a'), at(2, 11, '11'), /never closed/],
    [
      'a quote in the middle of a cell',
      'filament',
      cell('Note', 'a"b"'),
      at(2, 12, '12'),
      /quote in the middle/,
    ],
    [
      'a cell of a megabyte',
      'filament',
      cell('Note', 'x'.repeat(1_000_000)),
      at(2, 11, 'Note'),
      /at most 16384/,
    ],
    [
      'a header of a megabyte',
      'filament',
      utf8(`${'x'.repeat(1_000_000)}\n`),
      at(1, 1, null),
      /columns are missing/,
    ],
    ['a header twice', 'filament', utf8('Material,Colour,Note,note\n'), at(1, 22, 'note'), /twice/],
    ['a column under two names', 'filament', utf8('Material,Colour,Color\n'), at(1, 17, 'Color'), /twice/],
    [
      'a cell too many',
      'filament',
      utf8('Material,Colour\nPLA,x,y\n'),
      at(2, 7, null),
      /3 cells, and the header 2/,
    ],
    [
      'a colour that is none',
      'filament',
      cell('Hex', '#GGG'),
      at(2, 11, 'Hex'),
      /must be a colour like #1a2b3c/,
    ],
    [
      'a density of nothing',
      'filament',
      cell('Density', '0'),
      at(2, 11, 'Density (g/cm³)'),
      /at least 100 mg/,
    ],
    [
      'a number that can be read in two ways',
      'filament',
      cell('Price', '"1,234"'),
      at(2, 11, 'Price'),
      /two ways/,
    ],
    ['a number with an exponent', 'filament', cell('Price', '1e9'), at(2, 11, 'Price'), /is no number/],
    ['a number beyond all', 'filament', cell('Price', '9'.repeat(400)), at(2, 11, 'Price'), /too large/],
    [
      'the year 9999',
      'jobs',
      utf8('File,Weight,Spool,Due\nc,1,S1,9999-12-31\n'),
      at(2, 8, 'Due (UTC)'),
      /before the year 2200/,
    ],
    [
      'a billion copies',
      'jobs',
      utf8('File,Weight,Spool,Copies\nc,1,S1,1000000000\n'),
      at(2, 8, 'Copies'),
      /at most 10000/,
    ],
    [
      'a cell behind one of several lines',
      'filament',
      utf8('Material,Colour,Shelf,Hex\nPLA,x,"a\nb",red\n'),
      at(3, 4, 'Hex'),
      /must be a colour/,
    ],
    [
      'an id that is reserved',
      'filament',
      utf8('ID,Material,Colour\n__proto__,PLA,x\n'),
      at(2, 1, 'ID'),
      /reserved word/,
    ],
  ])('%s', (_name, kind, bytes, place, words) => {
    const { errors, commands } = plan(kind, bytes);
    expect(commands).toEqual([]);
    expect(errors[0]).toMatchObject(place);
    expect(errors[0]?.message).toMatch(words);
  });
});

describe('a file that is too much for once', () => {
  const only = (errors: readonly FileNote[]) => (errors.length === 1 ? errors[0]?.message : errors);

  it('says into which parts to split it, by changes', () => {
    const rows = Array.from({ length: MAX_BATCH + 1 }, (_, n) => `P${n},a,b,yes`).join('\n');
    expect(only(plan('printers', utf8(`ID,Maker,Model\n${rows.replaceAll(',yes', '')}\n`)).errors)).toMatch(
      /\(1000 changes\)\. Split it into parts of 1000 rows, each with the first line/,
    );
    // Each of these is made, and put into maintenance.
    const twice = rows.split('\n').slice(0, 600).join('\n');
    expect(only(plan('printers', utf8(`ID,Maker,Model,Maintenance\n${twice}\n`)).errors)).toMatch(
      /parts of 500 rows/,
    );
  });

  it('says so by bytes', () => {
    const rows = Array.from({ length: 900 }, (_, n) => `PLA,C${n},${'ü'.repeat(500)}`).join('\n');
    const said = only(plan('filament', utf8(`Material,Colour,Note\n${rows}\n`)).errors);
    expect(said).toMatch(/more than can be brought in at once \(600 KB of changes\)\. Split it/);
    const [, parts = ''] = /parts of (\d+) rows/.exec(JSON.stringify(said)) ?? [];
    const fitting = rows.split('\n').slice(0, Number(parts)).join('\n');
    const { errors, commands } = plan('filament', utf8(`Material,Colour,Note\n${fitting}\n`));
    expect(errors).toEqual([]);
    expect(batchBytes(commands)).toBeLessThanOrEqual(MAX_CHANGE_BYTES);
    expect(batchBytes(commands)).toBeGreaterThan(MAX_CHANGE_BYTES * 0.8);
  });

  it('says so by rows, most of which may say nothing new', () => {
    const rows = 'PLA,Red,1\n'.repeat(MAX_ROWS + 1);
    expect(only(plan('spools', utf8(`Material,Colour,Total\n${rows}`)).errors)).toMatch(
      /Leave out rows that say nothing/,
    );
  });

  it('says so of JSON, by its records and by its bytes', () => {
    const filaments = Array.from({ length: MAX_BATCH + 1 }, (_, id) => ({
      id,
      name: `C${id}`,
      material: 'PLA',
      diameter: 1.75,
    }));
    expect(only(plan('spoolman', utf8(JSON.stringify({ filaments }))).errors)).toMatch(
      /parts of 1000 records/,
    );
    const long = utf8(`{"spools":"${'x'.repeat(MAX_JSON_BYTES)}"}`);
    expect(only(plan('spoolman', long).errors)).toMatch(/more than 6 MB/);
    expect(drain(kindSteps(long))).toMatchObject({
      kind: null,
      message: expect.stringMatching(/more than 6 MB/) as string,
    });
  });

  it('is none where equal spools come in one change', () => {
    const { errors, commands, creates } = plan(
      'spools',
      utf8(`Filament,Total\n${'F1,1000\n'.repeat(1_700)}`),
    );
    expect(errors).toEqual([]);
    expect(commands).toMatchObject([{ count: 500 }, { count: 500 }, { count: 500 }, { count: 200 }]);
    expect(new Set(creates.map(({ id }) => id)).size).toBe(1_700);
  });
});

describe('a file that is made to hurt', () => {
  const said = (kind: FileKind, text: string) => {
    const began = process.cpuUsage();
    const { errors, commands } = plan(kind, utf8(text));
    const { user } = process.cpuUsage(began);
    expect(commands).toEqual([]);
    return { errors, seconds: user / 1e6 };
  };

  it('is given up where so much is wrong that nobody would read it', () => {
    const rows = said('printers', `ID\n${'a\n'.repeat(400_000)}`);
    expect(rows.errors.length).toBeLessThan(MAX_WRONG + 10);
    expect(rows.errors.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/the rest was not looked at/),
    );
    const records = said('spoolman', `[${'{},'.repeat(400_000)}{}]`);
    expect(records.errors.length).toBeLessThan(MAX_WRONG + 10);
  });

  it.each([
    ['a number of many digits', 'spools', `Filament,Total\nF1,0.${'0'.repeat(16_000)}1\n`, /is too large/],
    [
      'a cell of millions',
      'printers',
      `ID,Maker,Model,Tags\nP1,a,b,${'x'.repeat(4_000_000)}\n`,
      /at most 16384/,
    ],
    [
      'thousands of columns',
      'printers',
      `ID,${Array.from({ length: 20_000 }, (_, n) => `c${n}`).join()}\n1,2\n`,
      /20001 columns, and at most 200/,
    ],
  ] as const)('is refused with %s, at its place and in no time', (_what, kind, text, words) => {
    const { errors, seconds } = said(kind, text);
    expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(words)]);
    expect(errors[0]).toMatchObject({ line: kind === 'printers' && /columns/.test(words.source) ? 1 : 2 });
    // Quadratic, each of them took many seconds.
    expect(seconds).toBeLessThan(3);
  });

  it('lets others have their turn between blank lines', () => {
    const lines = 50_000;
    const steps = fileSteps('printers', utf8(`ID,Maker,Model\n${'\n'.repeat(lines)}`), shop());
    let turns = 0;
    while (steps.next().done !== true) turns += 1;
    expect(turns).toBeGreaterThanOrEqual(lines);
  });

  it('makes no more spools at once than a shop can take', () => {
    const { errors } = plan('spools', utf8(`Filament,Total\n${'F1,1000\n'.repeat(MAX_MADE + 1)}`));
    expect(errors[0]?.message).toMatch(/\(2000 spools\)\. Split it into parts of 2000 rows/);
  });
});

it('whatever the bytes are, they are taken or refused in words, and never both', () => {
  const tokens = fc.constantFrom(
    ...[
      'ID',
      'Material',
      'Colour',
      'Total',
      ',',
      ';',
      '\t',
      '\n',
      '\r\n',
      '"',
      '""',
      '\0',
      '=',
      '1',
      'PLA',
      'F1',
    ],
    ...['{', '}', '[', ']', ':', '"spools"', '"filaments"', '"printers"', '"id"', 'null', '\uFEFF', 'ü'],
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(tokens, { maxLength: 40 }).map((parts) => utf8(parts.join(''))),
    fc.json().map(utf8),
  );
  fc.assert(
    fc.property(bytes, fc.constantFrom(...FILE_KINDS), (file, kind) => {
      const { errors, commands } = plan(kind, file);
      if (errors.length > 0) expect(commands).toEqual([]);
      for (const { message } of errors) expect(message).not.toBe('');
      const known = drain(kindSteps(file));
      expect(known.kind === null ? known.message : known.kind).not.toBe('');
    }),
    { numRuns: 500 },
  );
});
