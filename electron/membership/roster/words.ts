/** The sentences of what the roster refuses, for people. */
import type { RosterRefusal } from './types.ts';

export function rosterSentence({ code, params }: RosterRefusal): string {
  switch (code) {
    case 'removedId':
      return 'This workstation was removed from the shop; it can come back as a new one.';
    case 'idTaken':
      return 'That id is in use.';
    case 'keyTaken':
      return `This workstation belongs to the shop already, as "${params.name}".`;
    case 'notAMember':
      return `"${params.id}" is not one of the shop's workstations.`;
    case 'copy':
      return `This computer's records are a copy of those of "${params.name}", which has been running since: two computers must not be one workstation. Remove the copied PrintRaft data here and join the shop anew.`;
    case 'nameTaken':
      return `Another workstation is called "${params.name}".`;
    case 'lastMember':
      return "It is the shop's only workstation; there would be nobody left to keep the records.";
    case 'shopFull':
      return `The shop has ${params.max} workstations, which is as many as it can have.`;
    case 'tooManyInvitations':
      return `There are ${params.max} open invitations; withdraw one first.`;
    case 'unknownInvitation':
      return 'This shop knows no such invitation, or it was withdrawn.';
    case 'invitationExpired':
      return 'The invitation has expired; ask for a new one.';
    case 'invitationUsedUp':
      return 'The invitation has been used as often as it allows; ask for a new one.';
    case 'staleAuthority':
      return 'Another workstation has already replaced the certificate authority.';
  }
}
