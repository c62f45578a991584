import { describe, expect, it } from 'vitest';
import { SHEET_NAMES } from '../contract/files.ts';
import { notText, recognise } from './recognise.ts';
import { SHEETS } from './sheets/index.ts';
import { writeSheet } from './sheets/write.ts';
import { shop } from './testing/small-shop.ts';

describe('a table', () => {
  it.each(SHEET_NAMES)('of %s that was written here is known', (kind) => {
    const csv = [...writeSheet(SHEETS[kind], shop(), { mark: true, past: true })].join('');
    expect(recognise(csv)).toEqual({ kind, sure: true });
  });

  it('is known by other names of its columns, whatever stands between them', () => {
    expect(recognise(' brand;model;notes\n')).toEqual({ kind: 'printers', sure: true });
    expect(recognise('file\tweight_g\tcopies\n')).toEqual({ kind: 'jobs', sure: true });
  });

  it('that could be two things is a guess', () => {
    expect(recognise('ID,Note\nx,y\n')).toMatchObject({ sure: false });
  });

  it('without a name for its columns is nothing', () => {
    expect(recognise('Prusa,17\nVoron,3\n')).toMatchObject({ kind: null });
    expect(recognise('"never closed')).toMatchObject({ kind: null });
    expect(recognise(' \n')).toEqual({ kind: null, message: 'The file is empty.' });
  });
});

describe('JSON', () => {
  it.each([
    ['a list', '[{"id":1,"filament":{}}]', { kind: 'spoolman', sure: true }],
    ['spools', '{"spools":[]}', { kind: 'spoolman', sure: true }],
    ['printers', '{"printers":{},"filaments":{}}', { kind: 'original', sure: true }],
    ['filaments with a type', '{"filaments":{"F1":{"type":"PLA"}}}', { kind: 'original', sure: false }],
    ['other filaments', '{"filaments":[{"density":1.2}]}', { kind: 'spoolman', sure: false }],
  ])('of %s is told by what is in it', (_what, text, known) => {
    expect(recognise(text)).toEqual(known);
  });

  it.each([
    ['damaged', '{"spools":[', /damaged/],
    ['of something else', '{"hello":1}', /no program that is known/],
    ['an export of everything', '{"format":"printraft-export","spools":[]}', /export of everything/],
  ])('that is %s is nothing, and why', (_what, text, why) => {
    const said = recognise(text);
    expect(said.kind === null && said.message).toMatch(why);
  });
});

it('what is no text at all is said in words', () => {
  expect(notText(Uint8Array.of())).toBe('The file is empty.');
  expect(notText(Uint8Array.of(0x50, 0x4b, 3, 4, 0))).toMatch(/save the sheet as CSV/);
  expect(notText(Uint8Array.of(0x89, 0x50, 0, 1))).toMatch(/no text file/);
  expect(notText(Uint8Array.of(0xff, 0xfe, 0x49, 0))).toBeNull();
  expect(notText(new TextEncoder().encode('ID\n'))).toBeNull();
});
