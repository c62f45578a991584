import { expect, it, vi } from 'vitest';
import type { CommandInput } from '../../shared/domain/commands.ts';
import type { Activity } from '../../shared/domain/model.ts';
import type { Outcome } from './commander.ts';
import type { Reader } from './reader.ts';
import { type Offer, offeringUndo } from './undo-offer.ts';

const weigh: CommandInput = { type: 'spool.weigh', id: 'S-1', remainingMg: 5 };

function filed(id: number, action: string = weigh.type, about = 'S-1'): Activity {
  const change = { table: 'spools', id: about, before: {}, after: {} } as const;
  return {
    id: String(id),
    at: 0,
    operator: '',
    workstation: '',
    action,
    note: '',
    undoes: null,
    changes: [change],
  };
}

/** @param does what the command files, behind what is there */
function offering(
  archive: Activity[],
  does: readonly Activity[],
  outcome: Outcome = { kind: 'accepted', id: 'S-1' },
) {
  const offers: (Offer | null)[] = [];
  let works = true;
  const reader: Reader = {
    page: (_archive, _before, limit = 100) =>
      works
        ? (Promise.resolve({
            records: [...archive].reverse().slice(0, limit),
            next: null,
            length: archive.length,
          }) as never)
        : Promise.reject(new Error('gone')),
  };
  const commander = offeringUndo(
    {
      send: async () => {
        await Promise.resolve();
        archive.push(...does);
        return outcome;
      },
    },
    reader,
    (offer) => offers.push(offer),
  );
  return { commander, offers, breaks: () => (works = false) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

it('what was just done is offered, and nothing that was done before', async () => {
  const { commander, offers } = offering([filed(1)], [filed(2, 'spool.weigh', 'S-2'), filed(3)]);
  expect(await commander.send(weigh, 'key')).toEqual({ kind: 'accepted', id: 'S-1' });
  await vi.waitFor(() => expect(offers).toEqual([null, { activity: filed(3) }]));
  const same = offering([filed(1)], []);
  await same.commander.send(weigh, 'key');
  await settle();
  expect(same.offers).toEqual([null]);
});

it('nothing is offered for what was refused, what happened, and what was taken back', async () => {
  const refused = offering([], [], { kind: 'unavailable' });
  await refused.commander.send(weigh, 'key');
  await settle();
  expect(refused.offers).toEqual([null]);
  const started = offering([], [filed(1, 'job.start', 'J-1')]);
  await started.commander.send({ type: 'job.start', id: 'J-1' }, 'key');
  await settle();
  expect(started.offers).toEqual([]);
  const back = offering([filed(1)], [filed(2, 'activity.undo', '1')]);
  await back.commander.send({ type: 'activity.undo', id: '1' }, 'key');
  await settle();
  expect(back.offers).toEqual([null]);
});

it('a workstation that cannot be read from takes nothing from the command', async () => {
  const { commander, offers, breaks } = offering([], [filed(1)]);
  breaks();
  expect(await commander.send(weigh, 'key')).toEqual({ kind: 'accepted', id: 'S-1' });
  await settle();
  expect(offers).toEqual([null]);
});
