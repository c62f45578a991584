/** One picture of every icon at every size on light and dark, to be looked at. */
import { TEMPLATE_SIZES, TRAY_SIZES, TRAY_STATES } from '../../electron/desktop/tray/icon-files.ts';
import { BLACK, COLOURS, inColour } from './colours.ts';
import { draw, loadRenderer } from './draw.ts';
import { appSource, traySource } from './sources.ts';

/** Panels as they are found: white, KDE's light and dark, Windows' dark. */
const PANELS = ['#ffffff', '#eff0f1', '#31363b', '#1c1c1c'] as const;
const DARK_FROM = 2;
const WHITE = '#ffffff';
const APP_SIZES = [16, 24, 32, 48, 64] as const;
const GAP = 12;
const ROW = 64 + GAP;
/** The smallest size again, pixel by pixel: as large as the largest. */
const MAGNIFIED = TRAY_SIZES[0] * 4;

/** A PNG. */
export async function contactSheet(): Promise<Uint8Array> {
  await loadRenderer();
  const rows = await Promise.all(
    TRAY_STATES.map(async (state) => {
      const svg = await traySource(state);
      const coloured = inColour(svg, COLOURS[state]);
      return (dark: boolean) => [
        { svg: coloured, size: TRAY_SIZES[0], shown: MAGNIFIED },
        ...TRAY_SIZES.map((size) => ({ svg: coloured, size, shown: size })),
        // As macOS colours a template.
        ...TEMPLATE_SIZES.map((size) => ({ svg: inColour(svg, dark ? WHITE : BLACK), size, shown: size })),
      ];
    }),
  );
  const app = await appSource();
  rows.push(() => APP_SIZES.map((size) => ({ svg: app, size, shown: size })));

  const shown = [MAGNIFIED, ...TRAY_SIZES, ...TEMPLATE_SIZES];
  const width = shown.reduce<number>((sum, size) => sum + size + GAP, GAP);
  const height = GAP + rows.length * ROW;
  const panels = PANELS.map((colour, n) => {
    const pictures = rows.flatMap((row, y) => {
      let x = n * width + GAP;
      return row(n >= DARK_FROM).map(({ svg, size, shown }) => {
        const at = `x="${x}" y="${GAP + y * ROW}" width="${shown}" height="${shown}"`;
        x += shown + GAP;
        return `<image ${at} href="${dataUrl(draw(svg, size).png)}" image-rendering="optimizeSpeed"/>`;
      });
    });
    return `<rect x="${n * width}" width="${width}" height="${height}" fill="${colour}"/>${pictures.join('')}`;
  });
  const total = PANELS.length * width;
  return draw(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${height}">${panels.join('')}</svg>`,
    total,
  ).png;
}

function dataUrl(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
