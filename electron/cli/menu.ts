/**
 * The original client's menu: its entries, their order, and its questions in their order, so that a script
 * written for it works here. Unlike it, this one says why something was refused, and survives bad input.
 */
import { ask, type Desk, EndOfInput, GivenUp, REQUIRED, respond, tellFailure } from './desk.ts';
import { Failure } from './failure.ts';
import { addFilament, addJob, addPrinter, updateJobStatus } from './menu-forms.ts';
import { listFilaments, listJobs, listPrinters } from './menu-lists.ts';
import { visible } from './text.ts';

type Entry = Readonly<{ title: string; act: (desk: Desk) => Promise<void> }>;

const ENTRIES: readonly Entry[] = [
  { title: 'POST Printer (Create new printer)', act: addPrinter },
  { title: 'GET Printers (List all printers)', act: listPrinters },
  { title: 'POST Filament (Create new filament)', act: addFilament },
  { title: 'GET Filaments (List all filaments)', act: listFilaments },
  { title: 'POST Print Job (Create new print job)', act: addJob },
  { title: 'GET Print Jobs (List all jobs)', act: listJobs },
  { title: 'Update Print Job Status', act: updateJobStatus },
];
const EXIT = ENTRIES.length + 1;

const MENU = [
  '=== 3D Printer Cluster Management ===',
  ...ENTRIES.map(({ title }, n) => `${n + 1}. ${title}`),
  `${EXIT}. Exit`,
  '\n',
].join('\n');

/** Shows the menu until Exit or the end of the input. Rejects only with a fault in the program. */
export async function runMenu(desk: Desk): Promise<void> {
  const { say } = desk;
  try {
    for (;;) {
      say(MENU);
      const choice = await ask(desk, `Enter your choice (1-${EXIT}): `);
      say('\n');
      if (choice === String(EXIT)) break;
      const entry = /^\d$/.test(choice) ? ENTRIES[Number(choice) - 1] : undefined;
      if (entry === undefined)
        say(`There is no choice "${visible(choice)}": enter a number from 1 to ${EXIT}.\n`);
      else await follow(entry, desk);
      say('\n');
    }
  } catch (cause) {
    if (!(cause instanceof EndOfInput)) throw cause;
  }
  say('\nGoodbye!\n');
}

async function follow({ act }: Entry, desk: Desk): Promise<void> {
  try {
    await act(desk);
  } catch (cause) {
    if (cause instanceof GivenUp) respond(desk, `Error: ${REQUIRED}`);
    else if (cause instanceof Failure) respond(desk, tellFailure(cause));
    else throw cause;
  }
}
