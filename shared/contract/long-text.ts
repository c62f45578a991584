/**
 * Long texts in parts, so that no single message is longer than a door takes (`MAX_TEXT_LENGTH`): all but the last
 * begin with `+`, the last with `.`. A JSON text begins with neither. Parts of one text follow each other; whole texts
 * may come in between.
 */
import { MAX_TEXT_LENGTH } from './limits.ts';

const MORE = '+';
const LAST = '.';
const PART = MAX_TEXT_LENGTH - 1;
/** A text as short as this fits whatever its letters are: doors count bytes or UTF-16, and a letter has at most three. */
const SHORT = Math.floor(MAX_TEXT_LENGTH / 3);

/** The messages that carry a JSON text: itself, where it is short. */
export function partsOf(json: string): readonly string[] {
  if (json.length <= SHORT) return [json];
  // ASCII alone: then a part has as many bytes as characters, and none is cut in two. In JSON they stand in texts only.
  const ascii = json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const parts: string[] = [];
  for (let at = 0; at < ascii.length; at += PART) {
    const end = at + PART;
    parts.push((end < ascii.length ? MORE : LAST) + ascii.slice(at, end));
  }
  return parts;
}

/** How many characters a JSON text has in parts, at most. */
export const lengthInParts = (json: string) =>
  json.length + 5 * (json.match(/[\u0080-\uffff]/g)?.length ?? 0);

/** What a message came to: a whole text, nothing yet, or more than may come in parts. */
export type Gathered = Readonly<{ kind: 'whole'; text: string } | { kind: 'part' } | { kind: 'tooLong' }>;

/** Puts texts together again; never keeps more than `most` characters. One of one connection. */
export function createGatherer(most: number): (message: string) => Gathered {
  let parts: string[] = [];
  let length = 0;
  let given = false;
  return (message) => {
    const mark = message[0];
    if (mark !== MORE && mark !== LAST) return { kind: 'whole', text: message };
    // An empty part counts, too: there could be any number of them.
    length += Math.max(1, message.length - 1);
    const isTooLong = length > most;
    if (isTooLong) parts = [];
    else parts.push(message.slice(1));
    if (mark === MORE) {
      // Said once; what else comes of it is dropped.
      const isNews = isTooLong && !given;
      given = isTooLong;
      return { kind: isNews ? 'tooLong' : 'part' };
    }
    const text = parts.join('');
    const wasGiven = given;
    parts = [];
    length = 0;
    given = false;
    if (!isTooLong) return { kind: 'whole', text };
    return { kind: wasGiven ? 'part' : 'tooLong' };
  };
}
