/** `npm run printraft` as somebody at a terminal, or a script, meets it: real processes all around. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePorts } from './testing/free-ports.ts';
import { emptyPlace, started } from './testing/place.ts';
import type { EntryOptions, RunningEntry } from './testing/run-entry.ts';
import { startShop } from './testing/shop-processes.ts';
import type { ShopProcesses } from './testing/shop-processes.ts';
import { until } from './testing/until.ts';

type Said = Readonly<{ code: number | null; stdout: string; stderr: string }>;

let shop: ShopProcesses;
const addressOf = (number: number) => shop.url(number).slice('http://'.length);

/** Starts the command line against the address. */
function printraft(address: string, args: readonly string[], options: EntryOptions = {}): RunningEntry {
  return started('printraft', args, { ...options, env: { PRINTRAFT_HTTP: address } });
}

async function endOf(entry: RunningEntry): Promise<Said> {
  const { code } = await entry.ended;
  return { code, stdout: entry.stdout, stderr: entry.stderr };
}

/** What a workstation of the shop makes of a command line. */
async function said(number: number, line: string, ...more: string[]): Promise<Said> {
  return endOf(printraft(addressOf(number), [...line.split(' '), ...more]));
}

/** The one document on stdout. */
async function json(number: number, line: string): Promise<readonly [number | null, unknown]> {
  const { code, stdout, stderr } = await said(number, line, '--json');
  expect(stderr).toBe('');
  return [code, JSON.parse(stdout)];
}

/** How many printers have the id, once every acknowledged write is in. */
async function printersOf(number: number, id: string): Promise<number> {
  const answer = await fetch(`${shop.url(number)}/api/v1/printers`);
  return ((await answer.json()) as { id: string }[]).filter((printer) => printer.id === id).length;
}

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.stopAll());

