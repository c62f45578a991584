import { beforeEach, describe, expect, it } from 'vitest';
import { createReport } from './report.ts';
import type { AppReport } from './report.ts';

const NOISE = '[590:1125/205959.641934:ERROR:bus.cc(407)] Failed to connect to the bus';

let said: string[];
let warned: string[];
let report: AppReport;
const create = (verbose: boolean) =>
  createReport({
    say: (line) => said.push(line),
    warn: (line) => warned.push(line),
    directory: '/data',
    verbose,
  });

beforeEach(() => {
  said = [];
  warned = [];
  report = create(false);
});

describe('an app that opens', () => {
  it('is told of once it is ready: that it is open, where REST is, where the records are, how to stop', () => {
    report.heard({ rest: '127.0.0.1:5100' });
    expect([report.isOpen(), said]).toEqual([false, []]);
    report.heard('ready');
    report.heard('ready');
    expect(report.isOpen()).toBe(true);
    expect(said).toEqual([
      'PrintRaft is open in its window.',
      'REST and the same console answer at http://127.0.0.1:5100.',
      'Its records are in /data.',
      'Closing the window keeps it running; Quit in its menu ends it, and so does Ctrl-C here.',
    ]);
  });

  it('says that REST is off', () => {
    report.heard({ rest: null });
    report.heard('ready');
    expect(said[1]).toMatch(/^REST and the console in a browser are off/);
  });

  it('points at the window where the workstation does not run, and tells of REST once it does', () => {
    report.heard('ready');
    expect(said).not.toContainEqual(expect.stringContaining('REST'));
    expect(said[0]).toBe('PrintRaft is open in its window, which says what is in the way.');
    report.heard({ rest: '127.0.0.1:1' });
    expect(said.at(-1)).toBe('REST and the same console answer at http://127.0.0.1:1.');
  });
});

describe("the app's own lines", () => {
  it('are shown as they come, without the noise', () => {
    report.line(NOISE);
    report.line('printraft: a sentence.');
    expect(warned).toEqual(['printraft: a sentence.']);
  });

  it('are all shown where Electron is told to log', () => {
    create(true).line(NOISE);
    expect(warned).toEqual([NOISE]);
  });

  it('that were held back are shown after a crash, which they may explain', () => {
    report.line(NOISE);
    report.line('printraft: a sentence.');
    expect(report.died({ code: null, signal: 'SIGSEGV' })).toBe(139);
    expect(warned).toEqual(['printraft: a sentence.', NOISE, 'The app ended (SIGSEGV).']);
  });

  it('stay held back where somebody else ended it', () => {
    report.line(NOISE);
    expect(report.died({ code: null, signal: 'SIGKILL' })).toBe(137);
    expect(warned).toEqual(['The app ended (SIGKILL).']);
  });

  it('are looked through for why it did not open, with the noise', () => {
    report.line('[1:1125/205340.4:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY');
    expect(report.whyNot({ code: null, signal: 'SIGSEGV' })).toContain('display cannot be used');
  });
});
