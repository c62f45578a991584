/** What became of a command, in words. */
import { sentence } from '../../shared/contract/words.ts';
import type { Outcome } from '../store/commander.ts';

export function outcomeWords(outcome: Exclude<Outcome, { kind: 'accepted' }>): string {
  switch (outcome.kind) {
    case 'refused':
      return sentence(outcome.refusal);
    case 'unavailable':
      return 'Not saved: the shop cannot take changes at the moment. Nothing was changed; try again when it can.';
    case 'unknown':
      return 'It is not known whether this was saved. Check again to find out; it is never done twice.';
    case 'failed':
      return `Not saved: ${outcome.message}`;
  }
}
