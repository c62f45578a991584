/** Built entries (dist/node, see build/test-build.ts) as processes that a test can look at. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type EntryName = 'headless' | 'start' | 'demo' | 'printraft';
export type Ended = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;

export type EntryOptions = Readonly<{
  args?: readonly string[];
  /** Beside this process's own environment; undefined takes a variable away. */
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** To Node itself, before the entry. */
  nodeArgs?: readonly string[];
  /** Commands of a POSIX shell that becomes the process, to set its limits. */
  shell?: string;
  /** True leaves stdin open for `type`; otherwise there is none. */
  stdin?: boolean;
}>;

/** PRINTRAFT_TEST_DIST names another build, for work on this one while that one is under test. */
const DIST = process.env.PRINTRAFT_TEST_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

const alive = new Set<ChildProcess>();
// A test run that ends early leaves nobody behind.
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

export function runEntry(name: EntryName, options: EntryOptions = {}): RunningEntry {
  return new RunningEntry(name, options);
}

export class RunningEntry {
  /** Resolves when the process is gone and everything that it wrote has arrived. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #isEnded = false;
  readonly #listeners = new Set<() => void>();

  constructor(name: EntryName, options: EntryOptions) {
    const { args = [], env = {}, cwd, nodeArgs = [], shell, stdin = false } = options;
    const entry = join(DIST, 'node', `${name}.js`);
    const command = [process.execPath, ...nodeArgs, entry, ...args];
    const [file = '', ...rest] =
      shell === undefined ? command : ['sh', '-c', `${shell}; exec "$0" "$@"`, ...command];
    const child = spawn(file, rest, {
      stdio: [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.#child = child;
    alive.add(child);
    // It may end before it has read everything.
    child.stdin?.on('error', () => undefined);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#tell();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#tell();
    });
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        alive.delete(child);
        this.#isEnded = true;
        resolve({ code, signal });
        this.#tell();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get isRunning(): boolean {
    return !this.#isEnded;
  }

  /** Writes to its stdin. */
  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Nothing more will be typed. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  /** Without waiting for what comes of it. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when the process is gone; at once if it was. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Ended> {
    if (!this.#isEnded) this.#child.kill(signal);
    return this.ended;
  }

  /** Resolves with the match once stdout or stderr has it. Rejects if the process ends before, or after `limitMs`. */
  said(pattern: RegExp, limitMs = 20_000): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        act();
      };
      const look = () => {
        const match = pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
        if (match !== null) finish(() => resolve(match));
        else if (this.#isEnded) finish(() => reject(this.#silence(pattern, 'before it ended')));
      };
      const timer = setTimeout(
        () => finish(() => reject(this.#silence(pattern, `within ${limitMs} ms`))),
        limitMs,
      );
      this.#listeners.add(look);
      look();
    });
  }

  #silence(pattern: RegExp, when: string): Error {
    return new Error(`did not say ${String(pattern)} ${when}; said: ${this.#stdout}${this.#stderr}`);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
