/**
 * `POST /api/v2/import/:what`: a file of records, all of it or nothing. With `dryRun=true` it says what would be made,
 * changed and wrong, and changes nothing; so do errors.
 */
import { Buffer } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { FILE_KINDS, type FileKind } from '../../../shared/contract/files.ts';
import type { ImportAnswer } from '../../../shared/contract/imports.ts';
import { kindSteps } from '../../../shared/transfer/file.ts';
import { planFile, toldOf } from '../../viewer/plan-file.ts';
import { inSlices } from '../../viewer/slices.ts';
import { still } from '../../viewer/still.ts';
import type { Workstation } from '../../workstation-interface.ts';
import { Refused } from '../refused.ts';
import { check, checkKey, checkOperator } from './check.ts';
import { bringIn } from './import-once.ts';
import type { ImportRoom } from './import-room.ts';

export const IMPORT_PATH = '/api/v2/import/:what';

/** A file of 100,000 rows of a spool each has half of this: such a one is refused with words about its rows. */
const MAX_UPLOAD_BYTES = 24 * 1024 * 1024;
const TYPES = ['text/csv', 'application/json', 'application/octet-stream'];

export const ImportParams = z.object({ what: z.enum([...FILE_KINDS, 'auto']) });
export const ImportQuery = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') });

/** As the contract has it, of lists that nobody may change any more. */
type Told = Pick<ImportAnswer, 'kind' | 'applied'> & ReturnType<typeof toldOf>;

const full = () =>
  new Refused(503, 'This workstation is busy with other files: send yours again in a moment.', {
    'retry-after': '2',
  });

/**
 * Puts it on `app`, with a door of its own: a file is longer than any other body, and not always JSON.
 * @param room that it shares with the workstation's other doors
 */
export function registerImports(app: FastifyInstance, workstation: Workstation, room: ImportRoom): void {
  void app.register((child, _options, done) => {
    child.removeAllContentTypeParsers();
    child.addContentTypeParser(
      TYPES,
      { parseAs: 'buffer', bodyLimit: MAX_UPLOAD_BYTES },
      (_request, body, taken) => taken(null, body),
    );
    // Before the file is taken in: it is most of the memory that an import takes.
    child.addHook('onRequest', (_request, reply, next) => {
      const leave = room.enter();
      if (leave !== null) reply.raw.once('close', leave);
      next(leave === null ? full() : undefined);
    });
    child.setErrorHandler((error) => {
      throw inWords(error);
    });
    child.post(IMPORT_PATH, { bodyLimit: MAX_UPLOAD_BYTES }, async (request, reply): Promise<Told> => {
      const { what } = check(ImportParams, request.params, 'Path');
      const dryRun = check(ImportQuery, request.query, 'Query').dryRun === 'true';
      const key = dryRun ? '' : checkKey(request.headers['idempotency-key']);
      const operator = checkOperator(request.headers['operator']);
      const bytes = request.body;
      if (!Buffer.isBuffer(bytes)) throw new Refused(400, 'The body must be a file.');
      const leaving = new AbortController();
      reply.raw.once('close', () => leaving.abort(new Refused(503, 'Whoever sent the file has left.')));
      const { signal } = leaving;
      const kind = what === 'auto' ? await recognised(bytes, signal) : what;
      reply.header('cache-control', 'no-store');
      if (!dryRun) {
        const done = await bringIn({ workstation, kind, bytes, key, operator, signal });
        return { kind, applied: true, ...toldOf(done) };
      }
      await workstation.barrier();
      const plan = await planFile(kind, bytes, still(workstation.shop), signal);
      return { kind, applied: false, ...toldOf(plan) };
    });
    done();
  });
}

/** @throws Refused 422 where that is nothing, or could be several things */
async function recognised(bytes: Uint8Array, signal: AbortSignal): Promise<FileKind> {
  const known = await inSlices(kindSteps(bytes), signal);
  if (known.kind === null) throw new Refused(422, known.message, {}, 'importKind');
  if (known.sure) return known.kind;
  const kinds = FILE_KINDS.join(', ');
  throw new Refused(
    422,
    `What this file holds cannot be told for sure: say which of ${kinds}.`,
    {},
    'importKind',
  );
}

/** What Fastify refuses by itself, in the words of this door. */
function inWords(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const megabytes = MAX_UPLOAD_BYTES / 1024 / 1024;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Refused(413, `A file may have ${megabytes} MB: split it into several.`);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Refused(415, `Content-Type must be one of ${TYPES.join(', ')}`);
  return error;
}
