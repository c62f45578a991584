/** The table of commands: it drives parsing, help and what is done. */
import { FILE_COMMANDS } from './commands-files.ts';
import { MEMBER_COMMANDS } from './commands-members.ts';
import { SHOP_COMMANDS } from './commands-shops.ts';
import { visible } from './text.ts';
import type { Shop } from './shop.ts';
import { tellDeviceAdded, tellDevices } from './tell-devices.ts';
import { tellFilaments, tellJobs, tellLeader, tellPeers, tellPrinters, tellStatus } from './tell.ts';

/** What a command found or did: the document of --json, and the same for people. */
export type Told = Readonly<{ json: unknown; text: string }>;

/** What was typed, checked against the command's row. Asking for what the row does not require is a fault. */
export type Input = Readonly<{
  /** Whether a switch was given. */
  has: (name: string) => boolean;
  text: (name: string) => string;
  grams: (name: string) => number;
  /** Undefined where an optional flag was not given. */
  optionalText: (name: string) => string | undefined;
  optionalGrams: (name: string) => number | undefined;
}>;

export type Flag = Readonly<{
  /** Stands for the value in the help; a switch has none. */
  value: string;
  about: string;
  required: boolean;
  kind: 'text' | 'grams' | 'switch';
}>;

export type Command = Readonly<{
  /** One or two. */
  words: readonly string[];
  summary: string;
  /** In order; all of them are required. */
  positionals: readonly string[];
  flags: Readonly<Record<string, Flag>>;
  /** True where records may change: then --key is taken. */
  writes: boolean;
  run: (shop: Shop, input: Input) => Promise<Told>;
}>;

const text = (value: string, about: string): Flag => ({ value, about, required: true, kind: 'text' });
const grams = (about: string): Flag => ({ value: 'GRAMS', about, required: true, kind: 'grams' });
const optional = (flag: Flag): Flag => ({ ...flag, required: false });

const plain = { positionals: [], flags: {}, writes: false } as const;
const writing = { positionals: [], flags: {}, writes: true } as const;

const done = (sentence: string): Told => ({ json: { success: true }, text: `${visible(sentence)}\n` });

/** Sets a job's status; `said` is what it has become, for people. */
async function setStatus(shop: Shop, id: string, status: string): Promise<Told> {
  await shop.setJobStatus(id, status);
  return done(`Job ${id} is now ${status.charAt(0).toUpperCase()}${status.slice(1).toLowerCase()}.`);
}

const moving = (word: string, summary: string, status: string): Command => ({
  ...writing,
  words: ['jobs', word],
  summary,
  positionals: ['ID'],
  run: (shop, input) => setStatus(shop, input.text('ID'), status),
});

