/** Where the window was. Pure but for the two functions that read and write the file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** No desktop has a window that is wider or higher, or further out. */
const FARTHEST = 32_767;
const Place = z.int().min(-FARTHEST).max(FARTHEST);
const Size = z.int().min(1).max(FARTHEST);
const Bounds = z.object({ x: Place, y: Place, width: Size, height: Size });
export type Bounds = z.infer<typeof Bounds>;

const WindowState = z.object({ bounds: Bounds, maximized: z.boolean() });
export type WindowState = z.infer<typeof WindowState>;

/** Smaller shows nothing to work with. */
export const MIN_SIZE = { width: 480, height: 400 } as const;
const SIZE = { width: 1280, height: 860 } as const;
/** So much of a window must lie on a screen, or nobody can take hold of it. */
const VISIBLE = 80;

/**
 * Where to open: as it was, if that is still on one of the screens; else the usual size, in the middle.
 * @param areas what of each screen windows may use
 */
export function placeFor(
  kept: WindowState | null,
  areas: readonly Bounds[],
): Partial<Bounds> & { width: number; height: number } {
  if (kept === null) return SIZE;
  const { x, y } = kept.bounds;
  const width = Math.max(MIN_SIZE.width, kept.bounds.width);
  const height = Math.max(MIN_SIZE.height, kept.bounds.height);
  const isReachable = areas.some(
    (area) =>
      Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= VISIBLE &&
      // Its upper edge, by which it is moved.
      y >= area.y &&
      y <= area.y + area.height - VISIBLE,
  );
  if (isReachable) return { x, y, width, height };
  const largest = (side: 'width' | 'height') => Math.max(MIN_SIZE[side], ...areas.map((area) => area[side]));
  return { width: Math.min(width, largest('width')), height: Math.min(height, largest('height')) };
}

/** Reads it; null where there is none that can be used: then the window opens as the first time. */
export function readWindowState(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps it. On a disk that takes nothing it is not kept, and nobody needs to hear of that. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state));
  } catch {
    // See above.
  }
}
