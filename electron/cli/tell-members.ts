/** Who belongs to the shop, as text for people. Pure. */
import { renderUnicodeCompact } from 'uqr';
import type { Lobby, NewInvitation } from '../../shared/contract/membership.ts';
import { formatAddress } from '../links/address.ts';
import type { InShop } from './members.ts';
import { table } from './table.ts';
import { visible } from './text.ts';

export function tellMembers({ members }: InShop): string {
  return table(
    [
      { title: 'WORKSTATION', cell: ({ name }) => name },
      { title: 'STATE', cell: (member) => stateOf(member) },
      { title: 'ALWAYS ON', cell: ({ pinned }) => (pinned ? 'yes' : '–') },
      { title: 'ADDRESS', cell: ({ link }) => (link === null ? '–' : formatAddress(link)) },
      { title: 'ID', cell: ({ id }) => id },
    ],
    members,
  );
}

function stateOf({ self, reachable, leaving, lag }: InShop['members'][number]): string {
  if (leaving) return 'is leaving';
  if (self) return 'this one';
  if (!reachable) return 'cannot be reached';
  return lag === null || lag === 0 ? 'up to date' : `${lag} behind`;
}

export function tellReasons({ membership: { reasons } }: InShop): string {
  if (reasons.length === 0) return 'Nothing has changed since this workstation started.\n';
  return reasons.map((reason) => `${visible(reason)}\n`).join('');
}

export function tellRequests({ membership: { requests } }: InShop): string {
  if (requests.length === 0) return 'Nobody asks to join.\n';
  return table(
    [
      { title: 'NAME', cell: ({ name }) => name },
      { title: 'DIGITS', cell: ({ digits }) => digits },
      { title: 'FROM', cell: ({ host }) => host },
      { title: 'ID', cell: ({ id }) => id },
    ],
    requests,
  );
}

export function tellInvitations({ membership: { invitations } }: InShop): string {
  if (invitations.length === 0) return 'No invitation is open.\n';
  return table(
    [
      { title: 'INVITATION', cell: ({ label }) => (label === '' ? '–' : label) },
      { title: 'KIND', cell: ({ kind }) => (kind === 'keyFile' ? 'key file' : 'text') },
      { title: 'LEFT', cell: ({ usesLeft }) => (usesLeft === null ? 'any' : String(usesLeft)), right: true },
      { title: 'HOURS', cell: ({ leftMs }) => String(Math.floor(leftMs / 3_600_000)), right: true },
      { title: 'ID', cell: ({ id }) => id },
    ],
    invitations,
  );
}

/** The text first and alone in its line, so that it can be copied. */
export function tellInvitation({ text }: NewInvitation): string {
  return `${text}

${renderUnicodeCompact(text)}

On the other computer: enter it under Invitation, or start PrintRaft with --join.
It is told this once. printraft invitations lists what is open, and withdraws it.
`;
}

export function tellLobby({ shops, joining, former }: Lobby): string {
  const seen =
    shops.length === 0
      ? 'No shop is seen on this network.\n'
      : table(
          [
            { title: 'SHOP', cell: ({ shop }) => shop },
            {
              title: 'WORKSTATIONS',
              cell: ({ workstations }) => workstations.map(({ name }) => name).join(', '),
            },
            {
              title: 'ADDRESS',
              cell: ({ workstations: [first] }) => (first === undefined ? '–' : formatAddress(first.address)),
            },
          ],
          shops,
        );
  const before = former === null ? '' : `${visible(`${former.shop}: ${former.sentence}`)}\n`;
  return `${before}${seen}${tellJoining(joining)}`;
}

export function tellJoining(joining: Lobby['joining']): string {
  switch (joining.phase) {
    case 'idle':
      return '';
    case 'connecting':
    case 'failed':
      return `${visible(joining.sentence)}\n`;
    case 'compare':
      return joining.confirmed
        ? `Waiting until somebody approves ${joining.digits} at a workstation of ${visible(joining.shop)}.\n`
        : `The digits are ${joining.digits}. If a workstation of ${visible(joining.shop)} shows the same, approve it there, and say here:\n\n  printraft shops confirm ${joining.digits}\n`;
  }
}
