import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyPlace } from '../testing/place.ts';
import { MIN_SIZE, placeFor, readWindowState, writeWindowState } from './window-state.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 };
const LEFT = { x: -1280, y: 200, width: 1280, height: 984 };
const at = (x: number, y: number, width = 900, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

describe('where the window opens', () => {
  it('is up to the desktop the first time', () => {
    expect(placeFor(null, [SCREEN])).toEqual({ width: 1280, height: 860 });
  });

  it('is where it was, on whichever screen', () => {
    expect(placeFor(at(60, 50), [SCREEN])).toEqual(at(60, 50).bounds);
    expect(placeFor(at(-1200, 250), [SCREEN, LEFT])).toEqual(at(-1200, 250).bounds);
  });

  it('is up to the desktop again, in its old size, where that screen is gone', () => {
    expect(placeFor(at(-1200, 250), [SCREEN])).toEqual({ width: 900, height: 700 });
  });

  it.each([
    ['left of the screen', at(-890, 50)],
    ['right of it', at(1900, 50)],
    ['below it', at(60, 1030)],
    ['with its upper edge above it', at(60, -30)],
  ])('is never where nobody could take hold of it: %s', (_where, kept) => {
    expect(placeFor(kept, [SCREEN])).not.toHaveProperty('x');
  });

  it('is on a screen and no smaller than what can be worked with, whatever was kept', () => {
    const side = fc.integer({ min: 1, max: 32_767 });
    const place = fc.integer({ min: -32_767, max: 32_767 });
    fc.assert(
      fc.property(place, place, side, side, (x, y, width, height) => {
        const opened = placeFor(at(x, y, width, height), [SCREEN, LEFT]);
        expect(opened.width).toBeGreaterThanOrEqual(MIN_SIZE.width);
        expect(opened.height).toBeGreaterThanOrEqual(MIN_SIZE.height);
        if (opened.x === undefined || opened.y === undefined) {
          expect(opened.width).toBeLessThanOrEqual(SCREEN.width);
          expect(opened.height).toBeLessThanOrEqual(SCREEN.height);
          return;
        }
        const { x: left, y: top } = opened;
        const isOn = [SCREEN, LEFT].some(
          (area) =>
            left < area.x + area.width &&
            left + opened.width > area.x &&
            top >= area.y &&
            top < area.y + area.height,
        );
        expect(isOn).toBe(true);
      }),
    );
  });
});

describe('the file', () => {
  it('gives back what was kept', async () => {
    const file = join(await emptyPlace(), 'window.json');
    const state = { ...at(60, 50), maximized: true };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
  });

  it.each([
    '',
    '{',
    'null',
    '{"bounds":{"x":0,"y":0,"width":0,"height":700},"maximized":false}',
    '{"bounds":1}',
  ])('holds nothing to go by where it says %s', async (text) => {
    const file = join(await emptyPlace(), 'window.json');
    await writeFile(file, text);
    expect(readWindowState(file)).toBeNull();
  });

  it('is missed by nobody where it is not there and cannot be written', async () => {
    const file = join(await emptyPlace(), 'no', 'such', 'window.json');
    writeWindowState(file, at(0, 0));
    expect(readWindowState(file)).toBeNull();
  });
});
