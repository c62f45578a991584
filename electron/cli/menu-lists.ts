/** What the menu lists, a record after the other, as the original client shows them. */
import type { FilamentRow, JobRow, PrinterRow } from '../../shared/contract/v1.ts';
import { type Desk, tellFailure } from './desk.ts';
import { Failure } from './failure.ts';
import { visible } from './text.ts';

export async function listPrinters({ shop, say }: Desk): Promise<void> {
  const printers = await shop.printers();
  say(
    blocks('All Printers', 'No printers found', printers, ({ id, company, model }: PrinterRow) => [
      `Printer ID: ${id}`,
      `Company: ${company}`,
      `Model: ${model}`,
    ]),
  );
}

export async function listFilaments({ shop, say }: Desk): Promise<void> {
  const filaments = await shop.filaments();
  say(
    blocks('All Filaments', 'No filaments found', filaments, (spool: FilamentRow) => [
      `Filament ID: ${spool.id}`,
      `Type: ${spool.type}`,
      `Color: ${spool.color}`,
      `Remaining Weight: ${spool.remaining_weight}g`,
    ]),
  );
}

export async function listJobs({ shop, say }: Desk): Promise<void> {
  const jobs = await shop.jobs();
  say(
    blocks('All Print Jobs', 'No jobs found', jobs, (job: JobRow) => [
      `Job ID: ${job.id}`,
      `Printer: ${job.printer_id}`,
      `Filament: ${job.filament_id}`,
      `Status: ${job.status}`,
      `Print Weight: ${job.print_weight_in_grams}g`,
    ]),
  );
}

/** One line for each printer, to choose from. */
export async function choosePrinter(desk: Desk): Promise<void> {
  await choose(
    desk,
    'Available Printers',
    desk.shop.printers,
    ({ id, model }) => `ID: ${id}, Model: ${model}`,
  );
}

export async function chooseFilament(desk: Desk): Promise<void> {
  await choose(
    desk,
    'Available Filaments',
    desk.shop.filaments,
    (spool) =>
      `ID: ${spool.id}, Type: ${spool.type}, Color: ${spool.color}, Remaining: ${spool.remaining_weight}g`,
  );
}

export async function chooseJob(desk: Desk): Promise<void> {
  await choose(
    desk,
    'Current Jobs',
    () => desk.shop.jobs(),
    ({ id, status, printer_id: printer }) => `ID: ${id}, Status: ${status}, Printer: ${printer}`,
  );
}

/** Where the list cannot be had the form goes on all the same: its questions never change. */
async function choose<Row>(
  { say }: Desk,
  title: string,
  list: () => Promise<readonly Row[]>,
  tell: (row: Row) => string,
): Promise<void> {
  try {
    const rows = await list();
    say(`\n${title}:\n${rows.map((row) => `${visible(tell(row))}\n`).join('')}`);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    say(`\n${title}: ${tellFailure(cause)}\n`);
  }
}

function blocks<Row>(
  title: string,
  none: string,
  rows: readonly Row[],
  tell: (row: Row) => readonly string[],
): string {
  const told = rows.map((row) => `${tell(row).map(visible).join('\n')}\n\n`).join('');
  return `\n=== ${title} ===\n${rows.length === 0 ? `${none}\n` : told}`;
}
