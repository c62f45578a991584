/** The commands for who belongs to the shop. */
import type { Action } from '../../shared/contract/membership.ts';
import type { Command, Told } from './commands.ts';
import { Failure } from './failure.ts';
import { inShop, invitationCalled, memberCalled, requestOf } from './members.ts';
import { writeShopKey } from './shop-key.ts';
import type { Shop } from './shop.ts';
import { tellInvitation, tellInvitations, tellMembers, tellReasons, tellRequests } from './tell-members.ts';
import { visible } from './text.ts';

const plain = { positionals: [], flags: {}, writes: false } as const;
export const optionalText = (value: string, about: string) =>
  ({ value, about, required: false, kind: 'text' }) as const;

/** A change that was made. */
export async function did(shop: Shop, action: Action, sentence: string): Promise<Told> {
  await shop.manage(action);
  return { json: { success: true }, text: `${visible(sentence)}\n` };
}

/** A number between these, as it was typed. Throws Failure. */
export function numberOf(flag: string, text: string, to: number): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number > 0 && number <= to) return number;
  throw new Failure('usage', `--${flag} must be a number above 0 and up to ${to}, not "${text}".`);
}

function usesOf(text: string): number | null {
  if (text.toLowerCase() === 'any') return null;
  const uses = numberOf('uses', text, 100);
  if (Number.isInteger(uses)) return uses;
  throw new Failure('usage', `--uses must be a whole number, or any, not "${text}".`);
}

/** On one workstation, named by its name or id. */
const onMember = (
  word: string,
  summary: string,
  action: (id: string) => Action,
  sentence: (name: string) => string,
): Command => ({
  ...plain,
  words: ['members', word],
  summary,
  positionals: ['NAME'],
  run: async (shop, input) => {
    const { id, name } = memberCalled(await inShop(shop), input.text('NAME'));
    return did(shop, action(id), sentence(name));
  },
});

const MEMBERS: readonly Command[] = [
  {
    ...plain,
    words: ['members', 'reasons'],
    summary: 'Why who keeps the records safe was last changed, newest first.',
    run: async (shop) => {
      const now = await inShop(shop);
      return { json: now.membership.reasons, text: tellReasons(now) };
    },
  },
  {
    ...plain,
    words: ['members', 'rename'],
    summary: 'Call a workstation otherwise.',
    positionals: ['NAME', 'NEW'],
    run: async (shop, input) => {
      const { id, name } = memberCalled(await inShop(shop), input.text('NAME'));
      const next = input.text('NEW');
      return did(shop, { action: 'rename', id, name: next }, `${name} is now called ${next}.`);
    },
  },
  onMember(
    'pin',
    'Say that a workstation is always on: it is preferred for keeping the records safe.',
    (id) => ({ action: 'pin', id, pinned: true }),
    (name) => `${name} counts as always on.`,
  ),
  onMember(
    'unpin',
    'Take that back.',
    (id) => ({ action: 'pin', id, pinned: false }),
    (name) => `${name} counts as always on no more.`,
  ),
  onMember(
    'remove',
    'Put a workstation out of the shop, at once; open invitations are withdrawn.',
    (id) => ({ action: 'remove', id }),
    (name) => `${name} is removed; open invitations are withdrawn.`,
  ),
  {
    ...plain,
    words: ['members', 'replace'],
    summary: 'A computer will not come back: another one that has joined takes its name and place.',
    positionals: ['OLD', 'BY'],
    run: async (shop, input) => {
      const now = await inShop(shop);
      const [old, by] = [memberCalled(now, input.text('OLD')), memberCalled(now, input.text('BY'))];
      return did(
        shop,
        { action: 'replace', id: old.id, by: by.id },
        `${by.name} takes the place of ${old.name}.`,
      );
    },
  },
  {
    ...plain,
    words: ['members', 'leave'],
    summary: 'This workstation leaves the shop; its name is asked for, so that it is the right one.',
    positionals: ['NAME'],
    run: async (shop, input) => {
      const { self, name } = memberCalled(await inShop(shop), input.text('NAME'));
      if (!self)
        throw new Failure(
          'refused',
          `"${name}" is not this workstation: printraft members remove puts out another one.`,
        );
      return did(shop, { action: 'leave' }, `${name} leaves the shop.`);
    },
  },
  {
    ...plain,
    words: ['members'],
    summary: 'The workstations of the shop.',
    run: async (shop) => {
      const now = await inShop(shop);
      return { json: now.members, text: tellMembers(now) };
    },
  },
];

