/** Every icon that the app and its packages need, as files below one folder. */
import {
  colourIcon,
  TEMPLATE_SIZES,
  templateIcon,
  TRAY_SIZES,
  TRAY_STATES,
} from '../../electron/desktop/tray/icon-files.ts';
import { BLACK, COLOURS, inColour } from './colours.ts';
import { draw, loadRenderer } from './draw.ts';
import { icoFile } from './ico.ts';
import { appSource, traySource } from './sources.ts';

export type IconFile = Readonly<{
  /** Below the folder of icons, with `/`. */
  path: string;
  bytes: Uint8Array;
}>;

/** A Linux desktop's theme sizes, and the largest that any package asks for. */
export const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256] as const;
const LARGEST = 1024;
/** Apple's grid: the tile is 824 of 1,024 pixels wide. */
const MAC_TILE = 824 / 1024;

/** Draws them all; the same bytes each time. */
export async function iconFiles(): Promise<readonly IconFile[]> {
  await loadRenderer();
  return [...(await trayIcons()), ...(await appIcons())];
}

async function trayIcons(): Promise<readonly IconFile[]> {
  const files = await Promise.all(
    TRAY_STATES.map(async (state) => {
      const svg = await traySource(state);
      const coloured = inColour(svg, COLOURS[state]);
      const black = inColour(svg, BLACK);
      return [
        ...TRAY_SIZES.map((size) => ({ path: colourIcon(state, size), bytes: draw(coloured, size).png })),
        ...TEMPLATE_SIZES.map((size) => ({ path: templateIcon(state, size), bytes: draw(black, size).png })),
      ];
    }),
  );
  return files.flat();
}

async function appIcons(): Promise<readonly IconFile[]> {
  const svg = await appSource();
  const drawn = new Map(
    [...new Set([...APP_SIZES, ...ICO_SIZES])].map((size) => [size, draw(svg, size)] as const),
  );
  const pictures = (sizes: readonly (typeof APP_SIZES | typeof ICO_SIZES)[number][]) =>
    sizes.flatMap((size) => drawn.get(size) ?? []);
  return [
    ...pictures(APP_SIZES).map(({ size, png }) => ({ path: `app/${size}x${size}.png`, bytes: png })),
    ...pictures([LARGEST]).map(({ png }) => ({ path: 'icon.png', bytes: png })),
    { path: 'icon-mac.png', bytes: draw(withMargin(svg, MAC_TILE), LARGEST).png },
    { path: 'icon.ico', bytes: icoFile(pictures(ICO_SIZES)) },
  ];
}

/** The drawing as `part` of the width, in the middle. */
function withMargin(svg: string, part: number): string {
  const edge = (100 * (1 - part)) / 2;
  const inner = svg.replace(
    '<svg ',
    `<svg x="${edge}" y="${edge}" width="${100 * part}" height="${100 * part}" `,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${inner}</svg>`;
}
