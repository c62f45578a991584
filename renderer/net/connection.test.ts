import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { aHealth } from '../testing/records.ts';
import { RequestFailure } from './transport.ts';
import { createTransport } from './connection.ts';
import type { Line, LineListener } from './line.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const command: CommandInput = { type: 'job.start', id: 'J-1' };
const execute = { key: 'key-00000001', command };

/** The workstation's end of one connection. */
class FakeLine implements Line {
  closed = false;
  readonly #listener: LineListener;
  readonly received: unknown[] = [];

  constructor(listener: LineListener) {
    this.#listener = listener;
  }

  send(text: string) {
    if (this.closed) throw new Error('sent on a closed line');
    this.received.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }

  opens() {
    this.#listener.opened();
  }
  says(message: unknown) {
    this.#listener.text(JSON.stringify(message));
  }
  garbles() {
    this.#listener.text('{');
  }
  breaks() {
    this.closed = true;
    this.#listener.closed();
  }
  greets(build = 'own', protocol: unknown = PROTOCOL_VERSION) {
    this.opens();
    this.says({ id: 0, result: { protocol, build } });
  }
  get last() {
    return this.received.at(-1) as { id: number; request: string; params: unknown };
  }
}

function transportOnLines(reloads: (build: string) => boolean = () => false) {
  const lines: FakeLine[] = [];
  const told: string[] = [];
  const transport = createTransport({
    open: (listener) => {
      const line = new FakeLine(listener);
      lines.push(line);
      return line;
    },
    reloads,
    deadlineMs: 5_000,
  });
  const stop = transport.connect({
    connected: () => told.push('connected'),
    disconnected: (reason) => told.push(reason),
    push: (push) => told.push(`push ${push.push}`),
  });
  return { lines, told, transport, stop, line: () => lines.at(-1)! };
}

const codeOf = (failure: unknown) => (failure instanceof RequestFailure ? failure.code : failure);

describe('a connection', () => {
  it('begins with hello, and is there once that is answered', () => {
    const { told, line } = transportOnLines();
    expect(line().received).toEqual([]);
    line().opens();
    expect(line().received).toEqual([{ id: 0, request: 'hello', params: { protocol: PROTOCOL_VERSION } }]);
    expect(told).toEqual([]);
    line().says({ id: 0, result: { protocol: PROTOCOL_VERSION, build: 'own' } });
    expect(told).toEqual(['connected']);
  });

  it('hands on pushes and drops what it cannot read', () => {
    const { told, line } = transportOnLines();
    line().greets();
    line().says({ push: 'health', body: aHealth() });
    line().says({ push: 'gossip', body: {} });
    line().garbles();
    expect(told).toEqual(['connected', 'push health']);
  });

  it('that is lost comes back: soon at first, then every two seconds', async () => {
    const { told, lines, line } = transportOnLines();
    line().greets();
    const waits: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      line().breaks();
      const before = lines.length;
      let waited = 0;
      while (lines.length === before) {
        await vi.advanceTimersByTimeAsync(100);
        waited += 100;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
    line().greets();
    expect(told.at(-1)).toBe('connected');
    line().breaks();
    await vi.advanceTimersByTimeAsync(100);
    expect(lines).toHaveLength(9);
  });

  it('that was given up says nothing any more', () => {
    const { told, line, stop, lines } = transportOnLines();
    line().greets();
    stop();
    expect(line().closed).toBe(true);
    line().breaks();
    vi.advanceTimersByTime(10_000);
    expect([told, lines.length]).toEqual([['connected'], 1]);
  });
});

describe('a workstation of another build', () => {
  it('is told to whoever reloads the page, and nothing more happens where that is done', () => {
    const builds: string[] = [];
    const { told, line } = transportOnLines((build) => builds.push(build) > 0);
    line().greets('newer');
    expect([builds, told]).toEqual([['newer'], []]);
  });

  it('is worked with where a reload did not bring its build but both understand each other', () => {
    const { told, line } = transportOnLines(() => false);
    line().greets('newer');
    expect(told).toEqual(['connected']);
  });

  it('of another protocol is not worked with, but looked for again', async () => {
    const { told, lines, line, transport } = transportOnLines();
    line().greets('newer', PROTOCOL_VERSION + 1);
    expect(told).toEqual(['outdated']);
    expect(lines[0]!.closed).toBe(true);
    await expect(transport.request('subscribe', {})).rejects.toThrow(RequestFailure);
    await vi.advanceTimersByTimeAsync(100);
    line().greets();
    expect(told).toEqual(['outdated', 'connected']);
  });

  it('that does not answer hello as agreed is of another protocol', () => {
    for (const reply of [{ error: { code: 'badRequest', message: '' } }, { result: null }, { result: 7 }]) {
      const { told, line } = transportOnLines();
      line().opens();
      line().says({ id: 0, ...reply });
      expect(told).toEqual(['outdated']);
    }
  });
});

describe('a command', () => {
  it('asked before the first connection is sent on it', async () => {
    const { line, transport } = transportOnLines();
    const request = transport.request('execute', execute);
    line().greets();
    expect(line().last).toMatchObject({ request: 'execute', params: execute });
    line().says({ id: line().last.id, result: { ok: true, id: 'J-1' } });
    expect(await request).toEqual({ ok: true, id: 'J-1' });
  });

  it('survives any number of lost connections with the key that it had', async () => {
    const { line, transport } = transportOnLines();
    line().greets();
    const request = transport.request('execute', execute);
    for (let n = 0; n < 3; n += 1) {
      line().breaks();
      await vi.advanceTimersByTimeAsync(100);
      line().greets();
      const again = line().received.filter((each) => JSON.stringify(each).includes(execute.key));
      expect(again).toHaveLength(1);
    }
    line().says({ id: line().last.id, result: { ok: true, id: 'J-1' } });
    expect(await request).toEqual({ ok: true, id: 'J-1' });
  });

  it('that gets no answer ends as unknown, and the silent connection is replaced', async () => {
    const { told, lines, line, transport } = transportOnLines();
    line().greets();
    const failed = transport.request('execute', execute).catch(codeOf);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await failed).toBe('unknownOutcome');
    expect([lines[0]!.closed, told.at(-1)]).toEqual([true, 'lost']);
    await vi.advanceTimersByTimeAsync(100);
    expect(lines).toHaveLength(2);
  });

  it('is answered with the workstation’s own error', async () => {
    const { line, transport } = transportOnLines();
    line().greets();
    const failed = transport.request('execute', execute).catch(codeOf);
    line().says({ id: line().last.id, error: { code: 'unknownOutcome', message: 'no answer in time' } });
    expect(await failed).toBe('unknownOutcome');
  });
});