describe('plain commands', () => {
  it('tell how the shop is', async () => {
    const leader = await shop.untilLed();
    const status = await said(1, 'status');
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(status.stdout).toContain(
      `3 of 3 workstations alive, led by ${shop.id(leader)}. Changes can be made.`,
    );
    expect((await said(2, 'leader')).stdout).toBe(
      `The leader is ${shop.id(leader)} on ${addressOf(leader)}.\n`,
    );
    expect((await said(3, 'peers')).stdout.split('\n')).toHaveLength(5);
    const leading = {
      host: '127.0.0.1',
      port: Number(addressOf(leader).split(':')[1]),
      node_id: shop.id(leader),
    };
    expect(await json(1, 'leader')).toEqual([0, { success: true, leader: leading }]);
    expect(await json(1, 'status')).toMatchObject([0, { success: true, leader: leading }]);
    expect(await json(1, 'peers')).toMatchObject([0, { peers: [{ status: 'alive' }, {}, {}] }]);
  });

  it('do on one workstation what another then shows, and say so', async () => {
    expect(await said(1, 'printers add --id P1 --company Prusa --model', 'MK4S 印')).toEqual({
      code: 0,
      stdout: 'Printer P1 is added.\n',
      stderr: '',
    });
    expect((await said(2, 'printers list')).stdout).toBe(
      'PRINTER  COMPANY  MODEL\nP1       Prusa    MK4S 印\n',
    );
    expect((await said(2, 'filaments add --id S1 --type pla --color Black --total 1000')).code).toBe(0);
    expect(
      await json(3, 'filaments add --id S2 --type TPU --color Red --total 500 --remaining 12.5'),
    ).toEqual([0, { success: true }]);
    expect(await json(1, 'filaments list')).toEqual([
      0,
      [
        { id: 'S1', type: 'PLA', color: 'Black', total_weight: 1000, remaining_weight: 1000 },
        { id: 'S2', type: 'TPU', color: 'Red', total_weight: 500, remaining_weight: 12.5 },
      ],
    ]);
    for (const id of ['J1', 'J2', 'J/3 ü']) {
      const add = await said(1, 'jobs add --printer P1 --filament S1 --file a.gcode --weight 100 --id', id);
      expect(add).toMatchObject({ code: 0, stdout: `Job ${id} is added and Queued.\n` });
    }
    expect((await said(2, 'jobs start J1')).stdout).toBe('Job J1 is now Running.\n');
    expect((await said(3, 'jobs done J1')).stdout).toBe('Job J1 is now Done.\n');
    expect((await said(1, 'jobs set-status J2 rUNNING')).stdout).toBe('Job J2 is now Running.\n');
    expect((await said(1, 'jobs cancel', 'J/3 ü')).stdout).toBe('Job J/3 ü is now Cancelled.\n');
    expect(await json(2, 'jobs list --status running')).toMatchObject([0, [{ id: 'J2', status: 'Running' }]]);
    const jobs = await said(2, 'jobs list');
    expect(jobs.stdout).toMatch(/^JOB +STATUS .*\nJ1 +Done .*\nJ2 +Running .*\nJ\/3 ü +Cancelled .*\n$/);
    expect((await said(2, 'filaments list')).stdout).toMatch(/S1 +PLA +Black +900 g +1000 g\n/);
  });

  it.each([
    ['printers add --id P1 --company a --model b', 'Invalid or duplicate printer ID'],
    ['filaments add --id S9 --type PLA --color a --total -5', 'must be more than 0'],
    ['filaments add --id S9 --type WOOD --color a --total 5', 'type: must be one of PLA'],
    ['jobs add --id J9 --printer nope --filament S1 --file a --weight 1', 'Printer not found'],
    [
      'jobs add --id J9 --printer P1 --filament S2 --file a --weight 13',
      'Insufficient filament. Available: 12.5g',
    ],
    ['jobs add --id J1 --printer P1 --filament S2 --file a --weight 1', 'Job ID already exists'],
    ['jobs start J1', 'Invalid status transition: Done → Running'],
    ['jobs set-status J2 Queued', 'Invalid status transition: Running → Queued'],
    ['jobs start nope', 'Job not found'],
    ['jobs list --status open', 'status: must be one of Queued'],
  ])('%s is refused with the reason', async (line, reason) => {
    const { code, stdout, stderr } = await said(2, line);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^printraft: [^\n]+\n$/);
    expect(stderr).toContain(reason);
    const document = { success: false, reason: 'refused', error: expect.stringContaining(reason) as string };
    expect(await json(2, line)).toEqual([1, document]);
  });

  it('explain what cannot be read as a command, as a document too', async () => {
    expect(await said(1, 'printers ad')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'printraft: printers has no "ad", but: list, add; try printers --help.\n',
    });
    expect(await json(1, 'printers ad')).toMatchObject([2, { success: false, reason: 'usage' }]);
    expect((await said(1, '--help')).code).toBe(0);
  });

  it.runIf(existsSync('/dev/full'))('never call an answer given that could not be written', async () => {
    const entry = printraft(addressOf(1), ['status'], { shell: 'exec >/dev/full' });
    expect(await endOf(entry)).toEqual({
      code: 70,
      stdout: '',
      stderr: 'printraft: The answer could not be written (ENOSPC).\n',
    });
  });

  it('do nothing twice under one key', async () => {
    const line = 'printers add --id Once --company a --model b --key my-key';
    expect((await said(1, line)).code).toBe(0);
    expect((await said(2, line)).code).toBe(0);
    expect(await printersOf(3, 'Once')).toBe(1);
  });

  it('come through npm with their exit code and nothing else on stdout', async () => {
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const npm = (...args: string[]) =>
      new Promise<readonly [unknown, string]>((resolve) => {
        const script = ['run', '--silent', '--ignore-scripts', 'printraft', '--', ...args];
        execFile('npm', script, { cwd }, (error, stdout) => resolve([error?.code ?? 0, stdout]));
      });
    const [code, stdout] = await npm('printers', 'list', '--json', '--http', addressOf(1));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ id: 'P1' }));
    expect(await npm('printers')).toEqual([2, '']);
  });
});

