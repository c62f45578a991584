/**
 * The one function that decides what a command does. Depends on nothing but its arguments, so every
 * workstation that applies the same log comes to the same records.
 */
import type { Answer, Meta } from './answers.ts';
import type { Command } from './commands.ts';
import { Draft } from './draft.ts';
import { createFilament, editFilament, retireFilament } from './filaments.ts';
import { cancelJob, createJob, editJob, finishJob, startJob } from './jobs.ts';
import type { Change, Shop } from './model.ts';
import { createPrinter, editPrinter, retirePrinter } from './printers.ts';
import { createSpool, editSpool, retireSpool, weighSpool } from './spools.ts';

/**
 * Carries out a checked command on a shop.
 *
 * @returns the answer, and what changes: whole new entities. A refusal changes nothing. `shop` is not touched.
 */
export function apply(
  shop: Shop,
  command: Command,
  meta: Meta,
): Readonly<{ answer: Answer; changes: readonly Change[] }> {
  const draft = new Draft(shop);
  const answer = decide(draft, command, meta);
  return { answer, changes: answer.ok ? draft.changes() : [] };
}

function decide(draft: Draft, command: Command, meta: Meta): Answer {
  switch (command.type) {
    case 'filament.create':
      return createFilament(draft, command, meta);
    case 'filament.edit':
      return editFilament(draft, command, meta);
    case 'filament.retire':
      return retireFilament(draft, command, meta);
    case 'spool.create':
      return createSpool(draft, command, meta);
    case 'spool.edit':
      return editSpool(draft, command, meta);
    case 'spool.weigh':
      return weighSpool(draft, command, meta);
    case 'spool.retire':
      return retireSpool(draft, command, meta);
    case 'printer.create':
      return createPrinter(draft, command, meta);
    case 'printer.edit':
      return editPrinter(draft, command, meta);
    case 'printer.retire':
      return retirePrinter(draft, command, meta);
    case 'job.create':
      return createJob(draft, command, meta);
    case 'job.edit':
      return editJob(draft, command, meta);
    case 'job.start':
      return startJob(draft, command, meta);
    case 'job.finish':
      return finishJob(draft, command, meta);
    case 'job.cancel':
      return cancelJob(draft, command, meta);
  }
}
