/** The commands of a workstation that belongs to no shop. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Action, Lobby } from '../../shared/contract/membership.ts';
import { parseAddress } from '../flags.ts';
import type { Command, Input, Told } from './commands.ts';
import { did, optionalText } from './commands-members.ts';
import { Failure } from './failure.ts';
import { inLobby } from './members.ts';
import type { Shop } from './shop.ts';
import { tellJoining, tellLobby } from './tell-members.ts';
import { visible } from './text.ts';

const plain = { positionals: [], flags: {}, writes: false } as const;
const NAME = { name: optionalText('NAME', 'what this workstation is called (default: as it is now)') };
const PORT = 7100;
const LOOK_MS = 200;
/** What is not over by then goes on without this command. */
const PATIENCE_MS = 60_000;

/** Follows an attempt until it is over or has digits that nobody has confirmed yet. */
async function follow(shop: Shop): Promise<Told> {
  let joining: Lobby['joining'] = { phase: 'idle' };
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const now = await shop.membership();
    if (now.lobby === null) {
      return {
        json: { success: true, shop: now.shop },
        text: `This workstation belongs to ${visible(now.shop)}.\n`,
      };
    }
    ({ joining } = now.lobby);
    if (joining.phase === 'failed') throw new Failure('refused', joining.sentence);
    if (joining.phase === 'compare' && !joining.confirmed)
      return { json: joining, text: tellJoining(joining) };
    // What is asked over REST tells of nothing by itself.
    await delay(LOOK_MS);
  }
  const sentence = 'sentence' in joining ? joining.sentence : 'Nobody has approved it yet.';
  throw new Failure('unknown', `${sentence} It goes on; printraft shops tells how far it is.`);
}

async function attempt(shop: Shop, input: Input, action: (name: string) => Action): Promise<Told> {
  const { lobby } = await inLobby(shop);
  await shop.manage(action(input.optionalText('name') ?? lobby.name));
  return follow(shop);
}

export const SHOP_COMMANDS: readonly Command[] = [
  {
    ...plain,
    words: ['shops', 'join'],
    summary: 'Ask a shop that is seen, or whoever answers at HOST[:PORT], to be let in by six digits.',
    positionals: ['WHERE'],
    flags: NAME,
    run: async (shop, input) => {
      const where = input.text('WHERE');
      const { lobby } = await inLobby(shop);
      const seen = lobby.shops.filter(({ shop: name }) => name.toLowerCase() === where.toLowerCase());
      const [one, another] = seen;
      if (another !== undefined)
        throw new Failure('refused', `Several shops are called "${where}": name the address of one.`);
      if (one !== undefined)
        return attempt(shop, input, (name) => ({ action: 'join', name, clusterId: one.clusterId }));
      const hasPort = /:\d+$/.test(where);
      const address = parseAddress('WHERE', hasPort ? where : `${where}:${PORT}`);
      return attempt(shop, input, (name) => ({ action: 'joinAt', name, address }));
    },
  },
  {
    ...plain,
    words: ['shops', 'confirm'],
    summary: 'The workstation there shows these digits too; waits until somebody has approved them.',
    positionals: ['DIGITS'],
    run: async (shop, input) => {
      const { joining } = (await inLobby(shop)).lobby;
      if (joining.phase !== 'compare') throw new Failure('refused', 'There are no digits to confirm.');
      if (joining.digits !== input.text('DIGITS').replace(/\s/g, ''))
        throw new Failure(
          'refused',
          `The digits here are ${joining.digits}: if others are shown there, somebody is in between.`,
        );
      await shop.manage({ action: 'confirm' });
      return follow(shop);
    },
  },
  {
    ...plain,
    words: ['shops', 'join-with'],
    summary: 'Join the shop of an invitation.',
    positionals: ['INVITATION'],
    flags: NAME,
    run: (shop, input) => {
      const invitation = input.text('INVITATION');
      return attempt(shop, input, (name) => ({ action: 'joinWith', name, invitation }));
    },
  },
  {
    ...plain,
    words: ['shops', 'found'],
    summary: 'Found a new shop with this workstation.',
    positionals: ['SHOP'],
    flags: NAME,
    run: (shop, input) => {
      const called = input.text('SHOP');
      return attempt(shop, input, (name) => ({ action: 'found', name, shop: called }));
    },
  },
  {
    ...plain,
    words: ['shops', 'cancel'],
    summary: 'Give up what is under way.',
    run: async (shop) => {
      await inLobby(shop);
      return did(shop, { action: 'cancel' }, 'Given up.');
    },
  },
  {
    ...plain,
    words: ['shops', 'start-over'],
    summary: 'Put the records of a shop aside that this workstation belongs to no more.',
    run: async (shop) => {
      await inLobby(shop);
      return did(shop, { action: 'startOver' }, 'The records are put aside; this workstation can join anew.');
    },
  },
  {
    ...plain,
    words: ['shops'],
    summary: 'The shops that a workstation without one sees, and how far it is with joining.',
    run: async (shop) => {
      const { lobby } = await inLobby(shop);
      return { json: lobby, text: tellLobby(lobby) };
    },
  },
];
