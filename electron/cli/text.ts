/** Text of others on a terminal: shown, never obeyed. Pure. */

/**
 * Cc moves the cursor, clears the screen or sets the title; Cf and the like reverse or hide what stands beside
 * them. Joiners (U+200C, U+200D) and the soft hyphen belong to real words and emoji.
 */
const HIDDEN =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** With every hidden character written out, as `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON that is the same to a parser, and harmless on a terminal. */
export function visibleJson(value: unknown): string {
  // Outside strings JSON has no such characters, but for the newlines that are ours.
  return JSON.stringify(value, null, 2).replace(HIDDEN, (hidden) =>
    hidden === '\n' ? hidden : `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const WIDE =
  /^(\p{Emoji_Presentation}|.\ufe0f|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6])/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How many columns a terminal gives it. */
export function widthOf(text: string): number {
  // The plain case first: lists have thousands of cells.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** What a mark is written on that has nothing to stand on (Unicode §7.9). */
const CIRCLE = '\u25cc';

/**
 * The text as it can stand between spaces: a combining mark at its start, or a letter that would be drawn with
 * what follows it at its end, gets a circle to itself instead of a space.
 */
export function freestanding(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const begun = widthOf(` ${text}`) === 1 + widthOf(text) ? text : CIRCLE + text;
  return widthOf(`${begun} `) === widthOf(begun) + 1 ? begun : begun + CIRCLE;
}
