import type { TrayState } from '../../electron/desktop/tray/icon-files.ts';

/**
 * The house's green, amber, red and grey (renderer/styles/tokens.css), each at the lightness at which
 * it has a contrast of 3:1 (WCAG 1.4.11) to a white panel and to a dark grey one alike.
 */
export const COLOURS: Readonly<Record<TrayState, string>> = {
  well: '#2b9258',
  degraded: '#b37100',
  alone: '#2b9258',
  readingOnly: '#de5045',
  starting: '#83807a',
};

/** What a template image is drawn in. */
export const BLACK = '#000000';

/** A drawing that is made in `currentColor`, in this colour. */
export function inColour(svg: string, colour: string): string {
  return svg.replaceAll('currentColor', colour);
}
