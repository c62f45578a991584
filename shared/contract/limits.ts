/** The longest text that a viewer may send, in characters; a command is under 10 KB. */
export const MAX_TEXT_LENGTH = 64 * 1024;
