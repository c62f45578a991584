/** What a viewer asks about files: what one would bring in, and to keep one where the user says. */
import { Buffer } from 'node:buffer';
import type { z } from 'zod';
import type { Planned, PlanParams, Saved, SaveParams } from '../../shared/contract/files.ts';
import { lean } from '../../shared/domain/lean.ts';
import type { State } from '../../shared/domain/model.ts';
import { writeCsv } from '../../shared/transfer/csv.ts';
import { exportShop } from '../../shared/transfer/export.ts';
import { kindSteps } from '../../shared/transfer/file.ts';
import { SHEETS } from '../../shared/transfer/sheets/index.ts';
import { writeSheet } from '../../shared/transfer/sheets/write.ts';
import type { Workstation } from '../workstation-interface.ts';
import { noPlan, planFile, toldOf } from './plan-file.ts';
import { inSlices } from './slices.ts';
import { still } from './still.ts';

/** A file as it is to be saved: its usual name, and its text. */
export type FileToSave = Readonly<{ name: string; parts: Iterable<string> }>;
/** Asks the user where to, and writes it there. Never rejects. */
export type Saver = (file: FileToSave) => Promise<Saved>;

type Shop = Pick<Workstation, 'shop'>;

/** What bringing in a file would do to the shop as this workstation knows it. */
export async function planOf({ shop }: Shop, asked: z.output<typeof PlanParams>): Promise<Planned> {
  const bytes = Buffer.from(asked.file, 'base64');
  const known = asked.kind === null ? await inSlices(kindSteps(bytes)) : { kind: asked.kind, sure: true };
  if (known.kind === null)
    return {
      ...toldOf(noPlan([{ message: known.message }])),
      ...{ kind: null, sure: false, commands: [] },
    };
  const plan = await planFile(known.kind, bytes, still(shop));
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
  if (asked.what === 'activity') return { name: 'activity.csv', parts: marked(writeCsv(asked.rows)) };
  const now = still(shop);
  if (asked.what === 'everything') return { name: 'printraft.json', parts: exportShop(now) };
  const parts = writeSheet(SHEETS[asked.what], now, { past: true, mark: true });
  return { name: `${asked.what}.csv`, parts };
}

/** Programs that guess an encoding guess right with a byte order mark. */
function* marked(lines: Iterable<string>): Generator<string, undefined> {
  yield '\uFEFF';
  yield* lines;
}
