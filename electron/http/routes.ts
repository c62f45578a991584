/** `/api/v1` and the welcome server's calls: frozen, as clients of the original system know them. */
import type { z } from 'zod';
import * as answers from '../../shared/contract/v1.ts';
import type { CommandInput } from '../../shared/domain/commands.ts';
import type { Job, JobStatus, State } from '../../shared/domain/model.ts';
import { Refused } from './refused.ts';
import { grams, invalidId, refusedBy } from './refusals.ts';
import { route } from './route.ts';
import type { Context, Outcome, Route } from './route.ts';
import { oldestFirst, rows } from './rows.ts';
import * as shapes from './shapes.ts';
import { leaderOf, peersOf } from './status.ts';
import { ownTurn } from '../viewer/turns.ts';

const SUCCESS: Outcome = { json: { success: true } };

/** Carries the command out; a refusal by a rule is thrown in the words of `/api/v1`. */
async function execute({ workstation, key }: Context, input: CommandInput): Promise<Outcome> {
  const answer = await workstation.execute(input, key === undefined ? {} : { key });
  if (!answer.ok) throw refusedBy(answer.refusal);
  return SUCCESS;
}

/** The local replica, once it holds every acknowledged write, or at once where that is asked for. */
async function read({ workstation }: Context, query: z.output<typeof shapes.ReadQuery>) {
  if (query.consistency !== 'local') await workstation.barrier();
  // All that waited for one barrier go on together, and each sorts its list.
  await ownTurn();
  return workstation.shop;
}

const seconds = (milliseconds: number) => milliseconds / 1000;

/** Clients of the original know no job without a printer and a spool: those of its newest print, or no id at all. */
function tellJob(job: Job, { prints, archive }: State): object {
  const print = job.print === null ? undefined : (prints.get(job.print) ?? archive.prints.get(job.print));
  return {
    id: job.id,
    printer_id: job.printer ?? print?.printer ?? '',
    filament_id: job.spool ?? print?.spool ?? '',
    filepath: job.file,
    print_weight_in_grams: grams(job.weightMg),
    status: job.status,
    created_at: seconds(job.createdAt),
    ...(job.completedAt === null ? {} : { completed_at: seconds(job.completedAt) }),
  };
}

const STATUS_COMMANDS = {
  Done: 'job.finish',
  Cancelled: 'job.cancel',
} as const satisfies Record<Exclude<JobStatus, 'Queued' | 'Running'>, CommandInput['type']>;

async function setStatus(context: Context, id: string, status: JobStatus): Promise<Outcome> {
  // Clients of the original know neither plates nor slots: what they start, they have looked at.
  if (status === 'Running') return execute(context, { type: 'job.start', id, anyway: true });
  if (status !== 'Queued') return execute(context, { type: STATUS_COMMANDS[status], id });
  // Nothing becomes Queued again, so no command asks for it; the refusal names the job's status.
  await context.workstation.barrier();
  const job = context.workstation.shop.jobs.get(id);
  if (!job) throw refusedBy({ code: 'notFound', params: { kind: 'job', id } });
  throw refusedBy({ code: 'invalidTransition', params: { job: id, from: job.status, to: status } });
}

const base = {
  params: shapes.Nothing,
  query: shapes.Nothing,
  body: null,
  status: 200,
  refusals: [],
} as const;
const listing = { ...base, method: 'GET', query: shapes.ReadQuery } as const;
const creating = { ...base, method: 'POST', status: 201, answer: answers.Success } as const;

