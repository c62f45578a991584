/** `GET /api/v2/events`: everything that changes, as server-sent events (WHATWG HTML § 9.2). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Log } from '../../viewer/log.ts';
import type { Workstation } from '../../workstation-interface.ts';
import { Refused } from '../refused.ts';
import { check } from './check.ts';
import { streamEvents } from './event-stream.ts';
import { History, type HistoryLimits } from './history.ts';
import { Consistency } from './list.ts';
import { upToDate } from './route.ts';

export const EVENTS_PATH = '/api/v2/events';
export const MAX_STREAMS = 32;

const HEAD = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };
const INDEX = /^\d{1,15}$/;
export const EventsQuery = z.strictObject({
  after: z.string().regex(INDEX, 'must be an index').optional().meta({
    description: 'Goes on after this index. On a reconnection Last-Event-ID counts instead.',
  }),
  shop: z.string().max(200, 'must be at most 200 characters').optional().meta({
    description: 'Which shop the index is of, as a reset told it. In another one the stream begins anew.',
  }),
  consistency: Consistency,
});

export type EventsOptions = Readonly<{ log: Log; limits?: HistoryLimits; heartbeatMs?: number }>;

/** Puts the call on `app`. Returns how to end all streams, which must be before the server closes. */
export function registerEvents(
  app: FastifyInstance,
  workstation: Workstation,
  { log, limits, heartbeatMs }: EventsOptions,
): () => void {
  const history = new History(workstation, limits);
  const streams = new Set<() => void>();
  let waiting = 0;
  let isClosed = false;
  const shop = () => workstation.health().details.clusterId;

  const requireRoom = () => {
    if (isClosed) throw new Refused(503, 'This workstation is stopping.', { 'retry-after': '1' });
    if (streams.size + waiting >= MAX_STREAMS)
      throw new Refused(503, `More than ${MAX_STREAMS} streams of events are open.`, { 'retry-after': '10' });
  };

  const open = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const query = check(EventsQuery, request.query, 'Query');
    requireRoom();
    waiting += 1;
    try {
      await upToDate(workstation, query.consistency);
    } finally {
      waiting -= 1;
    }
    requireRoom();
    const { raw } = reply;
    if (raw.destroyed) return;
    const isOfOther = query.shop !== undefined && query.shop !== shop();
    const after = isOfOther ? null : startOf(request.headers['last-event-id'], query.after);
    reply.hijack();
    // Those that forbid things to browsers.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value);
    // Nothing else comes over this connection; so it ends with the stream.
    raw.writeHead(200, { ...HEAD, connection: 'close' });
    const more = heartbeatMs === undefined ? {} : { heartbeatMs };
    const stop = streamEvents(raw, history, { after, shop, log, ...more });
    streams.add(stop);
    raw.once('close', () => streams.delete(stop));
  };

  app.route({ method: 'GET', url: EVENTS_PATH, exposeHeadRoute: false, handler: open });
  return () => {
    isClosed = true;
    for (const stop of [...streams]) stop();
    history.close();
  };
}

/** A Last-Event-ID that is none of ours is somebody who has to begin anew. */
function startOf(header: string | string[] | undefined, after: string | undefined): number | null {
  const told = header ?? after;
  return typeof told === 'string' && INDEX.test(told) ? Number(told) : null;
}
