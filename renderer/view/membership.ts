/** The words of who belongs to the shop. Pure. */
import type { OpenInvitation } from '../../shared/contract/membership.ts';

/** `3 days`, `2 hours`, `12 minutes`: rounded down, since it ends sooner than is told and never later. */
export function leftWords(leftMs: number): string {
  const minutes = Math.max(0, Math.floor(leftMs / 60_000));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return counted(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day');
}

/** `2 more workstations, for 3 days`. */
export function invitationWords({ usesLeft, leftMs }: OpenInvitation): string {
  const uses = usesLeft === null ? 'Any number of workstations' : counted(usesLeft, 'more workstation');
  return `${uses}, for ${leftWords(leftMs)}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
