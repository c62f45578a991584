/** The rows of `/api/v2` that read: each kind as a list, and one record of it. */
import { z } from 'zod';
import { type KindName, pageOf, RECORDS } from '../../../shared/contract/v2.ts';
import { Id } from '../../../shared/domain/text.ts';
import { ownTurn } from '../../viewer/turns.ts';
import { KIND_OF, recordOf } from './kinds.ts';
import { Consistency, listQuery, readPage } from './list.ts';
import { refusedBy } from './refuse.ts';
import { type Route, route, upToDate } from './route.ts';

export const Nothing = z.object({});
export const OneParams = z.object({ id: Id });
const kinds = Object.keys(RECORDS) as KindName[];
const base = { method: 'GET', body: null, status: 200, refusals: [] } as const;

const ORDER: Readonly<Record<KindName, string>> = {
  filaments: 'The filaments, in the order in which they were added.',
  spools: 'The spools, in the order in which they were added.',
  printers: 'The printers, in the order in which they were added.',
  jobs: 'The jobs: those of the queue in its order, then those that are over, newest first, archived ones too.',
  prints: 'The prints: those that run, then those that are over, newest first, archived ones too.',
  activity: 'Who changed what, newest first.',
};

function list(kind: KindName): Route {
  const shapes = { path: `/api/v2/${kind}`, summary: ORDER[kind], params: Nothing };
  return route(
    { ...base, ...shapes, query: listQuery(kind), answer: pageOf(RECORDS[kind]) },
    async ({ workstation, query }) => {
      await upToDate(workstation, query.consistency);
      // All that waited for one barrier go on together, and each looks at its table.
      await ownTurn();
      return { text: await readPage(workstation.shop, workstation.appliedIndex, kind, query) };
    },
  );
}

function one(kind: KindName): Route {
  return route(
    {
      ...base,
      path: `/api/v2/${kind}/:id`,
      summary: `One of the ${kind === 'activity' ? 'activities' : kind}, archived ones too.`,
      params: OneParams,
      query: z.strictObject({ consistency: Consistency }),
      answer: RECORDS[kind],
      refusals: [404],
    },
    async ({ workstation, params: { id }, query }) => {
      await upToDate(workstation, query.consistency);
      const record = recordOf(workstation.shop, kind, id);
      if (record === undefined) throw refusedBy({ code: 'notFound', params: { kind: KIND_OF[kind], id } });
      return { text: JSON.stringify(record) };
    },
  );
}

export const READS: readonly Route[] = kinds.flatMap((kind) => [list(kind), one(kind)]);