describe('files', () => {
  const write = async (name: string, text: string) => {
    const path = join(await emptyPlace(), name);
    await writeFile(path, text);
    return path;
  };
  const csv = async (number: number, what: string) => (await said(number, `export ${what}`)).stdout;

  it('go out as CSV and come in again without saying anything new', async () => {
    for (const what of ['printers', 'filament', 'spools', 'jobs']) {
      const text = await csv(1, what);
      expect(text).toMatch(/^ID,/);
      const path = await write('table.csv', text);
      const { code, stdout, stderr } = await said(2, 'import', path);
      expect({ code, stderr }, what).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/table\.csv is brought in: 0 added, 0 changed, \d+ were so already\.\n$/);
    }
    expect(await csv(1, 'activity')).toMatch(/^Number,When \(UTC\),Operator.*\r\n1,\d{4}-/);
    expect(JSON.parse(await csv(1, 'everything'))).toMatchObject({ format: 'printraft-export' });
  });

  it('are kept where --out says, with the mark that spreadsheets look for', async () => {
    const path = join(await emptyPlace(), 'kept.csv');
    expect(await said(1, 'export printers --out', path)).toEqual({
      code: 0,
      stdout: `${path} is written.\n`,
      stderr: '',
    });
    expect(await readFile(path, 'utf8')).toBe(`\uFEFF${await csv(2, 'printers')}`);
    const nowhere = join(path, 'x.csv');
    expect(await said(1, 'export printers --out', nowhere)).toMatchObject({ code: 2, stdout: '' });
  });

  it('are told before they are brought in, and brought in once under one key', async () => {
    const path = await write('new.csv', 'ID;Material;Colour;Density\nFX;PLA;Olive;1,24\n;PLA;Rust;\n');
    const dry = await said(1, 'import --dry-run', path);
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain('new.csv holds filament: 2 would be added, 0 changed, 0 are so already.');
    expect(dry.stdout).toMatch(/\nLINE +WHAT +ID\n2 +add +FX\n3 +add +F-\d+ or the next\n/);
    expect(await csv(2, 'filament')).not.toContain('Olive');
    const first = await said(1, 'import --key import-once', path);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/is brought in: 2 added/);
    // On another workstation, which knows of the first from the shop's log alone.
    expect(await said(3, 'import --key import-once', path)).toEqual(first);
    expect((await csv(2, 'filament')).match(/Rust/g)).toHaveLength(1);
  });

  it('with anything wrong are refused whole, each error at its line and column', async () => {
    const path = await write(
      'bad.csv',
      'ID,Material,Colour,Hex\nF8,PLA,Sky,#GGG\nF9,PLA,Sea,#0000ff\n,,Mud,\n',
    );
    for (const [line, words] of [
      ['import', 'Nothing was brought in'],
      ['import --dry-run', 'Nothing would be brought in'],
    ] as const) {
      expect(await said(1, line, path)).toEqual({
        code: 1,
        stdout: '',
        stderr: [
          `${path}:2:12: Hex: must be a colour like #1a2b3c`,
          `${path}:4:2: Material: is missing`,
          `printraft: ${words}: the file has 2 errors.`,
          '',
        ].join('\n'),
      });
    }
    const entry = printraft(addressOf(1), ['import', path, '--json']);
    expect(await endOf(entry)).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(entry.stdout)).toMatchObject({
      ...{ success: false, reason: 'refused' },
      errors: [{ line: 2, character: 12 }, { line: 4 }],
    });
    expect(await csv(2, 'filament')).not.toMatch(/Sky|Sea|Mud/);
  });

  it('that are nothing that is known, or not there, are said to be so', async () => {
    const path = await write('x.csv', 'ID,Note\nx,y\n');
    const guess = await said(1, 'import', path);
    expect([guess.code, guess.stderr]).toEqual([
      1,
      expect.stringMatching(/cannot be told for sure: say which/),
    ]);
    expect((await said(1, 'import --kind spools', path)).stderr).toMatch(/x\.csv:2:1: .*missing/);
    expect((await said(1, 'import --kind reels', path)).code).toBe(2);
    expect((await said(1, 'import', `${path}x`)).code).toBe(2);
  });

  it('of other programs come in by what is in them', async () => {
    const state = { printers: { PO: { company: 'Prusa', model: 'MK2' } }, filaments: {}, jobs: {} };
    const path = await write('state_node_5001.json', JSON.stringify(state));
    const done = await said(1, 'import', path);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/1 added.*\n\nPLACE +WHAT +ID\nprinters\.PO +added +PO\n$/s);
    expect(await printersOf(3, 'PO')).toBe(1);
  });
});

