/** What whoever ran `npm start` reads of the app: that it is open, where things are, and how it ended. */
import type { AppEnd } from './app-process.ts';
import type { FromApp } from './messages.ts';
import { isNoise } from './noise.ts';
import { endOf, exitCodeOf, sentences } from './sentences.ts';
import { isCrash, whyNot } from './why-not.ts';

export type ReportOptions = Readonly<{
  say: (line: string) => void;
  warn: (line: string) => void;
  directory: string;
  /** Chromium's own lines are asked for. */
  verbose: boolean;
}>;

export type AppReport = Readonly<{
  line: (line: string) => void;
  heard: (message: FromApp) => void;
  isOpen: () => boolean;
  /** Why it ended before it was open: the first half of a sentence. */
  whyNot: (end: AppEnd) => string;
  /** Says that it ended badly. @returns the exit code that tells the same */
  died: (end: AppEnd) => number;
}>;

/** How many of its last lines are kept for the moment when they matter. */
const LAST_LINES = 40;

export function createReport({ say, warn, directory, verbose }: ReportOptions): AppReport {
  let last: readonly Readonly<{ text: string; held: boolean }>[] = [];
  let isOpen = false;
  let rest: string | null | undefined;
  return {
    line(text) {
      const held = !verbose && isNoise(text);
      last = [...last.slice(1 - LAST_LINES), { text, held }];
      if (!held) warn(text);
    },
    heard(message) {
      if (message !== 'ready') {
        ({ rest } = message);
        // The first time around it is part of what is said at `ready`.
        if (isOpen) say(sentences.rest(rest));
      } else if (!isOpen) {
        isOpen = true;
        say(rest === undefined ? sentences.openInTrouble : sentences.open);
        if (rest !== undefined) say(sentences.rest(rest));
        say(sentences.records(directory));
        say(sentences.howToStop);
      }
    },
    isOpen: () => isOpen,
    whyNot: (end) => whyNot({ ...end, lines: last.map(({ text }) => text) }),
    died(end) {
      if (isCrash(end)) for (const { text, held } of last) if (held) warn(text);
      warn(sentences.died(endOf(end)));
      return exitCodeOf(end);
    },
  };
}
