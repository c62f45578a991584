/** Who belongs to the shop, as commands ask for it and change it. */
import type { Member } from '../../shared/contract/health.ts';
import type { JoinRequest, Membership, OpenInvitation } from '../../shared/contract/membership.ts';
import type { MembershipAnswer } from '../../shared/contract/membership-rest.ts';
import { Failure } from './failure.ts';
import type { Shop } from './shop.ts';

export type InShop = MembershipAnswer & Readonly<{ membership: Membership }>;
export type InLobby = MembershipAnswer & Readonly<{ lobby: NonNullable<MembershipAnswer['lobby']> }>;

/** Rejects where there is none, and says what to do. */
export async function inShop(shop: Shop): Promise<InShop> {
  const now = await shop.membership();
  if (now.membership !== null) return { ...now, membership: now.membership };
  throw new Failure(
    'refused',
    'This workstation belongs to no shop yet; printraft shops lists those that it sees.',
  );
}

/** Rejects where this workstation belongs to a shop. */
export async function inLobby(shop: Shop): Promise<InLobby> {
  const now = await shop.membership();
  if (now.lobby !== null) return { ...now, lobby: now.lobby };
  throw new Failure('refused', `This workstation belongs to the shop "${now.shop}" already.`);
}

export const memberCalled = ({ members }: InShop, what: string): Member =>
  found(members, what, 'workstation', 'members');

export const requestOf = ({ membership }: InShop, what: string): JoinRequest =>
  found(membership.requests, what, 'request to join by', 'requests');

export const invitationCalled = ({ membership }: InShop, what: string): OpenInvitation => {
  const named = membership.invitations.map((one) => ({ ...one, name: one.label }));
  return found(named, what, 'open invitation', 'invitations');
};

/** By its id, or by its name where only one has it. */
function found<T extends Readonly<{ id: string; name: string }>>(
  all: readonly T[],
  what: string,
  kind: string,
  list: string,
): T {
  const byId = all.find(({ id }) => id === what);
  if (byId !== undefined) return byId;
  const named = all.filter(({ name }) => name.toLowerCase() === what.toLowerCase());
  const [one, another] = named;
  if (one === undefined)
    throw new Failure('refused', `There is no ${kind} "${what}"; printraft ${list} lists them.`);
  if (another === undefined) return one;
  throw new Failure(
    'refused',
    `Several are called "${what}"; name one by its id, which printraft ${list} tells.`,
  );
}
