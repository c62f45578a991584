import { describe, expect, it } from 'vitest';
import {
  colourIcon,
  TEMPLATE_SIZES,
  templateIcon,
  TRAY_SIZES,
  TRAY_STATES,
} from '../electron/desktop/tray/icon-files.ts';
import type { TrayState } from '../electron/desktop/tray/icon-files.ts';
import { BLACK, COLOURS, inColour } from './icons/colours.ts';
import { draw, loadRenderer } from './icons/draw.ts';
import type { Picture } from './icons/draw.ts';
import { APP_SIZES, iconFiles } from './icons/files.ts';
import { traySource } from './icons/sources.ts';

const files = new Map((await iconFiles()).map(({ path, bytes }) => [path, bytes]));
await loadRenderer();

/** Width and height, as a PNG's header tells. */
function sizeOf(png: Uint8Array): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  expect(view.getUint32(0)).toBe(0x89504e47);
  return [view.getUint32(16), view.getUint32(20)];
}

async function smallest(state: TrayState, colour = COLOURS[state]): Promise<Picture> {
  return draw(inColour(await traySource(state), colour), TRAY_SIZES[0]);
}

/** How much of each pixel is covered, from 0 to 1. */
function mask({ pixels }: Picture): readonly number[] {
  return Array.from({ length: pixels.length / 4 }, (_, n) => pixels[4 * n + 3]! / 255);
}

/** The part of the ink of two shapes that lies in one of them only: 0 for the same shape, 1 for none in common. */
function difference(a: readonly number[], b: readonly number[]): number {
  const sum = (of: (x: number, y: number) => number) => a.reduce((all, x, n) => all + of(x, b[n]!), 0);
  return sum((x, y) => Math.abs(x - y)) / sum(Math.max);
}

/** WCAG's relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('the tray’s icons', () => {
  it('are there for each state at each size, and no others', () => {
    for (const state of TRAY_STATES) {
      for (const size of TRAY_SIZES)
        expect(sizeOf(files.get(colourIcon(state, size))!)).toEqual([size, size]);
      for (const size of TEMPLATE_SIZES) {
        expect(sizeOf(files.get(templateIcon(state, size))!)).toEqual([size, size]);
      }
    }
    expect([...files.keys()].filter((path) => path.startsWith('tray-'))).toHaveLength(
      TRAY_STATES.length * (TRAY_SIZES.length + TEMPLATE_SIZES.length),
    );
  });

  it('are named so that Electron finds the other sizes by the first', () => {
    expect(TRAY_SIZES.map((size) => colourIcon('well', size))).toEqual([
      'tray-well.png',
      'tray-well@1.25x.png',
      'tray-well@1.5x.png',
      'tray-well@2x.png',
      'tray-well@3x.png',
      'tray-well@4x.png',
    ]);
    expect(templateIcon('well', 32)).toBe('tray-wellTemplate@2x.png');
  });

  it('have another shape for every state, at the smallest size and without any colour', async () => {
    const shapes = await Promise.all(TRAY_STATES.map(async (state) => mask(await smallest(state))));
    for (const [n, one] of shapes.entries()) {
      for (const other of shapes.slice(n + 1)) expect(difference(one, other)).toBeGreaterThan(0.4);
    }
  });

  it('use the room that they have', async () => {
    for (const state of TRAY_STATES) {
      const ink = mask(await smallest(state)).reduce((sum, part) => sum + part, 0);
      expect(ink).toBeGreaterThan(0.25 * TRAY_SIZES[0] ** 2);
    }
  });

  it.each(['#ffffff', '#eff0f1', '#31363b', '#1c1c1c', '#000000'])(
    'stand out from a panel of %s',
    (panel) => {
      for (const state of TRAY_STATES) expect(contrast(COLOURS[state], panel)).toBeGreaterThanOrEqual(3);
    },
  );

  it('are pure black with alpha where macOS colours them', async () => {
    for (const state of TRAY_STATES) {
      const { pixels, png } = await smallest(state, BLACK);
      expect(Buffer.compare(png, files.get(templateIcon(state))!)).toBe(0);
      expect(pixels.every((value, n) => n % 4 === 3 || value === 0)).toBe(true);
      expect(new Set(pixels.filter((_, n) => n % 4 === 3)).size).toBeGreaterThan(1);
    }
  });
});

describe('the app’s icons', () => {
  it('are there at every size', () => {
    for (const size of APP_SIZES) expect(sizeOf(files.get(`app/${size}x${size}.png`)!)).toEqual([size, size]);
    expect(sizeOf(files.get('icon.png')!)).toEqual([1024, 1024]);
    expect(sizeOf(files.get('icon-mac.png')!)).toEqual([1024, 1024]);
  });

  it('are one file for Windows whose directory leads to each of its pictures', () => {
    const ico = Buffer.from(files.get('icon.ico')!);
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, n) => {
      const entry = 6 + 16 * n;
      const size = ico.readUInt8(entry) || 256;
      const png = ico.subarray(ico.readUInt32LE(entry + 12)).subarray(0, ico.readUInt32LE(entry + 8));
      expect(sizeOf(png)).toEqual([size, size]);
      expect(png.subarray(-8, -4).toString('latin1')).toBe('IEND');
      return size;
    });
    expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
  });
});

it('drawn again, every file has the same bytes', async () => {
  for (const { path, bytes } of await iconFiles()) {
    expect(Buffer.compare(bytes, files.get(path)!), path).toBe(0);
  }
});
