/** `GET /api/v2/queue`: for each job of which copies wait, where it would fit, and what is in the way. */
import { z } from 'zod';
import { pageOf } from '../../../shared/contract/v2.ts';
import { misfitWords } from '../../../shared/contract/words.ts';
import type { Misfit } from '../../../shared/domain/fit.ts';
import type { Shop } from '../../../shared/domain/model.ts';
import { type Waiting, waitingJobs } from '../../../shared/domain/suggest.ts';
import { ownTurn } from '../../viewer/turns.ts';
import { badCursor, decode } from './cursor.ts';
import { PAGING, USUAL } from './list.ts';
import { queue as order } from './order.ts';
import { Page } from './page.ts';
import { Nothing } from './reads.ts';
import { type Route, route, upToDate } from './route.ts';

/** Jobs that are looked at in one go. */
const SLICE = 20;
const LIST = 'queue';

const Reason = z
  .looseObject({ code: z.string(), words: z.string() })
  .meta({ id: 'Reason', description: 'A code with what its words are made of.' });
const Reasons = z.array(Reason);
export const WaitingJob = z
  .object({
    job: z.string(),
    held: z.boolean(),
    waits: Reasons.meta({
      description: 'Why it waits; none where it can start on the first of its printers.',
    }),
    printers: z.array(
      z.object({
        printer: z.string(),
        spool: z.string().nullable().meta({ description: 'Null where there is none that would do.' }),
        changes: z.int().meta({ description: 'Spools to be put in first.' }),
        obstacles: Reasons.meta({ description: 'What is in the way there now.' }),
      }),
    ),
  })
  .meta({ id: 'WaitingJob' });

const told = (misfit: Misfit) => ({ ...misfit, words: misfitWords(misfit) });

function tellWaiting({ job, held, places, reasons }: Waiting): z.input<typeof WaitingJob> {
  const printers = places.map((place) => ({ ...place, obstacles: place.obstacles.map(told) }));
  return { job, held, waits: reasons.map(told), printers };
}

type Asked = Readonly<{ limit?: number | undefined; cursor?: string | undefined }>;

/** One page as JSON. What is told is of one moment, however many turns it takes. @throws Refused 400 for a bad cursor */
export async function readQueue(shop: Shop, index: number, { limit, cursor }: Asked): Promise<string> {
  const place = cursor === undefined ? null : decode(LIST, cursor);
  if (place !== null && (place.in !== 'table' || place.stage !== order.name)) throw badCursor();
  const follows = place === null ? () => true : order.follows(place.after);
  const jobs = new Map([...shop.jobs].filter(([, job]) => order.holds(job)));
  const page = new Page(limit ?? USUAL);
  let mark: unknown;
  let looked = 0;
  // Everything is looked up when the first is asked for; from then on it stays as it was.
  for (const waiting of waitingJobs(shop)) {
    looked += 1;
    if (looked % SLICE === 0) await ownTurn();
    const job = jobs.get(waiting.job);
    if (job === undefined || !follows(job)) continue;
    if (page.room === 0) return page.toText(LIST, { in: 'table', stage: order.name, after: mark }, index);
    page.add(tellWaiting(waiting));
    mark = order.mark(job);
  }
  return page.toText(LIST, null, index);
}

export const QUEUE: Route = route(
  {
    method: 'GET',
    path: '/api/v2/queue',
    summary:
      'The jobs of which copies wait, in the order of the queue: where each would fit, and why it waits.',
    params: Nothing,
    query: z.strictObject(PAGING),
    body: null,
    status: 200,
    answer: pageOf(WaitingJob),
    refusals: [],
  },
  async ({ workstation, query }) => {
    await upToDate(workstation, query.consistency);
    await ownTurn();
    return { text: await readQueue(workstation.shop, workstation.appliedIndex, query) };
  },
);
