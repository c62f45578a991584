/** Text that others chose, made fit for a desktop's own menus, tooltips and notifications. */

/** Controls, line ends and bidirectional overrides: a name must not lie about itself, nor break a line. */
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * One line of at most `most` UTF-16 units, never half a character. Angle brackets become look-alikes,
 * because some Linux desktops read tooltips and notifications as markup.
 */
export function oneLine(text: string, most: number): string {
  const line = text
    .toWellFormed()
    .replace(UNFIT, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (line.length <= most) return line;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    if (kept.length + segment.length >= most) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** As a menu's label: a lone `&` would vanish and underline what follows. (Electron cares for `_` itself.) */
export function asLabel(text: string): string {
  return text.replaceAll('&', '&&');
}
