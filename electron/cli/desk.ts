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

/** The next line of the input. Rejects with EndOfInput. */
export async function ask({ lines, say }: Desk, question: string): Promise<string> {
  const answer = await lines.ask(question);
  if (answer === null) throw new EndOfInput();
  // A terminal shows the end of the line as it is typed.
  if (!lines.interactive) say('\n');
  return answer.trim();
}

/**
 * Asks until `wrong` has nothing to say, or the answer is empty, which gives the form up. From a pipe it asks
 * once: the next line answers another question.
 */
export async function askUntil(
  desk: Desk,
  question: string,
  wrong: (answer: string) => string | null,
): Promise<string> {
  for (;;) {
    const answer = await ask(desk, question);
    const complaint = wrong(answer);
    if (answer === '' || complaint === null || !desk.lines.interactive) return answer;
    desk.say(`${complaint} (Enter alone gives up.)\n`);
  }
}

export function respond({ say }: Desk, response: string): void {
  say(`\nResponse: ${response}\n`);
}

/** The reason, and what to do where nobody knows the outcome. */
export function tellFailure(failure: Failure): string {
  const hint = failure instanceof UnknownOutcome ? ' Look at the list before you enter it again.' : '';
  return `Error: ${visible(failure.message)}${hint}`;
}
