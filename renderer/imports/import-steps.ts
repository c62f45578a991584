/** How bringing a file in goes on: what is shown now, and what comes of what happens. Pure. */
import type { Planned } from '../../shared/contract/files.ts';
import type { CommandInput } from '../../shared/domain/commands.ts';
import type { Outcome } from '../store/commander.ts';
import type { Looked } from '../store/files.ts';
import { doneWords, notBroughtIn } from '../view/import-words.ts';

/** A file that was chosen. `name` is all that is left of it after a reload. */
export type Chosen = Readonly<{ name: string; file: File | null }>;

export type Step =
  | Readonly<{ step: 'choose'; said: string | null; chosen: Chosen | null }>
  | Readonly<{ step: 'looking'; chosen: Chosen }>
  | Readonly<{ step: 'looked'; chosen: Chosen; planned: Planned; said: string | null }>
  | Readonly<{ step: 'sending'; chosen: Chosen; planned: Planned | null }>
  /** It may have been done: the same key for the same commands tells. */
  | Readonly<{ step: 'doubt'; chosen: Chosen; words: string }>
  | Readonly<{ step: 'done'; chosen: Chosen; words: string }>;

export const CHOOSE: Step = { step: 'choose', said: null, chosen: null };

/** The one command that does all of it, or nothing. */
export function commandOf({ commands }: Planned): CommandInput {
  return { type: 'batch', commands };
}

/** @param said why it is looked at again, if it is */
export function afterLook(chosen: Chosen, looked: Looked, said: string | null = null): Step {
  return looked.ok
    ? { step: 'looked', chosen, planned: looked.planned, said }
    : { step: 'choose', said: looked.sentence, chosen };
}

/** @param planned what was sent, unless the page was loaded anew since */
export function afterSend(chosen: Chosen, planned: Planned | null, outcome: Outcome): Step {
  switch (outcome.kind) {
    case 'accepted':
      return {
        step: 'done',
        chosen,
        words: planned === null ? 'All of it was brought in.' : doneWords(planned),
      };
    case 'unknown':
      return {
        step: 'doubt',
        chosen,
        words:
          'It is not known whether this was brought in. Check again to find out; it is never done twice.',
      };
    default: {
      const said = notBroughtIn(outcome);
      return planned === null ? { step: 'choose', said, chosen } : { step: 'looked', chosen, planned, said };
    }
  }
}

/** Whether it can be sent as it is. */
export function isReady(step: Step): step is Extract<Step, { step: 'looked' }> {
  return step.step === 'looked' && step.planned.commands.length > 0;
}
