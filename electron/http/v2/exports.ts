/** `GET /api/v2/export…`: tables as CSV, and everything as one JSON, in slices of the event loop. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { SHEET_NAMES } from '../../../shared/contract/files.ts';
import { type ExportedFile, exportFile } from '../../../shared/transfer/export-file.ts';
import { gathered } from '../../viewer/slices.ts';
import { still } from '../../viewer/still.ts';
import type { Workstation } from '../../workstation-interface.ts';
import { check } from './check.ts';
import { Consistency } from './list.ts';
import { upToDate } from './route.ts';

export const EXPORT_PATHS = ['/api/v2/export', '/api/v2/export/:sheet'] as const;

export const SheetParams = z.object({ sheet: z.enum([...SHEET_NAMES, 'activity']) });
export const ExportQuery = z.strictObject({ consistency: Consistency });

export function registerExports(app: FastifyInstance, workstation: Workstation): void {
  app.get(EXPORT_PATHS[0], async (request, reply) => {
    await upToDate(workstation, check(ExportQuery, request.query, 'Query').consistency);
    return send(reply, exportFile('everything', still(workstation.shop)));
  });
  app.get(EXPORT_PATHS[1], async (request, reply) => {
    const { sheet } = check(SheetParams, request.params, 'Path');
    await upToDate(workstation, check(ExportQuery, request.query, 'Query').consistency);
    return send(reply, exportFile(sheet, still(workstation.shop)));
  });
}

function send(reply: FastifyReply, { name, type, parts }: ExportedFile): FastifyReply {
  return reply
    .type(`${type}; charset=utf-8`)
    .headers({ 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${name}"` })
    .send(Readable.from(gathered(parts), { objectMode: false }));
}
