/** Offers to take back what was just done here: an edit, a move, a weighing. */
import { create } from 'zustand';
import type { CommandInput } from '../../shared/domain/commands.ts';
import type { Activity } from '../../shared/domain/model.ts';
import { isUndoable } from '../../shared/domain/undo.ts';
import type { Commander } from './commander.ts';
import type { Reader } from './reader.ts';

export type Offer = Readonly<{ activity: Activity }>;

/** The latest offer, until it is taken or nobody wants it. */
export const useOffer = create<{ offer: Offer | null }>()(() => ({ offer: null }));

export function setOffer(offer: Offer | null): void {
  useOffer.setState({ offer });
}

/** Its own activity is among this many newest ones, or too many others were at work to look for it. */
const LOOKED_AT = 20;

/** A commander that offers to take back what it did. What went wrong with the offer is no concern of the command's. */
export function offeringUndo(
  commander: Commander,
  reader: Reader,
  offer: (offer: Offer | null) => void = setOffer,
): Commander {
  return {
    async send(command, key) {
      if (!isUndoable(command.type)) return commander.send(command, key);
      offer(null);
      // Read before the command is sent: what it files comes behind that.
      const before = lengthOf(reader);
      const outcome = await commander.send(command, key);
      // Nobody waits for the offer.
      if (outcome.kind === 'accepted' && command.type !== 'activity.undo')
        void find(reader, command, before).then((found) => found && offer({ activity: found }));
      return outcome;
    },
  };
}

async function lengthOf(reader: Reader): Promise<number> {
  try {
    return (await reader.page('activity', null, 1)).length;
  } catch {
    return Infinity;
  }
}

async function find(
  reader: Reader,
  command: CommandInput,
  before: Promise<number>,
): Promise<Activity | undefined> {
  const after = await before;
  const about = 'id' in command ? command.id : undefined;
  if (after === Infinity || about === undefined) return undefined;
  try {
    const { records } = await reader.page('activity', null, LOOKED_AT);
    return records.find(
      ({ id, action, changes }) =>
        Number(id) > after && action === command.type && changes.some((change) => change.id === about),
    );
  } catch {
    return undefined;
  }
}
