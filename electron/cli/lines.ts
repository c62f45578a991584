/** Questions answered a line at a time, from a terminal or a pipe. */
import { createInterface } from 'node:readline/promises';

export type Lines = Readonly<{
  /** True where somebody types; false where the answers are written down already. */
  interactive: boolean;
  /** The next line, without its end; null once there is none any more. */
  ask: (question: string) => Promise<string | null>;
  /** Gives the terminal back. */
  close: () => void;
}>;

/**
 * @param signal ends the input.
 * @param interrupt called where Ctrl-C is typed while the terminal is ours and makes no signal of it.
 */
export function readLines(
  input: NodeJS.ReadableStream & { isTTY?: boolean },
  output: NodeJS.WritableStream & { isTTY?: boolean },
  signal: AbortSignal,
  interrupt: () => void,
): Lines {
  const interactive = input.isTTY === true && output.isTTY === true;
  const reader = createInterface({ input, output, terminal: interactive });
  reader.on('SIGINT', interrupt);
  signal.addEventListener('abort', () => reader.close(), { once: true });
  // From the start: lines that come before the first question would be lost.
  const lines = reader[Symbol.asyncIterator]();
  return {
    interactive,
    ask: async (question) => {
      if (signal.aborted) return null;
      reader.setPrompt(question);
      reader.prompt();
      const next = await lines.next();
      return next.done === true ? null : next.value;
    },
    close: () => reader.close(),
  };
}