describe('the menu', () => {
  it('does everything that it offers, from a pipe', async () => {
    const entry = printraft(addressOf(1), ['client'], { stdin: true });
    const answers = [
      ...['1', 'MP', 'Bambu', 'P1S'],
      ...['1', 'MP', 'Bambu', 'P1S'],
      '2',
      ...['3', 'MS', 'petg', 'Blue', '800'],
      ...['3', 'MT', 'petg', 'Blue', 'heavy'],
      '4',
      ...['5', 'MJ', 'MP', 'MS', 'b.gcode', '25.5'],
      '6',
      ...['7', 'MJ', 'running'],
      ...['7', 'MJ', 'Queued'],
      'nine',
      '8',
    ];
    entry.type(`${answers.join('\n')}\n`);
    const { code, stdout, stderr } = await endOf(entry);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const responses = [...stdout.matchAll(/Response: (.*)/g)].map((match) => match[1]);
    expect(responses).toEqual([
      'Operation completed successfully',
      'Error: Invalid or duplicate printer ID',
      'Operation completed successfully',
      'Error: Weight must be a number of grams such as 12.5.',
      'Operation completed successfully',
      'Operation completed successfully',
      'Error: Invalid status transition: Running → Queued',
    ]);
    expect(stdout).toContain('Printer ID: MP\nCompany: Bambu\nModel: P1S\n');
    expect(stdout).toContain('Filament ID: MS\nType: PETG\nColor: Blue\nRemaining Weight: 800g\n');
    expect(stdout).toContain('Job ID: MJ\nPrinter: MP\nFilament: MS\nStatus: Queued\nPrint Weight: 25.5g\n');
    expect(stdout).toContain('There is no choice "nine"');
    expect(stdout).toMatch(/Goodbye!\n$/);
  });

  it('ends with its input, and sends no half of a form', async () => {
    const entry = printraft(addressOf(1), ['client'], { stdin: true });
    entry.type('1\nHalf\nPrusa\n');
    entry.endInput();
    expect(await endOf(entry)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Goodbye!\n$/) as string,
    });
    expect(await printersOf(1, 'Half')).toBe(0);
  });

  it('ends at Ctrl-C, while its input is still open', async () => {
    const entry = printraft(addressOf(1), ['client'], { stdin: true });
    entry.type('1\n');
    await entry.said(/Enter Printer ID: /);
    entry.signal('SIGINT');
    expect(await endOf(entry)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/Goodbye!\n$/) as string,
    });
  });

  it('goes on where nobody answers, and says so', async () => {
    const [port = 0] = await freePorts(1);
    const entry = printraft(`127.0.0.1:${port}`, ['client'], { stdin: true });
    entry.type('2\n1\na\nb\nc\n5\na\nb\nc\nd\n5\n8\n');
    const { code, stdout } = await endOf(entry);
    expect(code).toBe(0);
    expect(stdout.match(/Error: No workstation answers/g)).toHaveLength(5);
  });
});