const REQUESTS: readonly Command[] = [
  {
    ...plain,
    words: ['requests', 'approve'],
    summary: 'Let somebody in whose screen shows these digits.',
    positionals: ['NAME', 'DIGITS'],
    run: async (shop, input) => {
      const { id, name, digits } = requestOf(await inShop(shop), input.text('NAME'));
      if (digits !== input.text('DIGITS').replace(/\s/g, ''))
        throw new Failure(
          'refused',
          `Its digits are ${digits} here: who shows others is somebody else, and is not let in.`,
        );
      return did(shop, { action: 'approve', id }, `${name} is let in.`);
    },
  },
  {
    ...plain,
    words: ['requests', 'decline'],
    summary: 'Do not.',
    positionals: ['NAME'],
    run: async (shop, input) => {
      const { id, name } = requestOf(await inShop(shop), input.text('NAME'));
      return did(shop, { action: 'decline', id }, `${name} is not let in.`);
    },
  },
  {
    ...plain,
    words: ['requests'],
    summary: 'Who asks this workstation to be let in, with the digits that its screen must show.',
    run: async (shop) => {
      const now = await inShop(shop);
      return { json: now.membership.requests, text: tellRequests(now) };
    },
  },
];

const INVITATIONS: readonly Command[] = [
  {
    ...plain,
    words: ['invite'],
    summary: 'Make an invitation, as text and as QR code.',
    flags: {
      label: optionalText('TEXT', 'for whom it is'),
      uses: optionalText('N', 'how many it lets in, up to 100, or any (default 1)'),
      hours: optionalText('N', 'for how long (default 24)'),
    },
    run: async (shop, input) => {
      await inShop(shop);
      const made = await shop.manage({
        action: 'invite',
        kind: 'invitation',
        label: input.optionalText('label') ?? '',
        uses: usesOf(input.optionalText('uses') ?? '1'),
        hours: numberOf('hours', input.optionalText('hours') ?? '24', 24 * 183),
      });
      if (made === null) throw new Error('an invitation was made and not told');
      return { json: made, text: tellInvitation(made) };
    },
  },
  {
    ...plain,
    words: ['shop-key'],
    summary: 'Make a key file, with which new workstations join by themselves.',
    positionals: ['FILE'],
    flags: {
      label: optionalText('TEXT', 'what it is for'),
      days: optionalText('N', 'for how long (default 30)'),
    },
    run: async (shop, input) => {
      await inShop(shop);
      const days = numberOf('days', input.optionalText('days') ?? '30', 183);
      const path = input.text('FILE');
      const { id } = await writeShopKey(shop, path, {
        label: input.optionalText('label') ?? '',
        hours: days * 24,
      });
      return {
        json: { success: true, id, file: path },
        text: `${visible(path)} lets workstations in for ${days} days. Who has it can join: hand it out as you would a password.\n`,
      };
    },
  },
  {
    ...plain,
    words: ['invitations', 'withdraw'],
    summary: 'An invitation or a key file lets nobody in any more.',
    positionals: ['LABEL'],
    run: async (shop, input) => {
      const { id } = invitationCalled(await inShop(shop), input.text('LABEL'));
      return did(shop, { action: 'revoke', id }, 'It is withdrawn.');
    },
  },
  {
    ...plain,
    words: ['invitations'],
    summary: 'The invitations and key files that still let somebody in.',
    run: async (shop) => {
      const now = await inShop(shop);
      return { json: now.membership.invitations, text: tellInvitations(now) };
    },
  },
];

export const MEMBER_COMMANDS: readonly Command[] = [...MEMBERS, ...REQUESTS, ...INVITATIONS];
