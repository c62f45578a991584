/** Files over a viewer's line, as a screen asks about them. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Planned } from '../../shared/contract/files.ts';
import { MAX_FILE_BYTES, MAX_LONG_TEXT_LENGTH, MAX_TEXT_LENGTH } from '../../shared/contract/limits.ts';
import { partsOf } from '../../shared/contract/long-text.ts';
import { PROTOCOL_VERSION, type RequestName, type Results } from '../../shared/contract/protocol.ts';
import { createSolo } from '../testing/solo.ts';
import type { Solo } from '../testing/solo.ts';
import type { Saver } from './files.ts';
import { createTextViewer } from './text.ts';

type Told<R> = Readonly<{ result: R; error?: Readonly<{ code: string; message: string }> }>;

/** A screen's end of the line. */
function open(solo: Solo, save?: Saver, log: (message: string) => void = () => undefined) {
  const told: string[] = [];
  const viewer = createTextViewer(
    solo,
    'build',
    {
      send: (text) => told.push(text),
      unsent: () => 0,
      drained: () => Promise.resolve(),
      ...(save && { save }),
    },
    log,
  );
  viewer.receive(JSON.stringify({ id: 0, request: 'hello', params: { protocol: PROTOCOL_VERSION } }));
  let id = 0;
  const ask = async <R extends RequestName>(request: R, params: unknown): Promise<Told<Results[R]>> => {
    const asked = ++id;
    for (const part of partsOf(JSON.stringify({ id: asked, request, params }))) viewer.receive(part);
    for (;;) {
      const answer = told.find((text) => text.startsWith(`{"id":${asked},`));
      if (answer !== undefined) return JSON.parse(answer) as Told<Results[R]>;
      await new Promise(setImmediate);
    }
  };
  return { viewer, told, ask };
}

let solo: Solo;
let screen: ReturnType<typeof open>;
beforeEach(() => {
  solo = createSolo();
  screen = open(solo);
});

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const plan = async (file: string | Uint8Array, kind: string | null = null): Promise<Planned> =>
  (await screen.ask('plan', { kind, file: base64(file) })).result;

const PRINTERS = 'ID,Maker,Model\nP1,Prusa,MK4S\nP2,Voron,2.4\n';

describe('a file is looked at', () => {
  it('and is what stands in it; nothing is done, and what is to be done comes back', async () => {
    const planned = await plan(PRINTERS);
    expect(planned).toMatchObject({
      ...{ kind: 'printers', sure: true, counts: { creates: 2, changes: 0, same: 0, errors: 0 } },
      creates: [
        { line: 2, id: 'P1' },
        { line: 3, id: 'P2' },
      ],
    });
    expect(solo.shop.printers.size).toBe(0);
    const command = { type: 'batch', commands: planned.commands };
    const answer = (await screen.ask('execute', { key: 'import-1', command, operator: 'Ada' })).result;
    expect(answer.ok).toBe(true);
    expect([...solo.shop.printers.keys()]).toEqual(['P1', 'P2']);
    // As often as it is asked again: the connection may have been lost before the answer came.
    await screen.ask('execute', { key: 'import-1', command, operator: 'Ada' });
    expect(solo.shop.archive.activity.length).toBe(2);
    expect(await plan(PRINTERS)).toMatchObject({ counts: { creates: 0, same: 2 }, commands: [] });
  });

  it('or is what somebody says that it is', async () => {
    const planned = await plan('ID,Note\nP1,x\n', 'printers');
    expect(planned).toMatchObject({ kind: 'printers', sure: true, commands: [] });
    expect(planned.errors[0]).toMatchObject({ line: 2 });
  });

  type Wrong = Readonly<{ line?: number; column?: string; message?: RegExp }>;
  it.each<[string, string | Uint8Array, Wrong]>([
    ['with a wrong cell', 'ID,Maker,Model,Slots\nP1,Prusa,MK4S,many\n', { line: 2, column: 'Slots' }],
    ['that is no CSV', 'ID,Maker\n"P1,Prusa\n', { line: 2, column: '1' }],
    ['that is empty', '', { message: /^The file is empty\.$/ }],
    ['of nothing that is known', 'x,y\n1,2\n', { message: /none of the columns/ }],
    ['of bytes', Uint8Array.of(1, 0, 2), { message: /no text file/ }],
    [
      'with letters of no encoding',
      Uint8Array.of(0x49, 0x44, 0x0a, 0x81),
      { message: /^Line 2, character 1: The byte 129/ },
    ],
  ])('%s is told with what is wrong and where, and leaves nothing to do', async (_what, file, error) => {
    const planned = await plan(file);
    const { message, ...place } = error;
    expect(planned.errors[0]).toMatchObject(place);
    expect(planned.errors[0]?.message).toMatch(message ?? /./);
    expect(planned.commands).toEqual([]);
  });

  it('that does more than can be done at once is refused whole', async () => {
    const rows = Array.from({ length: 1_001 }, (_, n) => `P${n},Prusa,MK4S`).join('\n');
    const planned = await plan(`ID,Maker,Model\n${rows}\n`);
    expect(planned.commands).toEqual([]);
    expect(planned.errors[0]?.message).toMatch(/parts of 1000 rows/);
  });

  it('of the greatest length comes through; one byte more is a bad request', async () => {
    const note = 'x'.repeat(MAX_FILE_BYTES - PRINTERS.length - 1);
    expect(await plan(`${PRINTERS}"${note}`)).toMatchObject({ kind: 'printers', commands: [] });
    const more = await screen.ask('plan', { kind: null, file: base64('x'.repeat(MAX_FILE_BYTES + 3)) });
    expect(more.error).toMatchObject({ code: 'badRequest' });
  });
});

