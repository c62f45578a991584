/** Where the menu's forms and lists work: the shop, the input, the screen. */
import { type Failure, UnknownOutcome } from './failure.ts';
import type { Lines } from './lines.ts';
import type { Shop } from './shop.ts';
import { visible } from './text.ts';

export type Desk = Readonly<{ shop: Shop; lines: Lines; say: (text: string) => void }>;

/** The input has ended, perhaps in the middle of a form. */
export class EndOfInput extends Error {
  override readonly name = 'EndOfInput';
}

/** Somebody at a terminal left a field of a form empty. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

/** The next line of the input, without the space around it. Rejects with EndOfInput. */
export async function ask({ lines, say }: Desk, question: string): Promise<string> {
  const answer = await lines.ask(question);
  if (answer === null) throw new EndOfInput();
  // A terminal shows the end of the line as it is typed.
  if (!lines.interactive) say('\n');
  return answer.trim();
}

/**
 * A field of a form. At a terminal it is asked for until `wrong` has nothing to say; an empty answer gives the
 * form up. From a pipe it is asked for once, whatever comes: the next line answers the next question.
 * Rejects with EndOfInput or GivenUp.
 */
export async function askField(
  desk: Desk,
  question: string,
  wrong: (answer: string) => string | null = () => null,
): Promise<string> {
  for (;;) {
    const answer = await ask(desk, question);
    if (!desk.lines.interactive) return answer;
    if (answer === '') throw new GivenUp();
    const complaint = wrong(answer);
    if (complaint === null) return answer;
    desk.say(`${complaint} (Enter alone gives up.)\n`);
  }
}

/** What a form with an empty field is answered; nothing is sent. */
export const REQUIRED = 'All fields are required.';

export function respond({ say }: Desk, response: string): void {
  say(`\nResponse: ${response}\n`);
}

/** The reason, and what to do where nobody knows the outcome. */
export function tellFailure(failure: Failure): string {
  const hint = failure instanceof UnknownOutcome ? ' Look at the list before you enter it again.' : '';
  return `Error: ${visible(failure.message)}${hint}`;
}