describe('what is no workstation', () => {
  async function listening(server: Server): Promise<string> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => sockets.add(socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const at = (address: string, ...args: string[]) => endOf(printraft(address, args));
  const ADD = ['printers', 'add', '--id', 'X', '--company', 'a', '--model', 'b'];

  it.each([[['status']], [ADD]])('nobody: %j ends with 3', async (args) => {
    const [port = 0] = await freePorts(1);
    expect(await at(`127.0.0.1:${port}`, ...args)).toEqual({
      code: 3,
      stdout: '',
      stderr: `printraft: No workstation answers on 127.0.0.1:${port}: start one with npm start, or name another with --http HOST:PORT.\n`,
    });
  });

  it.each([
    ['a web page', '<!doctype html><title>Router</title>'],
    ['JSON of another kind', '{"printers":[]}'],
  ])('another program with %s: everything ends with 3', async (_, text) => {
    const address = await listening(createServer((_request, response) => response.end(text)));
    const sentence = `printraft: What answers on ${address} is another program, not a PrintRaft workstation.\n`;
    for (const args of [['status'], ['printers', 'list'], ADD]) {
      expect(await at(address, ...args)).toEqual({ code: 3, stdout: '', stderr: sentence });
    }
  });

  it('Ctrl-C while it keeps silent: a read ends with 130, a write with 4', async () => {
    const server = createTcpServer();
    const address = await listening(server);
    for (const [args, code] of [
      [['status'], 130],
      [ADD, 4],
    ] as const) {
      const connected = once(server, 'connection') as Promise<[Socket]>;
      const entry = printraft(address, args);
      const [socket] = await connected;
      await once(socket, 'data');
      entry.signal('SIGINT');
      expect(await endOf(entry)).toMatchObject({ code, stdout: '' });
    }
  });
});

describe('a shop that fails', () => {
  async function isOnDiskOf(number: number, id: string): Promise<boolean> {
    const log = join(shop.directory(number), 'records', 'log');
    const files = (await readdir(log)).filter((name) => name.endsWith('.db'));
    const texts = await Promise.all(files.map((name) => readFile(join(log, name), 'utf8')));
    return texts.some((text) => text.includes(id));
  }

  /** Adds a printer at the leader, which is killed once it has the write on its own disk and nobody else has. */
  async function killUnderWrite(id: string) {
    const leader = await shop.untilLed();
    const others = shop.numbers.filter((number) => number !== leader);
    for (const number of others) shop.signal(number, 'SIGSTOP');
    const entry = printraft(
      addressOf(leader),
      `printers add --json --id ${id} --company a --model b`.split(' '),
    );
    await until('the write on the disk of the leader', () => isOnDiskOf(leader, id));
    await shop.kill(leader);
    for (const number of others) shop.signal(number, 'SIGCONT');
    return { leader, others, entry };
  }

  it('the workstation dies under a write and comes back: done, and once', async () => {
    const { leader, entry } = await killUnderWrite('Back');
    await shop.start(leader);
    expect(await endOf(entry)).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(entry.stdout)).toEqual({ success: true });
    for (const number of shop.numbers) expect(await printersOf(number, 'Back')).toBe(1);
  });

  it('it does not come back: outcome unknown, and the key finds out at another, once', async () => {
    const { leader, others, entry } = await killUnderWrite('Away');
    const { code } = await endOf(entry);
    expect(code).toBe(4);
    const document = JSON.parse(entry.stdout) as { reason: string; idempotency_key: string };
    expect(document.reason).toBe('unknown');
    await shop.untilLed();
    const again = `printers add --id Away --company a --model b --key ${document.idempotency_key}`;
    expect((await said(others[0]!, again)).code).toBe(0);
    await shop.start(leader);
    await shop.untilLed();
    for (const number of shop.numbers) expect(await printersOf(number, 'Away')).toBe(1);
  });

  it('the leader dies while another takes the write: done, and once', async () => {
    const leader = await shop.untilLed();
    const [other] = shop.numbers.filter((number) => number !== leader);
    shop.signal(leader, 'SIGSTOP');
    const entry = printraft(
      addressOf(other!),
      'printers add --id Forwarded --company a --model b'.split(' '),
    );
    await shop.kill(leader);
    expect(await endOf(entry)).toMatchObject({ code: 0, stdout: 'Printer Forwarded is added.\n' });
    await shop.start(leader);
    await shop.untilLed();
    for (const number of shop.numbers) expect(await printersOf(number, 'Forwarded')).toBe(1);
  });

  it('without a majority everything that needs one ends with 3, and says why', async () => {
    await Promise.all([shop.kill(1), shop.kill(2)]);
    await until('the last one to know', async () => (await said(3, 'leader')).code === 3);
    expect(await said(3, 'leader')).toEqual({ code: 3, stdout: '', stderr: 'printraft: No leader found\n' });
    const add = 'printers add --id Nobody --company a --model b';
    for (const line of ['printers list', 'jobs list', add, 'jobs start J2']) {
      const { code, stdout, stderr } = await said(3, line);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toMatch(/^printraft: [^\n]+\n$/);
    }
    expect(await json(3, add)).toMatchObject([3, { success: false, reason: 'unavailable' }]);
    const status = await said(3, 'status');
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('1 of 3 workstations alive. No leader found');
    await Promise.all([shop.start(1), shop.start(2)]);
    await shop.untilLed();
    expect(await printersOf(3, 'Nobody')).toBe(0);
  });
});
