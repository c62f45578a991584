/** What a viewer asks about files: what one would bring in, and to keep one where the user says. */
import { Buffer } from 'node:buffer';
import type { z } from 'zod';
import {
  exportFileName,
  type Planned,
  type PlanParams,
  type Saved,
  type SaveParams,
} from '../../shared/contract/files.ts';
import { lean } from '../../shared/domain/lean.ts';
import type { State } from '../../shared/domain/model.ts';
import { BYTE_ORDER_MARK, writeCsv } from '../../shared/transfer/csv.ts';
import { exportFile } from '../../shared/transfer/export-file.ts';
import { kindSteps, noPlan } from '../../shared/transfer/file.ts';
import type { Workstation } from '../workstation-interface.ts';
import { planFile, toldOf } from './plan-file.ts';
import { inSlices } from './slices.ts';
import { still } from './still.ts';

/** A file as it is to be saved: its usual name, and its text. */
export type FileToSave = Readonly<{ name: string; parts: Iterable<string> }>;
/** Asks the user where to, and writes it there. Never rejects. */
export type Saver = (file: FileToSave) => Promise<Saved>;

type Shop = Pick<Workstation, 'shop'>;

/**
 * What bringing in a file would do to the shop as this workstation knows it.
 * @param signal ends the work: then it rejects
 */
export async function planOf(
  { shop }: Shop,
  asked: z.output<typeof PlanParams>,
  signal?: AbortSignal,
): Promise<Planned> {
  const bytes = Buffer.from(asked.file, 'base64');
  const known =
    asked.kind === null ? await inSlices(kindSteps(bytes), signal) : { kind: asked.kind, sure: true };
  if (known.kind === null)
    return {
      ...toldOf(noPlan([{ message: known.message }])),
      ...{ kind: null, sure: false, commands: [] },
    };
  const plan = await planFile(known.kind, bytes, still(shop), signal);
  const { commands } = plan;
  const batch = commands.length === 0 ? null : lean({ type: 'batch', commands });
  return {
    ...toldOf(plan),
    ...{ kind: known.kind, sure: known.sure },
    commands: batch?.type === 'batch' ? batch.commands : [],
  };
}

/** Records as a file that the user keeps. */
export function fileOf(shop: State, asked: z.output<typeof SaveParams>): FileToSave {
  if (asked.what === 'activity')
    return { name: exportFileName('activity'), parts: marked(writeCsv(asked.rows)) };
  return exportFile(asked.what, still(shop));
}

function* marked(lines: Iterable<string>): Generator<string, undefined> {
  yield BYTE_ORDER_MARK;
  yield* lines;
}
