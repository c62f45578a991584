import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure, UnknownOutcome } from './failure.ts';
import { runMenu } from './menu.ts';
import type { Shop } from './shop.ts';

const NOTHING: Shop = {
  printers: () => Promise.resolve([]),
  addPrinter: () => Promise.resolve(),
  filaments: () => Promise.resolve([]),
  addFilament: () => Promise.resolve(),
  jobs: () => Promise.resolve([]),
  addJob: () => Promise.resolve(),
  setJobStatus: () => Promise.resolve(),
  exported: () => Promise.reject(new Error('the menu has no such entry')),
  planImport: () => Promise.reject(new Error('the menu has no such entry')),
  bringIn: () => Promise.reject(new Error('the menu has no such entry')),
  status: () => Promise.reject(new Error('the menu has no such entry')),
  leader: () => Promise.reject(new Error('the menu has no such entry')),
  peers: () => Promise.reject(new Error('the menu has no such entry')),
  devices: () => Promise.reject(new Error('the menu has no such entry')),
  addDevice: () => Promise.reject(new Error('the menu has no such entry')),
  removeDevice: () => Promise.reject(new Error('the menu has no such entry')),
  membership: () => Promise.reject(new Error('the menu has no such entry')),
  manage: () => Promise.reject(new Error('the menu has no such entry')),
};

/** What somebody who answers so is shown, and how many of the answers were asked for. */
async function session(answers: readonly string[], shop: Partial<Shop> = {}, interactive = false) {
  let said = '';
  let asked = 0;
  const ask = (question: string) => {
    said += question;
    return Promise.resolve(answers[asked++] ?? null);
  };
  const say = (text: string) => void (said += text);
  const lines = { interactive, ask, close: () => undefined };
  await runMenu({ shop: { ...NOTHING, ...shop }, lines, say });
  return { said, asked };
}

const refuse = (failure: Failure) => () => Promise.reject(failure);
const spool = { id: 'S1', type: 'PLA', color: 'red', total_weight: 9, remaining_weight: 8.5 } as const;

describe('the menu', () => {
  it('has the entries of the original in their order', async () => {
    expect((await session(['8'])).said).toMatch(
      /1\. POST Printer.*2\. GET Printers.*3\. POST Filament.*4\. GET Filaments.*5\. POST Print Job.*6\. GET Print Jobs.*7\. Update Print Job Status.*8\. Exit.*Goodbye!/s,
    );
  });

  it.each<[string, string[], (heard: unknown[]) => Partial<Shop>, unknown]>([
    [
      '1',
      ['P1', 'Prusa', 'MK4S'],
      (heard) => ({ addPrinter: (printer) => Promise.resolve(void heard.push(printer)) }),
      { id: 'P1', company: 'Prusa', model: 'MK4S' },
    ],
    [
      '3',
      ['S1', 'pla', 'red', '750.5'],
      (heard) => ({ addFilament: (filament) => Promise.resolve(void heard.push(filament)) }),
      { id: 'S1', type: 'PLA', color: 'red', total: 750.5, remaining: 750.5 },
    ],
    [
      '5',
      ['J1', 'P1', 'S1', 'a.gcode', '12'],
      (heard) => ({ addJob: (job) => Promise.resolve(void heard.push(job)) }),
      { id: 'J1', printer: 'P1', filament: 'S1', file: 'a.gcode', weight: 12 },
    ],
    [
      '7',
      ['J1', 'running'],
      (heard) => ({ setJobStatus: (id, status) => Promise.resolve(void heard.push({ id, status })) }),
      { id: 'J1', status: 'running' },
    ],
  ])('entry %s sends what was answered to its questions', async (choice, answers, shopOf, sent) => {
    const heard: unknown[] = [];
    const { said } = await session([choice, ...answers, '8'], shopOf(heard));
    expect(heard).toEqual([sent]);
    expect(said).toContain('Response: Operation completed successfully');
  });

  it('shows the reason of every refusal', async () => {
    const no = refuse(new Failure('refused', 'Invalid or duplicate printer ID'));
    const { said } = await session(['1', 'P1', 'a', 'b', '8'], { addPrinter: no });
    expect(said).toContain('Response: Error: Invalid or duplicate printer ID\n');
  });

  it('shows why a list cannot be had, and never an empty one instead', async () => {
    const no = refuse(new Failure('unavailable', 'no majority'));
    const { said } = await session(['2', '8'], { printers: no });
    expect(said).toContain('Response: Error: no majority\n');
    expect(said).not.toContain('No printers found');
  });

  it('says where to look when nobody knows the outcome', async () => {
    const unknown = refuse(new UnknownOutcome('the connection was closed.', 'k'));
    const { said } = await session(['7', 'J1', 'Done', '8'], { setJobStatus: unknown });
    expect(said).toContain('was closed. Look at the list before you enter it again.');
  });

  it('shows records, and obeys none', async () => {
    const evil = { ...spool, color: '\u001b[2Jred' };
    const { said } = await session(['4', '5', 'a', 'b', 'c', 'd', 'x', '8'], {
      filaments: () => Promise.resolve([evil]),
    });
    expect(said.match(/\\u\{1b\}\[2Jred/g)).toHaveLength(2);
    expect(said).not.toContain('\u001b');
  });

  it.each([
    ['3', 'S1', 'PLA', 'red', '12g'],
    ['3', 'S1', 'WOOD', 'red', '12'],
    ['1', 'P1', '', 'MK4S'],
    ['5', 'J1', 'P1', 'S1', 'a', ''],
  ])('sends nothing where an answer is wrong: %s', async (...answers) => {
    const fault = () => Promise.reject(new Error('sent'));
    const { said } = await session([...answers, '8'], {
      addPrinter: fault,
      addFilament: fault,
      addJob: fault,
    });
    expect(said).toMatch(/Response: Error: .+\n/);
    expect(said).toMatch(/Goodbye!\n$/);
  });

  it('at a terminal asks again for what is wrong', async () => {
    const { said } = await session(['3', 'S1', 'wood', 'pla', 'red', 'x', '5', '8'], {}, true);
    expect(said).toContain('Filament type must be one of');
    expect(said).toContain('Weight must be a number');
    expect(said).toContain('Operation completed successfully');
  });

  it('at a terminal leaves a form at an empty answer', async () => {
    const { said, asked } = await session(['3', 'S1', 'wood', '', '8'], {}, true);
    expect(said).toContain('Response: Error: All fields are required.');
    expect(asked).toBe(5);
  });
});

it('whatever is typed, the menu ends with the input and not before, and refuses what it cannot use', async () => {
  const line = fc.oneof(
    fc.constantFrom('1', '2', '3', '4', '5', '6', '7', 'PLA', '12', '', '\u001b[A'),
    fc.string(),
  );
  const failing = fc.constantFrom<Partial<Shop>>(
    {},
    {
      printers: refuse(new Failure('unavailable', 'x')),
      addPrinter: refuse(new Failure('refused', '\u001b[2J')),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line), failing, fc.boolean(), async (answers, shop, interactive) => {
      const { said, asked } = await session(answers, shop, interactive);
      expect(said).toMatch(/Goodbye!\n$/);
      expect(said).not.toContain('\u001b');
      if (!answers.some((answer) => answer.trim() === '8')) expect(asked).toBe(answers.length + 1);
    }),
  );
});