describe('the door', () => {
  const last = () => screen.told.at(-1) ?? '';

  it('takes no more in parts than a file, and goes on afterwards', async () => {
    for (let n = 0; n <= MAX_LONG_TEXT_LENGTH / MAX_TEXT_LENGTH; n += 1)
      screen.viewer.receive(`+${'x'.repeat(MAX_TEXT_LENGTH - 1)}`);
    screen.viewer.receive('.');
    expect(last()).toContain('too long');
    const rows = Array.from({ length: 900 }, (_, n) => `P${n},Prusa,${'x'.repeat(80)}\n`).join('');
    expect(rows.length).toBeGreaterThan(MAX_TEXT_LENGTH);
    expect(await plan(`ID,Maker,Model\n${rows}`)).toMatchObject({
      kind: 'printers',
      counts: { creates: 900 },
    });
  });

  it('looks at few files of one window at once, and at none of one that is closed', async () => {
    const asked = [1, 2, 3].map(() => screen.ask('plan', { kind: null, file: base64(PRINTERS) }));
    const answers = await Promise.all(asked);
    expect(answers.map(({ error }) => error?.code)).toEqual([undefined, undefined, 'unavailable']);
    expect(await plan(PRINTERS)).toMatchObject({ kind: 'printers' });

    const logged: unknown[] = [];
    const left = open(solo, undefined, (message) => logged.push(message));
    const before = left.told.length;
    void left.ask('plan', { kind: null, file: base64(PRINTERS) });
    left.viewer.close();
    for (let n = 0; n < 5; n += 1) await new Promise(setImmediate);
    expect([left.told.length, logged]).toEqual([before, []]);
  });

  it('takes a long text for a file or for many commands only', async () => {
    const action = { action: 'found', shop: 'x'.repeat(MAX_TEXT_LENGTH) };
    for (const part of partsOf(JSON.stringify({ id: 9, request: 'manage', params: { action } })))
      screen.viewer.receive(part);
    expect(last()).toContain('too long');
    const note = 'x'.repeat(500);
    const commands = Array.from({ length: 1_000 }, (_, n) => ({
      ...{ type: 'printer.create', id: `P${n}`, maker: 'm'.repeat(80), model: 'x'.repeat(80), note },
    }));
    const large = await screen.ask('execute', { key: 'too-large', command: { type: 'batch', commands } });
    expect(large.error).toMatchObject({ code: 'badRequest' });
    expect(solo.shop.printers.size).toBe(0);
  });

  it('saves nothing where nobody can be asked where to, as in a browser', async () => {
    expect((await screen.ask('save', { what: 'printers' })).error).toMatchObject({ code: 'badRequest' });
  });
});

describe('records are saved as a file', () => {
  it.each([
    ['printers', 'printers.csv', /^\uFEFFID,Maker,Model/],
    ['everything', 'printraft.json', /^\{"format":"printraft-export"/],
  ])('of %s by the app’s window', async (what, name, content) => {
    const saved: string[] = [];
    screen = open(solo, (file) => {
      saved.push(file.name, [...file.parts].join(''));
      return Promise.resolve({ outcome: 'saved', name: file.name });
    });
    const answer = (await screen.ask('save', { what })).result;
    expect(answer).toEqual({ outcome: 'saved', name });
    expect(saved[0]).toBe(name);
    expect(saved[1]).toMatch(content);
  });

  it('and a table of the page’s own is no more than text in cells', async () => {
    let text = '';
    screen = open(solo, (file) => {
      text = [...file.parts].join('');
      return Promise.resolve({ outcome: 'dismissed' });
    });
    const rows = [
      ['number', 'what'],
      ['1', "=cmd|' /C calc'!A0"],
    ];
    await screen.ask('save', { what: 'activity', rows });
    expect(text).toBe("\uFEFFnumber,what\r\n1,'=cmd|' /C calc'!A0\r\n");
  });
});