export const ROUTES: readonly Route[] = [
  route(
    {
      ...creating,
      path: '/api/v1/printers',
      summary: 'Add a printer.',
      body: shapes.PrinterBody,
      invalidId: invalidId('printer'),
    },
    (context, { body }) =>
      execute(context, {
        type: 'printer.create',
        id: body.id,
        maker: body.company,
        model: body.model,
        note: '',
      }),
  ),
  route(
    { ...listing, path: '/api/v1/printers', summary: 'List the printers.', answer: answers.PrinterList },
    async (context, { query }) => {
      const shop = await read(context, query);
      return {
        list: rows(oldestFirst(shop.printers), ({ id, maker, model, retired }) =>
          retired ? null : { id, company: maker, model, status: 'Available' },
        ),
      };
    },
  ),
  route(
    {
      ...creating,
      path: '/api/v1/filaments',
      summary: 'Add a spool of filament; its product is found or made.',
      body: shapes.FilamentBody,
      invalidId: invalidId('spool'),
    },
    (context, { body }) =>
      execute(context, {
        type: 'spool.create',
        id: body.id,
        filament: { product: { maker: '', material: body.type, colour: body.color, hex: null } },
        totalMg: body.total_weight_in_grams,
        remainingMg: body.remaining_weight_in_grams,
        note: '',
      }),
  ),
  route(
    {
      ...listing,
      path: '/api/v1/filaments',
      summary: 'List the spools of filament.',
      answer: answers.FilamentList,
    },
    async (context, { query }) => {
      const shop = await read(context, query);
      // Spool and product of the same moment: a product's colour may be edited while a list is sent.
      const spools = oldestFirst(shop.spools).map((spool) => ({
        spool,
        product: shop.filaments.get(spool.filament),
      }));
      return {
        list: rows(spools, ({ spool, product }) =>
          spool.retired || !product
            ? null
            : {
                id: spool.id,
                type: product.material,
                color: product.colour,
                total_weight: grams(spool.totalMg),
                remaining_weight: grams(spool.remainingMg),
              },
        ),
      };
    },
  ),
  route(
    {
      ...creating,
      path: '/api/v1/jobs',
      summary: 'Add a job; it waits as Queued.',
      body: shapes.JobBody,
      refusals: [404, 409],
    },
    (context, { body }) =>
      execute(context, {
        type: 'job.create',
        id: body.id,
        printer: body.printer_id,
        spool: body.filament_id,
        file: body.filepath,
        weightMg: body.print_weight_in_grams,
        note: '',
      }),
  ),
  route(
    {
      ...listing,
      path: '/api/v1/jobs',
      summary: 'List the jobs, or those of one status.',
      query: shapes.JobsQuery,
      answer: answers.JobList,
    },
    async (context, { query }) => {
      const shop = await read(context, query);
      return {
        list: rows(oldestFirst(shop.jobs), (job) =>
          query.status === undefined || job.status === query.status ? tellJob(job, shop) : null,
        ),
      };
    },
  ),
  route(
    {
      ...base,
      method: 'PATCH',
      path: '/api/v1/jobs/:id/status',
      summary: 'Start, finish or cancel a job.',
      params: shapes.JobParams,
      body: shapes.StatusBody,
      answer: answers.Success,
      refusals: [404],
    },
    (context, { params, body }) => setStatus(context, params.id, body.status),
  ),
  route(
    {
      ...base,
      method: 'GET',
      path: '/NodeStatus',
      summary: 'The leader and all workstations.',
      answer: answers.NodeStatusAnswer,
    },
    ({ workstation }) => {
      const health = workstation.health();
      return Promise.resolve({ json: { success: true, leader: leaderOf(health), peers: peersOf(health) } });
    },
  ),
  route(
    { ...base, method: 'GET', path: '/peers', summary: 'All workstations.', answer: answers.PeersAnswer },
    ({ workstation }) => Promise.resolve({ json: { success: true, peers: peersOf(workstation.health()) } }),
  ),
  route(
    {
      ...base,
      method: 'GET',
      path: '/leader',
      summary: 'The leader.',
      answer: answers.LeaderAnswer,
      refusals: [404],
    },
    ({ workstation }) => {
      const leader = leaderOf(workstation.health());
      if (!leader) return Promise.reject(new Refused(404, 'No leader found'));
      return Promise.resolve({ json: { success: true, leader } });
    },
  ),
];
