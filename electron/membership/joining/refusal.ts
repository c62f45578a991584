/** Why somebody does not get in, and one sentence for each, as makers read it on either screen. */
import { z } from 'zod';
import type { RosterRefusal } from '../roster/types.ts';

export const REFUSALS = [
  // The invitation or the key file.
  'wrong',
  'expired',
  'usedUp',
  'revoked',
  'unknownInvitation',
  'otherShop',
  // Digits.
  'declined',
  'digitsDiffer',
  'interference',
  'cancelled',
  // The shop.
  'noMajority',
  'removedId',
  'idTaken',
  'keyTaken',
  'shopFull',
  'failed',
  // The way there.
  'tooManyAttempts',
  'busy',
  'updateNewcomer',
  'updateMember',
  'timedOut',
  'connectionLost',
  'malformed',
  'notSaved',
] as const;

export const RefusalCode = z.enum(REFUSALS);
export type RefusalCode = z.output<typeof RefusalCode>;

/** `waitMs`: for how long there is no use in trying again. */
export type Refusal = Readonly<{ code: RefusalCode; waitMs?: number | undefined }>;

export function refusalSentence({ code, waitMs }: Refusal): string {
  switch (code) {
    case 'wrong':
      return 'The shop does not accept this invitation: its secret is wrong.';
    case 'expired':
      return 'The invitation has expired; ask for a new one.';
    case 'usedUp':
      return 'The invitation has been used as often as it allows; ask for a new one.';
    case 'revoked':
      return 'The invitation was withdrawn; ask for a new one.';
    case 'unknownInvitation':
      return 'This shop knows no such invitation, or it was withdrawn.';
    case 'otherShop':
      return 'Another shop than the one that was meant answers there.';
    case 'declined':
      return 'Somebody in the shop declined the request.';
    case 'digitsDiffer':
      return 'The six digits on the two screens were not the same, so nobody was let in: there may be another machine in between.';
    case 'interference':
      return 'What arrived is not what was announced, so nobody was let in: there may be another machine in between.';
    case 'cancelled':
      return 'Joining was cancelled.';
    case 'noMajority':
      return 'That workstation cannot reach enough of the shop to let anybody in; try again when more of them are on.';
    case 'removedId':
      return 'This workstation was removed from the shop; it can come back as a new one.';
    case 'idTaken':
      return "Another workstation has this one's id: remove the PrintRaft data that was copied here, and join anew.";
    case 'keyTaken':
      return 'This workstation belongs to the shop already.';
    case 'shopFull':
      return 'The shop has as many workstations as it can have.';
    case 'failed':
      return "The shop's workstation could not finish letting this one in; try again.";
    case 'tooManyAttempts':
      return `There were too many attempts; try again in ${duration(waitMs ?? 60_000)}.`;
    case 'busy':
      return 'Too many want in at that workstation at once; try again in a moment.';
    case 'updateNewcomer':
      return 'The shop runs a newer PrintRaft: update this workstation first.';
    case 'updateMember':
      return "The shop's workstation runs an older PrintRaft: update that one, or join at another.";
    case 'timedOut':
      return 'It took too long, so nobody was let in; try again.';
    case 'connectionLost':
      return 'The connection was lost before this workstation was let in.';
    case 'malformed':
      return 'What answers there does not speak as a workstation of PrintRaft does.';
    case 'notSaved':
      return "What the shop handed over cannot be written to this computer's disk.";
  }
}

/** What the newcomer is told where the roster refused to admit it. */
export function refusalOf({ code }: RosterRefusal): Refusal {
  switch (code) {
    case 'invitationExpired':
      return { code: 'expired' };
    case 'invitationUsedUp':
      return { code: 'usedUp' };
    case 'removedId':
    case 'idTaken':
    case 'keyTaken':
    case 'shopFull':
    case 'unknownInvitation':
      return { code };
    default:
      return { code: 'failed' };
  }
}

function duration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  if (seconds === 1) return '1 second';
  if (seconds < 120) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
