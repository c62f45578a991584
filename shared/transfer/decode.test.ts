import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSteps } from './decode.ts';
import { drain } from './steps.ts';

const decode = (file: Uint8Array) => drain(decodeSteps(file));
const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  view.setUint16(0, 0xfeff, littleEndian);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

const texts = fc.string({ unit: 'grapheme' }).filter((text) => !text.startsWith('\uFEFF'));

describe('a text comes out as it went in', () => {
  it('from UTF-8, with a mark or without', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('', '\uFEFF'), (text, mark) => {
        expect(decode(utf8(mark + text))).toEqual({ ok: true, text, encoding: 'utf-8' });
      }),
    );
  });

  it('from UTF-16 with a mark, either way round', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(decode(utf16(text, true))).toEqual({ ok: true, text, encoding: 'utf-16le' });
        expect(decode(utf16(text, false))).toEqual({ ok: true, text, encoding: 'utf-16be' });
      }),
    );
  });

  it('from UTF-16 of many characters, in the middle of a larger buffer', () => {
    const text = 'Größe 🧵\n'.repeat(2_000);
    const [inner, outer] = [utf16(text, true), new Uint8Array(40_000)];
    outer.set(inner, 3);
    expect(decode(outer.subarray(3, 3 + inner.length))).toMatchObject({ ok: true, text });
  });
});

describe('windows-1252', () => {
  it('is assumed for letters that are no UTF-8', () => {
    const text = decode(bytes(0x47, 0x72, 0xfc, 0x6e, 0x3b, 0x80, 0x0d, 0x0a, 0x93, 0x94, 0x9f, 0x20, 0x7e));
    expect(text).toEqual({ ok: true, text: 'Grün;€\r\n“”Ÿ ~', encoding: 'windows-1252' });
  });

  it('is assumed for long files as well', () => {
    const text = 'weiß;grün\r\n'.repeat(3_000);
    expect(decode(latin(text))).toEqual({ ok: true, text, encoding: 'windows-1252' });
  });

  it.each([
    ['a NUL', 0x00],
    ['a control character', 0x07],
    ['a byte without meaning', 0x81],
  ])('is refused with %s, which is pointed at', (_name, byte) => {
    expect(decode(bytes(0xfc, 0x0a, 0x61, byte))).toMatchObject({ ok: false, line: 2, column: 2 });
  });
});

describe('what cannot be told for sure is refused where it begins', () => {
  it('UTF-8 that goes on as something else', () => {
    const mixed = Uint8Array.from([...utf8('Größe\r\ngrün '), 0xfc]);
    expect(decode(mixed)).toMatchObject({ ok: false, line: 2, column: 6 });
  });

  it('something else that goes on as UTF-8', () => {
    expect(decode(Uint8Array.from([0xfc, ...utf8('ü')]))).toMatchObject({ ok: false, line: 1, column: 1 });
  });

  it('UTF-8 that is cut off', () => {
    expect(decode(Uint8Array.from([...utf8('aü\n🧵')].slice(0, -1)))).toMatchObject({
      ok: false,
      line: 2,
      column: 1,
    });
  });

  it('UTF-16 that is cut off, or has half a character', () => {
    expect(decode(bytes(0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x62))).toMatchObject({
      ok: false,
      line: 2,
      column: 1,
    });
    expect(decode(utf16('a\ud83dz', true))).toMatchObject({ ok: false, line: 1, column: 2 });
  });
});
