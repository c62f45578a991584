/** Names of the tray's icons below the folder of icons: what the build writes and the tray reads. */

/** Each has a drawing of its own, `build/icons/tray-<state>.svg`. */
export const TRAY_STATES = ['well', 'degraded', 'alone', 'readingOnly', 'starting'] as const;
export type TrayState = (typeof TRAY_STATES)[number];

/** In pixels; the first is what a panel of normal density shows. */
export const TRAY_SIZES = [16, 20, 24, 32, 48, 64] as const;
/** macOS takes a point size and its double. */
export const TEMPLATE_SIZES = [16, 32] as const;

/** Electron finds the others by the scale in their names (`@1.25x` … `@4x`) where it is given the first. */
export function colourIcon(state: TrayState, size: (typeof TRAY_SIZES)[number] = TRAY_SIZES[0]): string {
  return `tray-${state}${scale(size)}.png`;
}

/** Black with alpha: a name ending in `Template` lets macOS colour it as its menu bar asks. */
export function templateIcon(
  state: TrayState,
  size: (typeof TEMPLATE_SIZES)[number] = TEMPLATE_SIZES[0],
): string {
  return `tray-${state}Template${scale(size)}.png`;
}

function scale(size: number): string {
  return size === TRAY_SIZES[0] ? '' : `@${size / TRAY_SIZES[0]}x`;
}
