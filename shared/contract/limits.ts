/** The longest text that a viewer may send at once, in characters; a command is under 10 KB. */
export const MAX_TEXT_LENGTH = 64 * 1024;

/** A file that is brought in by a screen, in bytes. A table of 10,000 rows has about half of this. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** The longest text that a viewer may send in parts, in characters: such a file as base64, and what is around it. */
export const MAX_LONG_TEXT_LENGTH = Math.ceil(MAX_FILE_BYTES / 3) * 4 + MAX_TEXT_LENGTH;

/** What one change of the shop may carry to the other workstations at once, in bytes. */
export const MAX_CHANGE_BYTES = 600 * 1024;

/** The longest text of a request of that name: only a file, or many commands at once, is longer than a text may be. */
export function longestOf(request: string): number {
  if (request === 'plan' || request === 'save') return MAX_LONG_TEXT_LENGTH;
  // Letters beyond ASCII travel as six characters each (`long-text.ts`) and have two bytes or more.
  return request === 'execute' ? 3 * MAX_CHANGE_BYTES + MAX_TEXT_LENGTH : MAX_TEXT_LENGTH;
}