export const COMMANDS: readonly Command[] = [
  {
    ...plain,
    words: ['status'],
    summary: 'How the shop is: its workstations, and which of them leads.',
    run: async (shop) => {
      const status = await shop.status();
      return { json: status, text: tellStatus(status) };
    },
  },
  {
    ...plain,
    words: ['leader'],
    summary: 'The leader; without one the shop is reading only.',
    run: async (shop) => {
      const answer = await shop.leader();
      return { json: answer, text: tellLeader(answer.leader) };
    },
  },
  {
    ...plain,
    words: ['peers'],
    summary: 'All workstations of the shop.',
    run: async (shop) => {
      const answer = await shop.peers();
      return { json: answer, text: tellPeers(answer.peers) };
    },
  },
  {
    ...plain,
    words: ['printers', 'list'],
    summary: 'List the printers.',
    run: async (shop) => {
      const printers = await shop.printers();
      return { json: printers, text: tellPrinters(printers) };
    },
  },
  {
    ...writing,
    words: ['printers', 'add'],
    summary: 'Add a printer.',
    flags: {
      id: text('ID', 'its id, chosen by you'),
      company: text('NAME', 'who makes it'),
      model: text('NAME', 'which model it is'),
    },
    run: async (shop, input) => {
      const printer = { id: input.text('id'), company: input.text('company'), model: input.text('model') };
      await shop.addPrinter(printer);
      return done(`Printer ${printer.id} is added.`);
    },
  },
  {
    ...plain,
    words: ['filaments', 'list'],
    summary: 'List the filaments (spools).',
    run: async (shop) => {
      const filaments = await shop.filaments();
      return { json: filaments, text: tellFilaments(filaments) };
    },
  },
  {
    ...writing,
    words: ['filaments', 'add'],
    summary: 'Add a filament (a spool).',
    flags: {
      id: text('ID', "the spool's id, chosen by you"),
      type: text('TYPE', 'PLA, PETG, ABS, TPU …'),
      color: text('NAME', 'its colour'),
      total: grams('filament on a full spool'),
      remaining: optional(grams('what is left on it (default: all)')),
    },
    run: async (shop, input) => {
      const total = input.grams('total');
      const remaining = input.optionalGrams('remaining') ?? total;
      const id = input.text('id');
      await shop.addFilament({ id, type: input.text('type'), color: input.text('color'), total, remaining });
      return done(`Spool ${id} is added.`);
    },
  },
  {
    ...plain,
    words: ['jobs', 'list'],
    summary: 'List the jobs.',
    flags: { status: optional(text('STATUS', 'only Queued, Running, Done or Cancelled ones')) },
    run: async (shop, input) => {
      const jobs = await shop.jobs(input.optionalText('status'));
      return { json: jobs, text: tellJobs(jobs) };
    },
  },
  {
    ...writing,
    words: ['jobs', 'add'],
    summary: 'Add a job; it waits as Queued.',
    flags: {
      id: text('ID', 'its id, chosen by you'),
      printer: text('ID', 'the printer that is to print it'),
      filament: text('ID', 'the spool that is to be used'),
      file: text('PATH', 'the G-code file'),
      weight: grams('what the print takes'),
    },
    run: async (shop, input) => {
      const id = input.text('id');
      const weight = input.grams('weight');
      const [printer, filament, file] = [input.text('printer'), input.text('filament'), input.text('file')];
      await shop.addJob({ id, printer, filament, file, weight });
      return done(`Job ${id} is added and Queued.`);
    },
  },
  moving('start', 'A Queued job starts: Running.', 'Running'),
  moving('done', 'A Running job is finished: Done; its weight leaves the spool.', 'Done'),
  moving('cancel', 'A Queued or Running job is given up: Cancelled.', 'Cancelled'),
  {
    ...writing,
    words: ['jobs', 'set-status'],
    summary: 'The same by the name of the status, in any letter case.',
    positionals: ['ID', 'STATUS'],
    run: (shop, input) => setStatus(shop, input.text('ID'), input.text('STATUS')),
  },
  {
    ...plain,
    words: ['devices', 'list'],
    summary: 'The devices that may use this workstation over the LAN.',
    run: async (shop) => {
      const answer = await shop.devices();
      return { json: answer, text: tellDevices(answer) };
    },
  },
  {
    ...plain,
    words: ['devices', 'add'],
    summary: 'Let a device in: prints the address to open on it, once.',
    positionals: ['NAME'],
    run: async (shop, input) => {
      const added = await shop.addDevice(input.text('NAME'));
      return { json: added, text: tellDeviceAdded(added) };
    },
  },
  {
    ...plain,
    words: ['devices', 'remove'],
    summary: 'Shut a device out, at once.',
    positionals: ['NAME'],
    run: async (shop, input) => {
      const answer = await shop.removeDevice(input.text('NAME'));
      return { json: answer, text: `Device ${visible(answer.removed)} is shut out.\n` };
    },
  },
  ...FILE_COMMANDS,
  ...MEMBER_COMMANDS,
  ...SHOP_COMMANDS,
];
